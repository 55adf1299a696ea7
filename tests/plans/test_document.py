"""A record becomes a document: every section of every kind of record, and what is frozen stays."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.plans import blocks
from continuity.plans.bench import record
from continuity.plans.document import SECTIONS, compose
from continuity.plans.lifecycle import NEXT, before
from continuity.plans.models import Version
from continuity.plans.snapshot import canonical, plain, sha256

COVER = {
    "number": 1,
    "state": "draft",
    "stamp": "Not approved",
    "next_review": "",
    "sha256": "0" * 64,
    "frozen_at": "2026-11-24",
    "frozen_by": "ada@example.org",
    "approvals": [],
    "history": [],
}


def empty():
    made = record()
    none = {"hhi": "0", "effective": None, "shares": []}
    concentration = {"provider": none, "host": none}
    risk = {**made["risk"], "exposure": [], "headline": None, "concentration": concentration}
    gone = {name: [] for name in ("functions", "components", "edges", "runbooks", "outages")}
    plan = dict.fromkeys(made["plan"], "")
    return {**made, **gone, "risk": risk, "plan": {**plan, "title": "Plan", "next_review": None}}


@pytest.mark.parametrize("made", [record(), empty()], ids=["full", "empty"])
@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_keeps_the_contract(name, made):
    section = SECTIONS[name]
    assert isinstance(section.NUMBER, int)
    assert section.TITLE
    built = section.build(made, COVER)
    assert built
    assert all(isinstance(block, blocks.Block) for block in built)
    for block in built:
        if isinstance(block, blocks.Table):
            assert len(block.head) == len(block.widths)
            assert 95 <= sum(block.widths) <= 100
            assert all(len(row) == len(block.head) for row in block.rows)
        if isinstance(block, blocks.Index):
            assert len(block.head) == len(block.widths)
            assert all(len(cells) == len(block.head) - 1 for _anchor, cells in block.rows)


def test_the_sections_that_are_asked_for_are_there_in_order():
    numbers = [section.number for section in compose(record(), COVER)]
    assert numbers == [*range(10), 15, 18]


def test_the_hash_is_that_of_the_attached_bytes():
    made = plain(record())
    assert json.loads(canonical(made)) == made
    assert sha256(made) == sha256(json.loads(canonical(made)))


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(values)
def test_a_record_holds_no_float(value):
    def floats(item):
        if isinstance(item, dict):
            return any(floats(part) for part in item.values())
        if isinstance(item, list):
            return any(floats(part) for part in item)
        return isinstance(item, float)

    if not (isinstance(value, float) and value in (float("inf"), float("-inf"))):
        assert not floats(plain(value))


def test_every_state_is_reached_by_one_way_only():
    assert before("approved") == ["in_review"]
    assert before("superseded") == ["approved"]
    assert before("withdrawn") == ["approved", "draft", "in_review"]
    assert set(NEXT) == set(Version.State.values)
