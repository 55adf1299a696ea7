"""An event as a file: what is written is read back, and what breaks a rule is told by its place."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.inventory.portable import Event, PortableError, Span, read_event, write_event
from continuity.inventory.portable.event import as_text, joined, minutes_down
from tests.portfolios import names, prose
from tests.shared import sample

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(0), timedelta(days=30_000)).map(lambda gone: EPOCH + gone)


@st.composite
def spans(draw):
    start = draw(instants)
    length = timedelta(seconds=draw(st.integers(1, 10**7)))
    return Span(draw(names), start, start + length)


events = st.builds(Event, name=names, source=prose, down=st.lists(spans(), max_size=5).map(tuple))


@given(events)
def test_any_event_survives_being_written_and_read(made):
    assert read_event(as_text(made)) == made
    assert read_event(write_event(made)) == made


def test_the_sample_files_come_back_as_they_were():
    for name in ("azure-day", "dec-26-2024"):
        body = sample(f"examples/{name}.event.json").read_bytes()
        assert write_event(read_event(body)) == json.loads(body)


def good():
    span = {"component": "api", "start": "2024-12-26T18:40:00Z", "end": "2024-12-26T20:00:00+01:00"}
    return {"format": "continuity.event/1", "name": "Outage", "down": [span]}


def test_other_offsets_and_zulu_are_the_same_instants():
    span = read_event(good()).down[0]
    assert (span.start, span.end - span.start) == (
        datetime(2024, 12, 26, 18, 40, tzinfo=UTC),
        timedelta(minutes=20),
    )


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"format": "continuity.portfolio/1"}, "$.format", "continuity.event/1"),
        ({"name": ""}, "$.name", "empty"),
        ({"down": None}, "$.down", "list"),
        ({"down": ["api"]}, "$.down[0]", "object"),
        ({"more": 1}, "$.more", "no field"),
    ],
)
def test_a_broken_event_names_the_place(change, path, words):
    refused(good() | change, path, words)


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"component": 3}, "$.down[0].component", "text"),
        ({"start": None}, "$.down[0].start", "missing"),
        ({"start": "2024-12-26T18:40:00"}, "$.down[0].start", "offset"),
        ({"start": "2024-02-31T18:40:00Z"}, "$.down[0].start", "offset"),
        ({"start": "0001-01-01T00:00:00+14:00"}, "$.down[0].start", "offset"),
        ({"end": "2024-12-26T18:40:00Z"}, "$.down[0].end", "later than start"),
        ({"ended": "x"}, "$.down[0].ended", "no field"),
    ],
)
def test_a_broken_span_names_the_place(change, path, words):
    made = good()
    made["down"][0] |= change
    refused(made, path, words)


def refused(made, path, words):
    with pytest.raises(PortableError) as caught:
        read_event(made)
    first = caught.value.faults[0]
    assert first.path == path
    assert words in first.sentence


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b"\xff"])
def test_what_is_no_event_is_refused(body):
    with pytest.raises(PortableError):
        read_event(body)


def test_spans_that_touch_or_overlap_are_one():
    assert joined([(5, 9), (0, 3), (3, 4), (6, 7)]) == ((0, 4), (5, 9))


def test_minutes_count_from_the_first_of_the_event():
    start, down = minutes_down(read_event(good()))
    assert (start, dict(down)) == (
        datetime(2024, 12, 26, 18, 40, tzinfo=UTC),
        {"api": ((0, 20),)},
    )
