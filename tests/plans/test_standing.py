"""Does a plan hold today: each thing that may have become worse, by itself."""

import copy
from pathlib import Path

import pytest

from continuity.plans.bench import record
from continuity.plans.standing import compare

REASONS = (Path(__file__).parents[2] / "templates" / "plans" / "_reason.html").read_text()


def frozen():
    """A record with a fallback that was exercised lately enough to count."""
    made = record()
    made["functions"][0]["dependencies"][0]["options"].append(
        {
            "id": 99,
            "name": "Claude",
            "on": [],
            "capacity": "1",
            "switch_minutes": 5,
            "runbook": 1,
            "tested_on": "2025-12-01",
        }
    )
    return made


def point(verdict, component=1):
    return {
        "component": component,
        "name": "API",
        "verdict": verdict,
        "recovery_minutes": None,
        "why": {},
    }


def told(was, now, states=None):
    found = compare(was, now, states or {})
    return found.word, [reason.kind for reason in found.reasons]


def test_it_holds_against_itself():
    assert told(frozen(), frozen()) == ("holds", [])


def changed(change):
    now = frozen()
    change(now)
    return now


def option_gone(now):
    now["functions"][0]["dependencies"][0]["options"].pop()


def new_point(now):
    now["functions"][0]["points"] = [point("late")]


def runbook_gone(now):
    now["runbooks"] = []


BREAKS = {"option_gone": option_gone, "new_point": new_point, "runbook_gone": runbook_gone}


@pytest.mark.parametrize("kind", BREAKS)
def test_what_is_lost_breaks_it(kind):
    assert told(frozen(), changed(BREAKS[kind])) == ("broken", [kind])


def runbook_changed(now):
    now["runbooks"][0]["steps"].pop()


def runbook_overdue(now):
    now["runbooks"][0]["overdue"] = True


def aged_out(now):
    now["as_of"] = "2026-12-24"


def new_function(now):
    now["functions"].append({**copy.deepcopy(now["functions"][1]), "id": 77, "dependencies": []})


def function_gone(now):
    now["functions"].pop(0)


def bia(name, value):
    """A change of one figure of the BIA, named for its reason."""

    def change(now):
        now["functions"][0][name] = value

    change.__name__ = f"other_{name}"
    return change


FIGURES = {
    "criticality": 5,
    "rto_minutes": 5,
    "rpo_minutes": 0,
    "mtpd_minutes": 90,
    "minimum_capacity": "0.75",
    "impact": [{"after_minutes": 0, "cost_per_hour": "600000"}],
}


def fallback(now):
    return now["functions"][0]["dependencies"][0]["options"][-1]


def option_smaller(now):
    fallback(now)["capacity"] = "0.6"


def option_slower(now):
    fallback(now)["switch_minutes"] = 55


def option_runbook(now):
    fallback(now)["runbook"] = None


def option_moved(now):
    fallback(now)["on"] = [1]


def new_dependency(now):
    asked = now["functions"][0]["dependencies"]
    asked.append({**copy.deepcopy(asked[0]), "id": 77, "name": "Also", "options": []})


def other_terms(now):
    now["functions"][0]["dependencies"][0]["required"] = 2


def runbook_owner(now):
    now["runbooks"][0]["owner"] = "bo@example.org"


def exercise(passed, minutes):
    return {"held_on": "2026-11-23", "passed": passed, "minutes": minutes}


def exercise_failed(now):
    now["runbooks"][0]["exercises"] = [exercise(False, None)]


def exercise_slow(now):
    now["runbooks"][0]["exercises"] = [exercise(True, 180)]


def owner_changed(now):
    now["functions"][0]["owner"] = "bo@example.org"


def score(now):
    now["risk"]["score"] = "55"


def edited(now):
    now["plan"]["roles"] = "Others."


WEAKENS = {
    name.__name__: name
    for name in (
        runbook_changed,
        runbook_overdue,
        aged_out,
        new_function,
        function_gone,
        *(bia(name, value) for name, value in FIGURES.items()),
        option_smaller,
        option_slower,
        option_runbook,
        option_moved,
        new_dependency,
        other_terms,
        runbook_owner,
        exercise_failed,
        exercise_slow,
        owner_changed,
        score,
        edited,
    )
}


@pytest.mark.parametrize("kind", WEAKENS)
def test_what_no_longer_fits_weakens_it(kind):
    assert told(frozen(), changed(WEAKENS[kind])) == ("weakened", [kind])


def test_a_review_that_is_late_weakens_it_and_one_to_come_does_not():
    made = frozen()
    found = compare(made, made, {}, "2026-11-23")
    assert (found.word, [r.kind for r in found.reasons]) == ("weakened", ["review_due"])
    assert compare(made, made, {}, "2026-11-24").word == "holds"


def test_what_became_better_is_no_news():
    def better(now):
        fallback(now).update(capacity="1", switch_minutes=1)
        now["runbooks"][0]["exercises"] = [exercise(True, 10)]

    assert told(frozen(), changed(better)) == ("holds", [])


@pytest.mark.parametrize("kind", WEAKENS)
def test_every_reason_has_words_of_its_own(kind):
    assert f'reason.kind == "{kind}"' in REASONS or kind == "score"


def test_late_that_became_lost_is_told_and_the_reverse_is_not():
    was, now = changed(new_point), frozen()
    now["functions"][0]["points"] = [point("lost")]
    assert told(was, now) == ("weakened", ["worse_point"])
    assert told(now, was) == ("holds", [])


@pytest.mark.parametrize(
    ("state", "stops", "expected"),
    [
        ("operational", True, ("holds", [])),
        ("unknown", True, ("holds", [])),
        ("degraded", True, ("weakened", ["degraded"])),
        ("major_outage", False, ("weakened", ["down"])),
        ("partial_outage", True, ("broken", ["down"])),
    ],
)
def test_an_outage_breaks_it_only_where_a_function_stops(state, stops, expected):
    both = changed(new_point) if stops else frozen()
    assert told(both, both, {1: state, 2: "major_outage"}) == expected


def test_a_runbook_that_was_overdue_when_frozen_is_no_news():
    was = changed(runbook_overdue)
    assert told(was, was) == ("holds", [])


def test_a_score_that_moves_a_little_is_no_news():
    now = frozen()
    now["risk"]["score"] = "54.9"
    assert told(frozen(), now) == ("holds", [])


def test_what_is_broken_stands_first_and_leads_to_where_it_is_mended():
    now = changed(edited)
    new_point(now)
    found = compare(frozen(), now, {})
    assert [(r.kind, r.broken, r.link) for r in found.reasons] == [
        ("new_point", True, ("function", 0)),
        ("edited", False, None),
    ]
