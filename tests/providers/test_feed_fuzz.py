"""Whatever bytes come: no parser raises, and none calls well what it does not understand."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from continuity.providers import parsers
from continuity.providers.feeds import is_reason
from tests.providers.payloads import component, incident, summary
from tests.providers.word_places import FORMATS, GOOD, INFORMATION_ONLY, PLACES

FORM = st.sampled_from(sorted(FORMATS))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
PLACE_IDS = [f"{p.form}-{p.word.decode()}" for p in PLACES]


def read(name, body, **config):
    """Past the net that ``parsers.read`` is: a parser itself must not raise."""
    reading = FORMATS[name].parse(body, {}, config)
    assert reading.reason is None or is_reason(reading.reason)
    json.dumps(reading.as_json()).encode()
    return reading


def swapped(value, path, new):
    """``value`` with ``new`` at ``path``, a list of numbers that choose a child each."""
    if not path or not isinstance(value, dict | list) or not value:
        return new
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    key = keys[path[0] % len(keys)]
    copy = value.copy()
    copy[key] = swapped(value[key], path[1:], new)
    return copy


def test_every_format_is_here():
    assert {place.form for place in PLACES} | INFORMATION_ONLY == FORMATS.keys()
    assert parsers.FORMATS.keys() == FORMATS.keys()


@given(FORM, st.binary(max_size=300))
def test_any_bytes(name, body):
    assert not read(name, body).readable


@pytest.mark.parametrize("name", FORMATS)
def test_cut_anywhere_it_is_unreadable(name):
    body = FORMATS[name].EXAMPLE
    assert [n for n in range(len(body)) if read(name, body[:n]).readable] == []


@pytest.mark.parametrize("name", FORMATS)
def test_any_byte_may_be_doubled_or_flipped(name):
    body = FORMATS[name].EXAMPLE
    for at in range(len(body)):
        read(name, body[: at + 1] + body[at:])
        changed = bytearray(body)
        changed[at] ^= 1 << at % 8
        read(name, bytes(changed), components=["API", "c1"], names={"API": "x"})


@given(FORM, st.data(), st.integers(0, 255))
def test_one_byte_changed_anywhere(name, data, byte):
    body = bytearray(FORMATS[name].EXAMPLE)
    body[data.draw(st.integers(0, len(body) - 1))] = byte
    read(name, bytes(body))


@given(FORM, VALUES)
def test_any_value_where_an_object_belongs(name, value):
    read(name, json.dumps(value).encode())


@given(st.sampled_from(["statuspage", "incidentio"]), VALUES, VALUES, VALUES)
def test_any_value_in_any_place_of_the_common_shape(name, row, post, page):
    body = summary(row, component("c", row), incidents=[post, incident("i", post)], page=page)
    read(name, body)


@given(
    st.sampled_from(sorted(n for n in FORMATS if FORMATS[n].EXAMPLE[:1] in b"{[")),
    st.lists(st.integers(0, 50), min_size=1, max_size=8),
    VALUES,
)
def test_any_value_in_any_place(name, path, value):
    body = json.dumps(swapped(json.loads(FORMATS[name].EXAMPLE), path, value)).encode()
    read(name, body)
    read(name, body, components=["c1"], names={"x": "y"}, locations=["us-central1"])


@pytest.mark.parametrize("place", PLACES, ids=PLACE_IDS)
def test_the_word_that_stands_there_tells(place):
    assert place.state(FORMATS[place.form].EXAMPLE) != "unknown"


@given(st.sampled_from(PLACES), st.text(max_size=30))
def test_an_unlisted_word_is_unknown(place, word):
    assume(" ".join(word.split()).casefold() not in place.listed)
    assume(not place.markup or not set(word) & set("()[]<>-:"))
    assert place.state(place.spells(word)) == "unknown"


@pytest.mark.parametrize("place", PLACES, ids=PLACE_IDS)
@pytest.mark.parametrize(
    "word", ["Affected", "degraded?", "", " ", "up", "ok", "None", "true", "0.0", "outage?"]
)
def test_a_likely_word_that_is_not_listed_is_unknown(place, word):
    assert place.state(place.spells(word)) == "unknown"


@pytest.mark.parametrize("place", PLACES, ids=PLACE_IDS)
@pytest.mark.parametrize("value", ["null", "true", "1.5", "[]", "{}", "[[]]", "-1"])
def test_a_value_that_is_no_word_is_unknown(place, value):
    if place.markup:
        assert place.state(place.says(b"")) == "unknown"
        return
    body = place.says(place.word)
    quoted = b'"' + place.word + b'"'
    at = body.index(quoted, place.at - 1)
    changed = body[:at] + value.encode() + body[at + len(quoted) :]
    assert place.state(changed) == "unknown"


@pytest.mark.parametrize("place", PLACES, ids=PLACE_IDS)
def test_a_damaged_word_never_turns_bad_into_good(place):
    good = []
    for at in range(len(place.word)):
        flips = [
            place.word[:at] + bytes([place.word[at] ^ 1 << bit]) + place.word[at + 1 :]
            for bit in range(8)
        ]
        for word in (*flips, place.word[: at + 1] + place.word[at:], place.word[:at]):
            known = word.decode(errors="replace").strip().casefold() in place.listed
            if not known and place.state(place.says(word)) in GOOD:
                good.append(word)
    assert good == []


@pytest.mark.parametrize("place", PLACES, ids=PLACE_IDS)
def test_a_component_that_nothing_names_is_not_made_up(place):
    """On a list it is missing; among posts it is well, and the reading says of which kind it is."""
    reading = read(place.form, FORMATS[place.form].EXAMPLE, components=["nowhere"])
    (nowhere,) = reading.components
    if reading.silent_is_well:
        assert nowhere.state in GOOD or nowhere.reason == "component_missing"
    else:
        assert (nowhere.state, nowhere.reason) == ("unknown", "component_missing")
