"""Rates and lengths of outages: from the prior, and from what was seen."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.inventory.portable import KINDS
from continuity.risk.method.likelihood import (
    Duration,
    Observed,
    Prior,
    frequencies,
    shipped,
    update,
)
from tests.portfolios import component, dependency, function, option, portfolio

PRIOR = Prior(
    outages_per_year=8, worth_years=0.25, median_minutes=40, long_minutes=170, worth_outages=4
)


def test_every_kind_of_component_has_a_prior_with_its_source():
    assert set(shipped()) == set(KINDS)
    for prior in shipped().values():
        assert prior.basis in {"counted", "assumed"}
        assert len(prior.source) > 40
        assert prior.basis == "counted" or "assumed" in prior.source.lower()


def test_with_nothing_seen_the_prior_speaks():
    held = update(PRIOR)
    assert held.rate.mean == 8
    assert held.duration.median == pytest.approx(40)
    assert held.duration.long == pytest.approx(170)


def test_years_without_an_outage_lower_the_rate():
    """2 outages in a quarter of a year by the prior, none in 1.75 more: 2 in 2 years."""
    assert update(PRIOR, Observed(years=1.75)).rate.mean == pytest.approx(1)


def test_much_seen_outweighs_the_prior():
    seen = Observed(years=100, count=300, minutes=(10.0, 20.0, 40.0) * 100)
    held = update(PRIOR, seen)
    assert held.rate.mean == pytest.approx(3, abs=0.02)
    assert held.duration.median == pytest.approx(20, rel=0.02)
    assert held.duration.sigma == pytest.approx(math.log(2) * math.sqrt(2 / 3), rel=0.05)


def test_it_is_the_conjugate_update_whatever_order_things_are_seen_in():
    """Normal-inverse-gamma by hand: kappa 4, alpha 4 (2 and half of 4), beta 3 sigma squared."""
    logs = [math.log(5), math.log(80)]
    mu = math.log(40)
    mean = sum(logs) / 2
    beta = 3 * PRIOR.sigma**2 + sum((x - mean) ** 2 for x in logs) / 2
    beta += 4 * 2 * (mean - mu) ** 2 / (2 * 6)
    held = update(PRIOR, Observed(1, 2, (80.0, 5.0)))
    assert held.duration.mu == pytest.approx((4 * mu + 2 * mean) / 6)
    assert held.duration.sigma**2 == pytest.approx(beta / 4)
    assert held.duration == update(PRIOR, Observed(1, 2, (5.0, 80.0))).duration


def test_an_outage_of_no_length_counts_as_a_minute():
    assert math.isfinite(update(PRIOR, Observed(1, 1, (0.0,))).duration.mu)


def test_the_prior_of_a_component_goes_before_that_of_its_kind():
    asked = portfolio(function(dependency(option("a", "api", capacity=1.0))))
    mine = Prior(1, 1, 10, 20)
    assert frequencies(asked)["api"].rate.mean == shipped()["service"].outages_per_year
    assert frequencies(asked, {"service": mine})["api"].rate.mean == 1
    assert frequencies(asked, {"service": PRIOR, "api": mine})["api"].rate.mean == 1
    assert component("api").kind == "service"


lengths = st.floats(0.1, 1e6)
durations = st.builds(Duration, st.floats(0, 8), st.floats(0.1, 2.5))


def by_steps(duration, minutes, steps=20_000):
    """The expected length, cut off, as the area under the chance of lasting longer."""
    low = math.log(1e-9)
    high = math.log(minutes)
    width = (high - low) / steps
    area = 0.0
    for at in range(steps):
        x = math.exp(low + (at + 0.5) * width)
        area += duration.beyond(x) * x * width
    return area


@settings(deadline=None)
@given(duration=durations, minutes=st.floats(0.5, 5000))
def test_the_capped_length_is_the_area_under_the_chance_of_lasting_longer(duration, minutes):
    assert duration.capped(minutes) == pytest.approx(by_steps(duration, minutes, 2000), rel=1e-3)


@settings(deadline=None)
@given(duration=durations, one=lengths, other=lengths)
def test_a_later_cut_is_never_shorter_and_never_past_the_mean(duration, one, other):
    low, high = sorted((one, other))
    assert 0 <= duration.capped(low) <= duration.capped(high) <= duration.mean
    assert duration.capped(low) <= low
    assert duration.beyond(low) >= duration.beyond(high)
    assert duration.capped(math.inf) == duration.mean
