"""Simulated years agree with the closed form, and are the same for the same seed."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.inventory.portable import ImpactStep
from continuity.risk.method.assess import assess
from continuity.risk.method.likelihood import Observed, Prior, frequencies
from continuity.risk.method.loss import NEVER, Hit, expect
from continuity.risk.method.montecarlo import _bent, _looked_up, curve, simulate
from tests.portfolios import component, dependency, function, option, portfolio

YEARS = 100_000
IMPACT = (ImpactStep(0, Decimal(100)), ImpactStep(45, Decimal(900)), ImpactStep(300, Decimal(50)))
OPEN = option("gpt", "api")
SPARE = option("claude", "other", switch_minutes=20)


def work(*options, name="work", **fields):
    return function(dependency(*options), name=name, impact=IMPACT, **fields)


INDEPENDENT = portfolio(
    work(OPEN), work(option("x", "third"), option("hand", switch_minutes=90), name="write")
)
SHARED = portfolio(
    work(OPEN, SPARE),
    work(option("c", "other"), option("g", "api", switch_minutes=5, runbook="rb"), name="write"),
    function(name="above", depends_on=("work",), impact=IMPACT),
    components=(
        component("api", "cloud"),
        component("other", "cloud own"),
        component("cloud", kind="host"),
        component("own", kind="internal"),
    ),
)
SEEN = {"api": Observed(0.5, 9, (10.0, 200.0, 33.0)), "other": Observed(2, 1, (5.0,))}


@pytest.mark.parametrize(
    ("asked", "beta"),
    [(INDEPENDENT, 0.0), (SHARED, 0.0), (INDEPENDENT, 0.2), (SHARED, 0.05), (SHARED, 0.2)],
    ids=["independent", "shared", "tied", "shared and a little tied", "shared and tied"],
)
def test_the_mean_agrees_with_the_closed_form_within_three_standard_errors(asked, beta):
    done, rates = assess(asked), frequencies(asked, observed=SEEN)
    drawn = simulate(done, rates, YEARS, seed=1, beta=beta)
    held = expect(done, rates, beta=beta)
    assert abs(drawn.mean_loss - held.loss) < 3 * drawn.loss_error
    assert abs(drawn.mean_hours - held.hours) < 3 * drawn.hours_error
    assert drawn.loss_error < held.loss / 100


def test_one_function_alone_agrees_too():
    done, rates = assess(SHARED), frequencies(SHARED)
    drawn = simulate(done, rates, YEARS, seed=2, beta=0.2, only="above")
    held = expect(done, rates, beta=0.2).functions["above"]
    assert abs(drawn.mean_loss - held.loss) < 3 * drawn.loss_error


def test_years_in_which_the_mtpd_is_passed_are_as_many_as_the_closed_form_says():
    """Down past 240 minutes it costs at least 100 for 45 minutes and 900 for 195."""
    asked = portfolio(
        function(
            dependency(OPEN),
            impact=(ImpactStep(0, Decimal(0)), ImpactStep(240, Decimal(60))),
        )
    )
    done, rates = assess(asked), frequencies(asked)
    drawn = simulate(done, rates, YEARS, seed=3)
    p_mtpd = expect(done, rates).functions["work"].p_mtpd
    assert (drawn.loss > 0).mean() == pytest.approx(p_mtpd, abs=3 * (0.25 / YEARS) ** 0.5)


def test_the_same_seed_gives_the_same_bytes_and_another_does_not():
    done, rates = assess(SHARED), frequencies(SHARED)
    one, same, other = (simulate(done, rates, 5000, seed, beta=0.05) for seed in (7, 7, 8))
    assert one.loss.tobytes() == same.loss.tobytes()
    assert one.hours.tobytes() == same.hours.tobytes()
    assert one.loss.tobytes() != other.loss.tobytes()


def test_what_a_change_leaves_alone_is_drawn_alike():
    more = portfolio(*INDEPENDENT.functions, work(option("z", "fourth"), name="third"))
    before, after = (
        simulate(assess(asked), frequencies(asked), 2000, only="work")
        for asked in (INDEPENDENT, more)
    )
    assert before.loss.tobytes() == after.loss.tobytes()


def test_the_mean_differs_less_than_the_rare_years():
    done, rates = assess(SHARED), frequencies(SHARED)
    drawn = simulate(done, rates, 20_000)
    half, bad, worst = drawn.loss_at(50, 95, 99)
    assert half < drawn.mean_loss < bad < worst
    losses, chances = zip(*drawn.exceedance(), strict=True)
    assert list(losses) == sorted(losses)
    assert list(chances) == sorted(chances, reverse=True)
    for loss, chance in drawn.exceedance():
        assert (drawn.loss > loss).mean() == pytest.approx(chance, abs=0.0002)


def test_a_portfolio_that_feels_nothing_loses_nothing():
    asked = portfolio(function(name="empty"))
    drawn = simulate(assess(asked), frequencies(asked), 100)
    assert not drawn.loss.any()
    assert drawn.exceedance() == [(0.0, 0.0)]


PRIOR = Prior(1, 1, 60, 240)
spans = st.tuples(st.sampled_from([0, 10, 45, 60]), st.sampled_from([60, 90, 400, NEVER]))


@settings(deadline=None)
@given(
    felt=st.lists(spans, min_size=1, max_size=6),
    minutes=st.lists(st.floats(0, 2000), min_size=1, max_size=20),
)
def test_the_curve_of_many_functions_is_the_sum_of_what_each_costs(felt, minutes):
    one = work(OPEN)
    bends = curve([(Hit(one, end, 0.0), start, end) for start, end in felt])
    lasting = np.array(minutes)
    for along in (_bent, _looked_up):
        loss, hours = along(bends, lasting)
        assert loss == pytest.approx([sum(cost(s, e, d) for s, e in felt) for d in minutes])
        assert hours == pytest.approx(
            [sum(max(0, min(d, e) - s) for s, e in felt) / 60 for d in minutes]
        )


def cost(start, end, lasts):
    """The impact curve between two minutes of an outage, a piece at a time."""
    ends = [step.after_minutes for step in IMPACT[1:]] + [NEVER]
    total = 0.0
    for step, until in zip(IMPACT, ends, strict=True):
        low, high = max(start, step.after_minutes), min(until, end, lasts)
        total += max(0.0, high - low) * float(step.cost_per_hour) / 60
    return total
