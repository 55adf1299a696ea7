"""The method by hand, one small case a line."""

from datetime import timedelta

import pytest

from continuity.inventory.portable import UNIT
from continuity.risk.method.assess import assess
from continuity.risk.method.gap import judge
from continuity.risk.method.recovery import NEVER, Recovery
from continuity.risk.method.scores import band
from tests.portfolios import (
    AS_OF,
    CADENCE,
    LONG_AGO,
    component,
    dependency,
    function,
    option,
    portfolio,
)

TOMORROW = AS_OF + timedelta(days=1)
YEAR_AGO = AS_OF - timedelta(days=CADENCE)


def judged(*functions, on="main", of="work", **fields):
    """(verdict, minutes, gap) of one function when one component fails."""
    result = assess(portfolio(*functions, **fields)).functions[of]
    judgement = {**result.components, **result.internal}.get(on)
    return judgement and (str(judgement.verdict), judgement.recovery_minutes, judgement.gap)


MAIN = option("gpt", "main")


@pytest.mark.parametrize(
    ("fallback", "expected"),
    [
        (
            option("b", "other", switch_minutes=60, runbook="rb", tested_on=AS_OF),
            ("covered", 60, 0),
        ),
        (
            option("b", "other", switch_minutes=9, runbook="rb", tested_on=YEAR_AGO),
            ("covered", 9, 0),
        ),
        (
            option("b", "other", switch_minutes=9, runbook="rb", tested_on=LONG_AGO),
            ("untested", 9, 0.2),
        ),
        (
            option(
                "b",
                "other",
                switch_minutes=9,
                runbook="rb",
                tested_on=YEAR_AGO - timedelta(days=1),
            ),
            ("untested", 9, 0.2),
        ),
        (option("b", "other", switch_minutes=9, runbook="rb"), ("untested", 9, 0.2)),
        (
            option("b", "other", switch_minutes=9, runbook="rb", tested_on=TOMORROW),
            ("untested", 9, 0.2),
        ),
        (option("b", "other", switch_minutes=9, tested_on=AS_OF), ("undocumented", 9, 0.4)),
        (option("b", "other", switch_minutes=0), ("undocumented", 0, 0.4)),
        (option("b", switch_minutes=150), ("late", 150, 0.75)),
        (option("b", switch_minutes=61), ("late", 61, 0.5 + 0.5 / 180)),
        (option("b", switch_minutes=240), ("late", 240, 1)),
        (option("b", switch_minutes=241), ("lost", 241, 1)),
        (option("b", "main", switch_minutes=5), ("lost", None, 1)),
        (option("b", switch_minutes=5, capacity=0.9), ("lost", None, 1)),
    ],
)
def test_one_fallback(fallback, expected):
    verdict, minutes, gap = judged(function(dependency(MAIN, fallback)))
    assert (verdict, minutes, gap) == (*expected[:2], pytest.approx(expected[2]))


def test_what_no_running_option_stands_on_leaves_the_function_unaffected():
    work = function(dependency(MAIN, option("b", "other")))
    assert judged(work, on="other") is None


def test_two_fallbacks_add_up_once_the_slower_is_there():
    halves = [
        option("b", switch_minutes=5, capacity=0.5),
        option("c", switch_minutes=30, capacity=0.5),
    ]
    assert judged(function(dependency(MAIN, *halves))) == ("undocumented", 30, 0.4)


def test_three_tenths_are_a_tenth_and_two_tenths():
    tenths = [option("b", capacity=0.1), option("c", capacity=0.2)]
    work = function(dependency(option("a", "main", capacity=0.3), *tenths), minimum_capacity=0.3)
    assert judged(work) == ("undocumented", 0, 0.4)


def test_three_thirds_are_enough_for_one():
    thirds = [option(name, capacity=1 / 3) for name in "bcd"]
    assert judged(function(dependency(MAIN, *thirds)))[0] == "undocumented"


def test_a_survivor_may_be_strong_enough_and_still_too_few():
    pair = dependency(MAIN, option("b", "other"), option("c", "main"), required=2)
    assert judged(function(pair)) == ("lost", None, 1)


def test_a_dependency_that_is_not_essential_stops_nothing():
    assert judged(function(dependency(MAIN, essential=False))) is None


def test_a_function_by_hand_alone_hangs_on_nobody():
    done = assess(portfolio(function(dependency(option("hands")))))
    assert (done.score, done.exposure, done.providers.hhi) == (0, {}, 0)
    assert done.providers.effective is None


