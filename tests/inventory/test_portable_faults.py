"""A file that breaks a rule is refused whole, with every place and rule named."""

import copy
import json

import pytest

from continuity.inventory.portable import PortableError, read, write
from tests.portfolios import component, dependency, function, option, portfolio

GOOD = write(
    portfolio(
        function(
            dependency(
                option("gpt", "api"), option("hands", switch_minutes=20, runbook="rb-hands")
            ),
            name="triage",
        ),
        function(name="chat", depends_on=("triage",)),
        components=(component("api", "cloud"), component("cloud")),
    )
)
GOOD["runbooks"][0]["steps"] = [
    {"key": "one", "title": "One"},
    {"key": "two", "title": "Two", "waits_for": ["one"]},
]
GOOD["functions"][0]["impact"] = [{"after_minutes": 0, "cost_per_hour": 10}]

TRIAGE = "functions.0."
ASK = TRIAGE + "dependencies.0."
GPT = ASK + "options.0."
HANDS = ASK + "options.1."
GONE = object()


def broken(place, value):
    """A copy of the good file with one value changed; ``GONE`` takes the key away."""
    raw = copy.deepcopy(GOOD)
    *way, last = (int(key) if key.isdigit() else key for key in place.split("."))
    spot = raw
    for key in way:
        spot = spot[key]
    if value is GONE:
        del spot[last]
    else:
        spot[last] = value
    return raw


def faults(raw):
    with pytest.raises(PortableError) as caught:
        read(raw)
    return {fault.path: fault.sentence for fault in caught.value.faults}


CASES = [
    ("format", "continuity.portfolio/2", "$.format", "must be"),
    ("as_of", GONE, "$.as_of", "missing"),
    ("as_of", None, "$.as_of", "YYYY-MM-DD"),
    ("as_of", "20261122", "$.as_of", "YYYY-MM-DD"),
    ("as_of", "2026-02-30", "$.as_of", "YYYY-MM-DD"),
    ("test_cadence_days", 0, "$.test_cadence_days", "from 1"),
    ("organization", [], "$.organization", "object"),
    ("organization.currency", "euro", "$.organization.currency", "three capital"),
    ("organization.timezone", "Mars/Olympus", "$.organization.timezone", "time zone"),
    ("organization.timezone", "../../etc/passwd", "$.organization.timezone", "time zone"),
    ("components", {}, "$.components", "list"),
    ("components.0", "api", "$.components[0]", "object"),
    ("components.0.id", "cloud", "$.components[1].id", "earlier entry"),
    ("components.0.kind", "castle", "$.components[0].kind", "one of"),
    ("components.0.runs_on", ["moon"], "$.components[0].runs_on[0]", 'unknown component "moon"'),
    ("components.0.runs_on", ["cloud", "cloud"], "$.components[0].runs_on[1]", "twice"),
    ("components.1.runs_on", ["api"], "$.components[0].runs_on", "api → cloud → api"),
    ("components.1.runs_on", ["cloud"], "$.components[1].runs_on", "cloud → cloud"),
    (
        "components.0.runs_on_evidence",
        {"moon": {}},
        "$.components[0].runs_on_evidence['moon']",
        "runs_on",
    ),
    (TRIAGE + "id", "chat", "$.functions[1].id", "earlier entry"),
    (TRIAGE + "name", "", "$.functions[0].name", "empty"),
    (TRIAGE + "name", "  ", "$.functions[0].name", "empty"),
    (TRIAGE + "name", "x" * 1_000_000, "$.functions[0].name", "at most 120"),
    (TRIAGE + "name", "a\x00b", "$.functions[0].name", "control"),
    (TRIAGE + "name", "a\ud800", "$.functions[0].name", "surrogate"),
    (TRIAGE + "description", "a\x00b", "$.functions[0].description", "control"),
    (TRIAGE + "description", "x" * 20_001, "$.functions[0].description", "at most 20000"),
    (TRIAGE + "owner", "ada", "$.functions[0].owner", "e-mail"),
    (TRIAGE + "colour", "red", "$.functions[0].colour", "no field"),
    (TRIAGE + "criticality", 6, "$.functions[0].criticality", "from 1 to 5"),
    (TRIAGE + "criticality", True, "$.functions[0].criticality", "whole number"),
    (TRIAGE + "rto_minutes", -1, "$.functions[0].rto_minutes", "from 0"),
    (TRIAGE + "rto_minutes", 1.5, "$.functions[0].rto_minutes", "whole number"),
    (TRIAGE + "rto_minutes", 10**30, "$.functions[0].rto_minutes", "whole number"),
    (TRIAGE + "rto_minutes", 241, "$.functions[0].rto_minutes", "exceed the MTPD"),
    (TRIAGE + "minimum_capacity", 0, "$.functions[0].minimum_capacity", "above 0"),
    (TRIAGE + "minimum_capacity", float("nan"), "$.functions[0].minimum_capacity", "above 0"),
    (
        TRIAGE + "impact",
        [{"after_minutes": 5, "cost_per_hour": 1}] * 2,
        "$.functions[0].impact[1].after_minutes",
        "later",
    ),
    (
        TRIAGE + "impact.0.cost_per_hour",
        1.005,
        "$.functions[0].impact[0].cost_per_hour",
        "two decimals",
    ),
    (
        TRIAGE + "impact.0.cost_per_hour",
        float("inf"),
        "$.functions[0].impact[0].cost_per_hour",
        "amount",
    ),
    (TRIAGE + "depends_on", ["chat"], "$.functions[0].depends_on", "triage → chat → triage"),
    (TRIAGE + "depends_on", ["x"], "$.functions[0].depends_on[0]", 'unknown function "x"'),
    (ASK + "essential", 1, "$.functions[0].dependencies[0].essential", "true or false"),
    (ASK + "high_risk", "yes", "$.functions[0].dependencies[0].high_risk", "true or false"),
    (ASK + "required", 0, "$.functions[0].dependencies[0].required", "from 1"),
    (ASK + "required", 3, "$.functions[0].dependencies[0].required", "there are 2 options"),
    (
        ASK + "required",
        2,
        "$.functions[0].dependencies[0].options[1].switch_minutes",
        "normal operation",
    ),
    (GPT + "capacity", 0.5, "$.functions[0].dependencies[0].options", "minimum capacity of 1"),
    (GPT + "capacity", 1.1, "$.functions[0].dependencies[0].options[0].capacity", "at most 1"),
    (GPT + "on", GONE, "$.functions[0].dependencies[0].options[0].on", "missing"),
    (GPT + "on", ["x"], "$.functions[0].dependencies[0].options[0].on[0]", "unknown component"),
    (GPT + "on", [[]], "$.functions[0].dependencies[0].options[0].on[0]", "text"),
    (HANDS + "id", "gpt", "$.functions[0].dependencies[0].options[1].id", "earlier entry"),
    (
        HANDS + "runbook",
        "x",
        "$.functions[0].dependencies[0].options[1].runbook",
        "unknown runbook",
    ),
    (HANDS + "tested_on", 5, "$.functions[0].dependencies[0].options[1].tested_on", "YYYY-MM-DD"),
    ("runbooks.0.title", None, "$.runbooks[0].title", "text"),
    ("runbooks.0.steps.1.key", "one", "$.runbooks[0].steps[1].key", "earlier entry"),
    ("runbooks.0.steps.0.waits_for", ["two"], "$.runbooks[0].steps[0].waits_for", "one → two"),
    ("runbooks.0.steps.0.waits_for", ["x"], "$.runbooks[0].steps[0].waits_for[0]", "unknown step"),
]


