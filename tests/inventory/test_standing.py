"""Each option's verdict: what it is good for when a component fails, with the reason."""

from datetime import date, timedelta

import pytest

from continuity.inventory.portable import units
from continuity.inventory.standing import Need, Way, verdicts

TODAY = date(2026, 6, 1)
PATH = ("API", "Cloud")


def need(**fields):
    given = {"required": 1, "minimum": 0.5, "rto_minutes": 60, "mtpd_minutes": 480, **fields}
    given["minimum"] = units(given["minimum"])
    return Need(as_of=TODAY, cadence_days=365, **given)


def way(**fields):
    given = {"capacity": 1, "switch_minutes": 10, "documented": True, "tested_on": TODAY, **fields}
    given["capacity"] = units(given["capacity"])
    return Way(path=given.pop("path", ()), **given)


RUNS = way(switch_minutes=0, path=PATH)


def said(asked, *ways):
    return [verdict.word.replace("\u00a0", " ") for verdict in verdicts(asked, list(ways))]


@pytest.mark.parametrize(
    ("fallback", "word"),
    [
        (way(), "covers it"),
        (way(path=PATH), "falls with it"),
        (way(switch_minutes=180), "too late: 3 h, RTO 1 h"),
        (way(switch_minutes=481), "too late: 8 h 1 min, MTPD 8 h"),
        (way(capacity=0.3), "carries too little: 30 %, 50 % needed"),
        (way(documented=False), "no runbook"),
        (way(tested_on=None), "never tried"),
        (way(tested_on=TODAY + timedelta(days=1)), "never tried"),
        (way(tested_on=date(2024, 3, 12)), "tried too long ago: 12 March 2024"),
    ],
)
def test_a_fallback_is_judged_by_what_fails_it_first(fallback, word):
    assert said(need(), RUNS, fallback) == ["falls with it", word]


def test_the_way_down_is_the_proof():
    assert verdicts(need(), [RUNS, way()])[0].path == PATH


def test_two_that_carry_half_cover_it_together():
    halves = [way(capacity=0.3), way(capacity=0.3)]
    assert said(need(), RUNS, *halves)[1:] == ["covers it with the others"] * 2


def test_what_stays_up_counts_along():
    stays = way(switch_minutes=0, capacity=0.4)
    words = said(need(required=2), RUNS, stays, way(capacity=0.2))
    assert words == ["falls with it", "stays up", "covers it"]


def test_too_few_that_are_left_say_so():
    words = said(need(required=2), RUNS, RUNS, way())
    assert words[2] == "too few: 1 left of the 2 that must run"


def test_where_nothing_that_runs_falls_the_fallback_is_judged_as_if_it_had():
    stays = way(switch_minutes=0)
    assert said(need(), stays, way(capacity=0.3)) == [
        "stays up",
        "carries too little: 30 %, 50 % needed",
    ]
