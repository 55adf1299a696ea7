"""Whatever bytes come: no parser raises, and none calls well what it does not understand."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.core.plugins import discover
from continuity.providers.feeds import is_reason
from tests.providers.payloads import STATUSPAGE_WORDS, component, incident, summary

FORMATS = discover("continuity.providers.feeds")
FORM = st.sampled_from(sorted(FORMATS))
WORDS = {*STATUSPAGE_WORDS, "full_outage"}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)


def read(name, body):
    reading = FORMATS[name].parse(body, {}, {})
    assert reading.reason is None or is_reason(reading.reason)
    json.dumps(reading.as_json()).encode()
    return reading


@given(FORM, st.binary(max_size=300))
def test_any_bytes(name, body):
    assert not read(name, body).readable


@given(FORM, st.data())
def test_cut_anywhere_it_is_unreadable(name, data):
    body = FORMATS[name].EXAMPLE
    cut = data.draw(st.integers(0, len(body) - 1))
    assert not read(name, body[:cut]).readable


@given(FORM, st.data(), st.integers(0, 255))
def test_one_byte_changed_anywhere(name, data, byte):
    body = bytearray(FORMATS[name].EXAMPLE)
    body[data.draw(st.integers(0, len(body) - 1))] = byte
    read(name, bytes(body))


@given(FORM, VALUES)
def test_any_value_where_an_object_belongs(name, value):
    read(name, json.dumps(value).encode())


@given(FORM, VALUES, VALUES, VALUES)
def test_any_value_in_any_place(name, row, post, page):
    body = summary(row, component("c", row), incidents=[post, incident("i", post)], page=page)
    read(name, body)


@given(FORM, st.text(max_size=30))
def test_an_unlisted_word_is_never_operational(name, word):
    reading = read(name, summary(component("c1", word), page={}))
    if word not in WORDS:
        assert [str(c.state) for c in reading.components] == ["unknown"]


@pytest.mark.parametrize("name", FORMATS)
def test_every_single_flip_of_a_status_word_stops_it_from_being_operational(name):
    body = summary(component("c1", "operational"), page={})
    at = body.index(b'"status": "operational"') + len(b'"status": "')
    for place in range(at, at + len("operational")):
        for bit in range(8):
            changed = bytearray(body)
            changed[place] ^= 1 << bit
            reading = read(name, bytes(changed))
            assert [c for c in reading.components if c.state == "operational"] == []
