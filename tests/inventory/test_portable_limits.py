"""A large file costs no more than its size: bounded lists, bounded faults, nothing quadratic."""

import copy
import time

import pytest

from continuity.inventory.actions import import_portfolio
from continuity.inventory.portable import PortableError, read, write
from continuity.inventory.portable.fields import MAX_FAULTS, MAX_NAMES, MAX_ROWS, MAX_STEPS
from continuity.providers.models import Edge, Provider
from tests.portfolios import component, function, portfolio

GOOD = write(portfolio(function(name="triage"), components=(component("api", "cloud"),)))
GOOD["components"].append({**GOOD["components"][0], "id": "cloud", "runs_on": []})


def changed(**fields):
    return copy.deepcopy(GOOD) | fields


def faults(raw):
    with pytest.raises(PortableError) as caught:
        read(raw)
    return caught.value.faults


@pytest.mark.parametrize("kind", ["components", "functions", "runbooks"])
def test_a_list_of_rows_is_bounded(kind):
    (fault,) = [f for f in faults(changed(**{kind: [0] * (MAX_ROWS + 1)})) if f.path == f"$.{kind}"]
    assert f"at most {MAX_ROWS}" in fault.sentence


def test_what_one_component_runs_on_is_bounded():
    raw = changed()
    raw["components"][0]["runs_on"] = [f"x{n}" for n in range(MAX_NAMES + 1)]
    assert [str(f) for f in faults(raw)] == [
        f"$.components[0].runs_on must have at most {MAX_NAMES} entries; it has {MAX_NAMES + 1}."
    ]


def test_the_steps_of_a_runbook_are_bounded():
    steps = [{"key": str(n), "title": "Wait"} for n in range(MAX_STEPS + 1)]
    raw = changed(runbooks=[{"id": "r", "title": "R", "steps": steps}])
    assert faults(raw)[0].path == "$.runbooks[0].steps"
    raw["runbooks"][0]["steps"].pop()
    assert len(read(raw).runbooks[0].steps) == MAX_STEPS


@pytest.mark.parametrize(
    "raw",
    [
        changed(functions=[0] * MAX_ROWS),
        changed(**{f"k{n}": 0 for n in range(MAX_ROWS)}),
        changed(components=[{"id": "x", "runs_on": ["y"]}] * 2000),
    ],
    ids=["no objects", "no fields", "broken rows"],
)
def test_past_a_thousand_faults_the_search_ends_and_says_so(raw):
    found = faults(raw)
    assert len(found) == MAX_FAULTS + 1
    assert str(found[-1]) == "$ has more faults than these."


def test_many_words_of_evidence_are_looked_up_in_a_set():
    raw = changed()
    raw["components"][0]["runs_on_evidence"] = {f"x{n}": {} for n in range(50_000)}
    begun = time.perf_counter()
    assert len(faults(raw)) == MAX_FAULTS + 1
    assert time.perf_counter() - begun < 5


def test_thousands_of_components_and_sellers_are_taken_in_at_once(actor):
    """Each component looked at every edge, and each seller of one stem at every number."""
    row = GOOD["components"][0]
    raw = changed()
    raw["components"] += [
        {**row, "id": f"c{n}", "runs_on": ["cloud"], "provider": f"Own{'!' * n}"}
        for n in range(100)
    ]
    raw["components"] += [{**row, "id": f"d{n}", "runs_on": ["cloud"]} for n in range(3000)]
    for _ in range(2):
        begun = time.perf_counter()
        import_portfolio(actor, read(raw))
        assert time.perf_counter() - begun < 30
    assert Edge.objects.for_org(actor.org).count() == 3101
    slugs = set(Provider.objects.for_org(actor.org).values_list("slug", flat=True))
    assert {"own", "own-2", "own-100"} <= slugs
