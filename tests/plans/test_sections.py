"""What the sections say of a record: options weighed, times reconciled, order, what is due."""

import copy

import pytest

from continuity.plans import blocks
from continuity.plans.bench import record
from continuity.plans.document import SECTIONS, compose, missing
from continuity.plans.drawing import lost
from continuity.plans.leans import against, closures, ranks, resting, told_time
from continuity.plans.recovery import in_order
from tests.plans.test_document import COVER

PASSED = {"held_on": "2026-09-01", "passed": True, "minutes": 25, "scenario": "", "lessons": ""}


@pytest.fixture
def made():
    """GPT on an API on a cloud; its fallback on the same cloud, its runbook timed once."""
    held = copy.deepcopy(record())
    names = ("API", "Cloud", "Other")
    held["components"] = [
        {"id": n, "name": name, "kind": "service", "provider": "P", "provider_id": 1}
        for n, name in enumerate(names, start=1)
    ]
    held["edges"] = [
        {"component": upper, "runs_on": 2, "evidence": "", "as_of": None, "own": False}
        for upper in (1, 3)
    ]
    fallback = {"id": 99, "name": "Claude", "on": [3], "capacity": "0.4", "switch_minutes": 90}
    fallback |= {"runbook": None, "tested_on": None}
    held["functions"][0]["dependencies"][0]["options"].append(fallback)
    held["runbooks"][0]["exercises"] = [PASSED]
    return held


def said(number, made, cover=COVER):
    (module,) = [m for m in SECTIONS.values() if number == m.NUMBER]
    return repr(module.build(made, cover)).replace("\\xa0", " ")


def test_all_that_speaks_against_a_fallback_is_said(made):
    function = made["functions"][0]
    ask = function["dependencies"][0]
    found = against(made, function, ask, ask["options"][1], closures(made))
    assert found == [
        "shares its fate with what runs (Cloud)",
        "too slow for the RTO",
        "too small alone",
        "no runbook",
        "never exercised",
    ]


def test_a_fallback_apart_and_tried_holds(made):
    function = made["functions"][0]
    ask = function["dependencies"][0]
    good = ask["options"][1] | {"on": [], "runbook": 1, "tested_on": "2026-09-01", "capacity": "1"}
    assert against(made, function, ask, good, closures(made)) == []


def test_one_time_and_where_it_is_from(made):
    books = {1: made["runbooks"][0]}
    option = {"runbook": 1, "switch_minutes": 90}
    assert told_time(option, books).replace("\xa0", " ") == "25 min, measured"
    books[1]["exercises"] = []
    assert told_time(option, books).replace("\xa0", " ") == "1 h 30 min, planned"
    assert told_time(option | {"runbook": None}, books).endswith("stated")


def test_the_register_says_how_deep_each_stands_and_what_rests_on_it(made):
    assert ranks(made) == {1: 1, 3: 1, 2: 2}
    assert "Function 0" in resting(made)[3]
    assert len(resting(made)[2]) == 6
    assert "Register of providers" in said(4, made)


def test_what_a_function_needs_is_recovered_before_it():
    rows = [
        {"name": name, "rto_minutes": rto, "criticality": 3, "needs": needs}
        for name, rto, needs in (("a", 5, ["c"]), ("b", 60, []), ("c", 600, ["a"]))
    ]
    assert [f["name"] for f in in_order(rows)] == ["c", "a", "b"]


@pytest.mark.parametrize(("until", "amount"), [(0, 0), (30, 50), (60, 100), (120, 400), (30.0, 50)])
def test_what_is_lost_is_the_area_under_the_curve(until, amount):
    steps = ((0, 100), (60, 300))
    impact = [{"after_minutes": a, "cost_per_hour": str(c)} for a, c in steps]
    assert lost(impact, until) == pytest.approx(amount)


def test_a_passed_exercise_that_is_too_old_counts_no_more(made):
    assert "for 1 of 1 runbook a passed one still counts" in said(15, made)
    made["runbooks"][0]["exercises"] = [PASSED | {"held_on": "2025-01-01"}]
    assert "for 0 of 1 runbook" in said(15, made)
    assert "2026-01-01, overdue" in said(15, made)


def test_what_did_not_work_is_called_out(made):
    made["runbooks"][0]["exercises"].append(PASSED | {"passed": False, "held_on": "2026-02-01"})
    assert "Did not work: Switch (2026-02-01)." in said(15, made)


def test_what_may_not_stop_is_not_told_to_run_within_no_time(made):
    for function in made["functions"]:
        function["rto_minutes"] = 0
    assert "it may not stop" in said(3, made)
    assert "within 0 min" not in said(3, made)


def test_a_missing_deputy_is_called_out(made):
    assert "Nobody stands in for the owner of: Function 0" in said(7, made)


def test_what_falls_with_a_large_component_is_listed(made):
    assert "If API fails: exposure 50 %" in said(6, made)


def test_a_high_risk_use_is_named_and_an_old_record_has_none(made):
    assert "1 use is marked as a high-risk AI system" in said(2, made)
    for function in made["functions"]:
        for ask in function["dependencies"]:
            del ask["high_risk"]
        del function["felt"]
    assert "None is marked as high risk" in said(2, made)
    assert "Loss of one component" not in said(6, made)


def test_the_effective_number_stands_beside_the_index(made):
    assert "HHI 1.00, highly concentrated: like 1.0 of equal size" in said(5, made)


def test_older_versions_that_are_not_listed_are_counted(made):
    row = ("2", "2026", "Ada", "Bo, 2026", "–")
    words = said(0, made, COVER | {"history": [row], "older": 3})
    assert "3 older versions are not listed" in words
    assert "p, version 1" in words


def test_the_printed_pages_have_a_hash_of_their_own(made):
    words = said(18, made)
    for part in ("plan.render", "pdf_sha256", "plan.freeze", "version.approve", "--at SEQ HASH"):
        assert part in words
    assert "approvals, the record of changes" in words


def test_the_contents_name_the_runbooks_and_what_is_not_there_yet(made):
    sections = compose(made, COVER)
    (nine,) = [s for s in sections if s.number == 9]
    assert [book.number for book in nine.runbooks] == ["9.1"]
    assert [part.split()[0] for part in missing(sections).split("; ")] == [
        *map(str, range(10, 15)),
        "16",
        "17",
    ]


def test_only_the_map_lies_on_its_side(made):
    for section in compose(made, COVER):
        assert bool(section.sideways) == (section.number == 4)
        assert any(isinstance(b, blocks.Figure) for b in section.sideways) == (section.number == 4)
