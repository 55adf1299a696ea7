"""The famous outages: every one can be replayed or says why not."""

from datetime import UTC, datetime, timedelta

import pytest

from continuity.inventory.portable import read_event, write_event
from continuity.providers.catalogue import read_catalogue
from continuity.simulator import library

EVENTS = read_catalogue().events
KEYS = {component.key for _, component in read_catalogue().components()}


def event(key):
    return next(e for e in EVENTS if e.key == key)


@pytest.mark.parametrize("known", EVENTS, ids=lambda e: e.key)
def test_each_becomes_an_event_file_with_components_of_the_catalogue_or_says_why_not(known):
    if not known.spans:
        with pytest.raises(library.NotReplayable):
            library.as_event(known, 60)
        return
    made = library.as_event(known, 60)
    assert read_event(write_event(made)) == made
    assert {span.component for span in made.down} <= KEYS
    assert all(span.start.year in range(2022, 2027) for span in made.down)


@pytest.mark.parametrize("known", EVENTS, ids=lambda e: e.key)
def test_each_names_its_source_and_how_good_it_is(known):
    assert known.source
    assert known.grade in "ABC"
    assert known.summary


def test_26_december_2024_stands_first_and_tells_its_services_apart():
    first = library.shelves()[0].event
    assert str(first.day) == "2024-12-26"
    lasts = {key: span.minutes for span in first.spans for key in span.components}
    assert lasts.pop("openai/chatgpt") == 460
    media = {"openai/sora", "openai/agents", "openai/realtime", "openai/batch", "openai/images"}
    assert lasts == dict.fromkeys(media, 271)
    assert first.unaffected == ("openai/api",)
    assert "04:16" in first.disputed
    assert first.shared


def test_the_rest_follow_newest_first():
    days = [shelf.event.day for shelf in library.shelves()[1:]]
    assert days == sorted(days, reverse=True)
    assert len(days) + 1 == len(EVENTS) >= 45


def test_an_end_that_nobody_knows_is_not_guessed():
    unknown = event("aws-gulf-2026-03-01")
    assert library.length(unknown) is None
    with pytest.raises(library.NoLength):
        library.as_event(unknown)
    spans = library.as_event(unknown, 90).down
    assert {span.end - span.start for span in spans} == {timedelta(minutes=90)}


def test_a_chosen_length_changes_no_end_that_is_known():
    known = event("openai-2024-12-26")
    assert library.as_event(known, 5) == library.as_event(known)


def test_what_the_law_or_a_contract_took_away_is_kept_as_a_kind_of_its_own():
    taken = [shelf.event.key for shelf in library.search(kind="non_outage")]
    assert set(taken) == {
        "italy-chatgpt-2023-03-31",
        "builder-ai-2025-05",
        "windsurf-2025-06-03",
        "us-federal-anthropic-2026-02-27",
    }
    assert library.length(event("italy-chatgpt-2023-03-31")) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sora 2024-12-26", "openai-2024-12-26"),
        ("SWEDEN", "azure-openai-sweden-2026-01-27"),
        ("heroku", "heroku-2025-06-10"),
        ("safety filter", "vertex-gemini-2026-02-27"),
    ],
)
def test_one_is_found_by_any_word_of_it(words, found):
    assert found in [shelf.event.key for shelf in library.search(words)]


def test_what_nobody_called_is_not_found():
    assert library.search("zeppelin") == []
    assert library.famous("zeppelin") is None


def test_an_event_moves_whole():
    told = library.as_event(event("openai-2024-12-26"))
    moved = library.moved(told, datetime(2030, 1, 1, 9, tzinfo=UTC))
    assert min(span.start for span in moved.down) == datetime(2030, 1, 1, 9, tzinfo=UTC)
    assert [s.end - s.start for s in moved.down] == [s.end - s.start for s in told.down]
    assert moved.name == told.name