@pytest.mark.parametrize(("place", "value", "path", "words"), CASES)
def test_each_rule_names_its_place(place, value, path, words):
    found = faults(broken(place, value))
    assert words in found[path]
    assert all(len(sentence) < 300 and "\n" not in sentence for sentence in found.values())


def test_a_good_file_has_no_fault():
    assert write(read(GOOD)) == {**GOOD, "runbooks": write(read(GOOD))["runbooks"]}


def test_every_fault_is_told_at_once():
    raw = broken("components.0.runs_on", ["moon"])
    raw["functions"][0]["rto_minutes"] = True
    raw["functions"][0]["dependencies"][0]["options"][1]["runbook"] = "gone"
    raw["functions"][1]["depends_on"] = ["chat"]
    assert set(faults(raw)) == {
        "$.components[0].runs_on[0]",
        "$.functions[0].rto_minutes",
        "$.functions[0].dependencies[0].options[1].runbook",
        "$.functions[1].depends_on",
    }


HALF = json.dumps(GOOD)[:200].encode()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (HALF, "not JSON"),
        (b"<html>", "not JSON"),
        (b"\xff\xfe{", "UTF-8"),
        (b"[" * 200_000, "too deeply"),
        (b'{"format": ' + b"9" * 10_000 + b"}", "not JSON"),
        (b'{"format": NaN}', "NaN is not a number"),
        (b"[]", "object"),
        (b"null", "object"),
    ],
)
def test_what_is_no_portfolio_has_one_clear_fault(body, words):
    with pytest.raises(PortableError, match=words) as caught:
        read(body)
    assert len(caught.value.faults) == 1


def test_a_key_written_twice_is_not_guessed_at():
    body = json.dumps(GOOD).replace('"as_of"', '"as_of": "2020-01-01", "as_of"', 1)
    assert faults(body.encode()) == {"$.as_of": "is written twice."}


def test_a_chain_of_components_may_be_long():
    raw = copy.deepcopy(GOOD)
    chain = [write(portfolio(components=(component("c0"),)))["components"][0]]
    chain += [{**chain[0], "id": f"c{n}", "runs_on": [f"c{n - 1}"]} for n in range(1, 3000)]
    raw["components"] += chain
    assert len(read(raw).components) == 3002


def test_a_thousand_circles_are_told_by_the_first_few_in_short_sentences():
    raw = copy.deepcopy(GOOD)
    row = raw["components"][0]
    ring = [{**row, "id": f"c{n}", "runs_on": [f"c{n + 1}", "c0"]} for n in range(1000)]
    raw["components"] += [*ring, {**row, "id": "c1000", "runs_on": ["c0"]}]
    found = faults(raw)
    assert 1 <= len(found) <= 20
    assert all(len(sentence) < 300 for sentence in found.values())


def test_a_strange_key_cannot_break_the_line():
    assert "\n" not in "".join(faults(broken("functions.0.a\nb", 1)))
