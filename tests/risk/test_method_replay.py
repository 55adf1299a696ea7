"""An event on a portfolio, against one that lives through every minute of it."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from continuity.inventory.portable import Event, ImpactStep, Span, read, read_event
from continuity.risk.method.assess import Index, assess
from continuity.risk.method.pairs import pairs
from continuity.risk.method.replay import Stretch, cost_of, replay
from continuity.risk.method.report import report
from tests.examples import examples
from tests.portfolios import dependency, function, option, portfolio, portfolios
from tests.risk.naive_replay import NaiveReplay, NaiveSets
from tests.risk.test_method_harbour import near
from tests.shared import sample

START = datetime(2024, 12, 26, 18, 40, tzinfo=UTC)


def event(*spans: tuple[str, int, int]) -> Event:
    """Spans of a component, in minutes from the start."""
    minute = timedelta(minutes=1)
    return Event(
        "Trial", down=tuple(Span(n, START + a * minute, START + b * minute) for n, a, b in spans)
    )


@st.composite
def happenings(draw):
    """A portfolio and an event on some of its components, and on one that it does not know."""
    made = draw(portfolios())
    ids = [c.id for c in made.components] + ["elsewhere"]
    spans = draw(
        st.lists(
            st.tuples(
                st.sampled_from(ids), st.integers(0, 300), st.integers(1, 300), st.integers(0, 59)
            ),
            min_size=1,
            max_size=4,
        )
    )
    down = tuple(
        Span(
            name,
            START + timedelta(minutes=begin, seconds=seconds),
            START + timedelta(minutes=begin + length, seconds=seconds // 2),
        )
        for name, begin, length, seconds in spans
    )
    return made, Event("Trial", down=down)


def agree(made, happened):
    done, naive = replay(Index(made), happened), NaiveReplay(made, happened)
    assert (done.start, done.length) == (naive.first, naive.length)
    for name, outcome in done.functions.items():
        told = naive.told(name)
        figures = (
            outcome.down_minutes,
            outcome.longest_minutes,
            outcome.rto_breached,
            outcome.mtpd_breached,
        )
        assert figures == told[:4], name
        assert abs(Fraction(outcome.cost) - told[4]) < Fraction(1, 10**9), name
    sets = NaiveSets(made)
    assessed = assess(made)
    for one in made.functions:
        assert pairs(assessed, one.id) == sets.pairs(one), one.id


@given(happenings())
@settings(max_examples=examples(100), deadline=None)
def test_any_event_and_every_pair_agrees_with_the_slow_reading(happening):
    agree(*happening)


@pytest.mark.slow
@given(happenings())
@settings(max_examples=1000, deadline=None)
def test_a_thousand_events_agree_with_the_slow_reading(happening):
    agree(*happening)


def test_the_sample_event_gives_every_figure_that_was_expected():
    made = read(sample("examples/harbour.portfolio.json").read_bytes())
    happened = read_event(sample("examples/azure-day.event.json").read_bytes())
    done = assess(made)
    told = report(done, replay(done.index, happened))
    expected = json.loads(sample("examples/harbour.expected.json").read_text())
    assert told.keys() == expected.keys()
    assert near(expected) == told


WORK = portfolio(
    function(
        dependency(option("gpt", "api"), option("claude", "other", switch_minutes=90)),
        impact=(ImpactStep(0, Decimal(60)), ImpactStep(30, Decimal(120))),
    )
)


def outcome(*spans):
    return replay(Index(WORK), event(*spans)).functions["work"]


def test_a_fallback_carries_once_the_clock_has_reached_its_switch_time():
    found = outcome(("api", 0, 200))
    assert found.disrupted["ask"] == (Stretch(0, 90), Stretch(90, 200, ("claude",)))
    assert (found.down, found.rto_breached, found.mtpd_breached) == (((0, 90),), 60, None)
    assert found.cost == Decimal(30) + Decimal(120)


def test_the_clock_runs_from_the_first_minute_and_does_not_start_again_with_the_fallback():
    """The fallback is down when its time comes: it carries from the minute in which it is back."""
    found = outcome(("api", 0, 200), ("other", 50, 120), ("other", 150, 160))
    assert found.down == ((0, 120), (150, 160))


def test_the_clock_ends_when_what_runs_suffices_again():
    found = outcome(("api", 0, 80), ("api", 81, 160))
    assert found.down == ((0, 80), (81, 160))
    assert (found.down_minutes, found.longest_minutes) == (159, 80)


def test_a_stretch_of_exactly_the_rto_has_not_passed_it():
    assert outcome(("api", 0, 60)).rto_breached is None
    assert outcome(("api", 0, 61)).rto_breached == 60


def test_part_of_a_minute_is_the_whole_minute():
    span = Span("api", START + timedelta(seconds=59), START + timedelta(seconds=61))
    assert replay(Index(WORK), Event("Blink", down=(span,))).functions["work"].down == ((0, 2),)


def test_components_that_nobody_leans_on_are_named_and_hit_nothing():
    done = replay(Index(WORK), event(("nowhere", 0, 500), ("api", 0, 5)))
    assert (done.strangers, done.length) == (("nowhere",), 500)
    assert done.functions["work"].down == ((0, 5),)


def test_an_event_without_a_span_does_nothing():
    done = replay(Index(WORK), Event("Nothing"))
    assert (done.length, done.cost, done.functions["work"].down) == (0, 0, ())


@pytest.mark.parametrize(("minutes", "cost"), [(0, 0), (30, 30), (31, 32), (90, 150)])
def test_the_cost_follows_the_impact_curve_from_the_start_of_the_stretch(minutes, cost):
    assert cost_of(WORK.functions[0].impact, minutes) == cost