def test_an_empty_portfolio_scores_nothing():
    done = assess(portfolio())
    assert (done.score, done.exposure, dict(done.functions)) == (0, {}, {})


def test_what_a_component_runs_on_takes_it_down():
    below = (component("main", "middle"), component("middle", "ground"), component("ground"))
    work = function(dependency(MAIN))
    for name in ("main", "middle", "ground"):
        assert judged(work, on=name, components=below) == ("lost", None, 1)


def test_the_own_server_can_stop_a_function_but_enters_no_score():
    own = component("own", kind="internal")
    work = function(dependency(option("model", "own")))
    done = assess(portfolio(work, components=(own,)))
    assert judged(work, on="own", components=(own,)) == ("lost", None, 1)
    assert (done.score, done.exposure) == (0, {})
    assert done.functions["work"].single_points_of_failure == []
    assert done.providers.shares == {"own-inc": 1}


def test_a_function_waits_for_those_that_it_depends_on_by_its_own_clock():
    first = function(
        dependency(MAIN, option("b", switch_minutes=100)), name="first", mtpd_minutes=480
    )
    second = function(name="second", depends_on=("first",), rto_minutes=10, mtpd_minutes=90)
    third = function(name="third", depends_on=("second",), rto_minutes=200)
    assert judged(first, second, third, of="first")[0] == "late"
    assert judged(third, second, first, of="second") == ("lost", 100, 1)
    assert judged(second, third, first, of="third") == ("undocumented", 100, 0.4)


def test_the_tiers_of_two_dependencies_do_not_mix():
    """One recovers tested, the other only undocumented: together undocumented, at the slower."""
    quick = option("b", switch_minutes=20, runbook="rb", tested_on=AS_OF)
    slow = option("c", switch_minutes=5)
    work = function(dependency(MAIN, quick), dependency(MAIN, slow, name="more"))
    assert judged(work) == ("undocumented", 20, 0.4)


@pytest.mark.parametrize(
    ("recovery", "rto", "mtpd", "expected"),
    [
        (Recovery(60, 60, 60), 60, 60, ("covered", 60, 0)),
        (Recovery(61, 61, 61), 60, 60, ("lost", 61, 1)),
        (Recovery(0, 0, 0), 0, 0, ("covered", 0, 0)),
        (Recovery(NEVER, 90, 10), 60, 120, ("undocumented", 10, 0.4)),
        (Recovery(NEVER, 300, 90), 60, 120, ("late", 90, 0.75)),
        (Recovery(NEVER, NEVER, 180), 60, 120, ("lost", 180, 1)),
        (Recovery(30, 20, 10), 60, 120, ("covered", 30, 0)),
        (Recovery(70, 20, 10), 60, 120, ("untested", 20, 0.2)),
    ],
)
def test_judging_a_recovery(recovery, rto, mtpd, expected):
    done = judge(recovery, rto, mtpd)
    assert (str(done.verdict), done.recovery_minutes, done.gap_units / UNIT) == expected


@pytest.mark.parametrize(
    ("score", "word"),
    [(0, "low"), (19.9, "low"), (20, "moderate"), (45, "high"), (69.9, "high"), (70, "severe")],
)
def test_bands(score, word):
    assert band(score) == word


def test_scores_weigh_by_criticality():
    lost = function(dependency(MAIN), name="lost", criticality=5)
    safe = function(dependency(option("b", "other"), option("c")), name="safe", criticality=1)
    done = assess(portfolio(lost, safe))
    assert done.score == pytest.approx((5 * 100 + 40) / 6)
    assert done.exposure == {"main": pytest.approx(500 / 6), "other": pytest.approx(40 / 6)}
    assert done.functions["lost"].worst == "main"


def test_concentration_splits_evenly_and_leaves_hands_out():
    below = (
        component("a", "ground cdn", provider="P"),
        component("b", "ground", provider="P"),
        component("c", provider="Q"),
        component("ground", provider="R"),
        component("cdn", provider="S"),
    )
    both = dependency(option("one", "a b"), option("two", "c"), required=2)
    hands = dependency(option("hands"), name="hands")
    spare = dependency(option("spare", "c"), name="spare", essential=False)
    done = assess(portfolio(function(both, hands, spare), components=below))
    assert done.providers.shares == {"P": pytest.approx(0.5), "Q": pytest.approx(0.5)}
    assert (done.providers.hhi, done.providers.effective) == (pytest.approx(0.5), pytest.approx(2))
    assert done.hosts.shares == {
        "c": pytest.approx(0.5),
        "cdn": pytest.approx(0.25),
        "ground": pytest.approx(0.25),
    }
