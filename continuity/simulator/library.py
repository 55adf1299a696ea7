"""The famous outages, ready to be replayed. They stand in ``providers/catalogue/outages/*.toml``.

One new event is one new ``[[event]]`` in the file of its year; the catalogue's reader refuses what
breaks a rule and names the place. A selection of large events: good for replay, never a rate.
Knows nothing of Django.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from continuity.inventory.portable import Event, Span
from continuity.providers.catalogue import Event as Famous
from continuity.providers.catalogue import Span as Stated
from continuity.providers.catalogue import read_catalogue

FIRST = "openai-2024-12-26"
"""Shown before all others: a text API that held beside a chat that did not."""


class NoLength(ValueError):
    """Its end is not known, or it was no outage: a person says for how long to replay it."""


class NotReplayable(ValueError):
    """It names nothing that could be failed."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """An event of the library with the names by which people look for it."""

    event: Famous
    providers: tuple[str, ...]
    components: tuple[str, ...]

    def holds(self, word: str) -> bool:
        event = self.event
        told = (event.title, event.summary, event.shared, event.party, str(event.day))
        return any(word in text.lower() for text in (*told, *self.providers, *self.components))


@cache
def shelves() -> tuple[Shelf, ...]:
    """All of them: `FIRST`, then the newest first."""
    found = [_shelf(event) for event in reversed(read_catalogue().events)]
    return tuple(sorted(found, key=lambda shelf: shelf.event.key != FIRST))


@cache
def _names() -> dict[str, tuple[str, str]]:
    return {c.key: (p.name, c.name) for p, c in read_catalogue().components()}


def component_name(key: str) -> str:
    return _names()[key][1]


def _shelf(event: Famous) -> Shelf:
    names = _names()
    concerned = [names[key] for key in concerns(event)]
    providers = dict.fromkeys(provider for provider, _ in concerned)
    return Shelf(event, (*providers,) or (event.party,), tuple(name for _, name in concerned))


def search(words: str = "", kind: str = "", grade: str = "") -> list[Shelf]:
    """Those that hold every word, of that kind and grade; empty asks nothing."""
    wanted = words.lower().split()
    return [
        shelf
        for shelf in shelves()
        if (not kind or shelf.event.kind == kind)
        and (not grade or shelf.event.grade == grade)
        and all(shelf.holds(word) for word in wanted)
    ]


def famous(key: str) -> Famous | None:
    return next((shelf.event for shelf in shelves() if shelf.event.key == key), None)


def concerns(event: Famous) -> list[str]:
    """The keys of the components that fell."""
    return [key for span in event.spans for key in span.components]


def knows_length(event: Famous) -> bool:
    return bool(event.spans) and all(span.minutes for span in event.spans)


def length(event: Famous) -> int | None:
    """Minutes from the first start to the last end, None while they are not known."""
    if not knows_length(event):
        return None
    spans = _spans(event, None)
    return round((max(s.end for s in spans) - begin(event)) / timedelta(minutes=1))


def begin(event: Famous) -> datetime:
    """The first start that is known; else midnight of its day, in UTC."""
    day = datetime.combine(event.day, datetime.min.time(), tzinfo=UTC)
    return min((span.start for span in event.spans if span.start), default=day)


def as_event(event: Famous, minutes: int | None = None) -> Event:
    """The event by the catalogue's keys. ``minutes``: how long what has no known end is down.

    Raises `NotReplayable`, and `NoLength` where minutes are needed and not given.
    """
    if not event.spans:
        raise NotReplayable(event.key)
    name = f"{event.day:%-d %B %Y}: {event.title}"
    return Event(name, event.source, tuple(_spans(event, minutes)))


def _spans(event: Famous, minutes: int | None) -> list[Span]:
    return [
        Span(key, start, end)
        for span in event.spans
        for start, end in [_from_to(event, span, minutes)]
        for key in span.components
    ]


def _from_to(event: Famous, span: Stated, minutes: int | None) -> tuple[datetime, datetime]:
    start = span.start or begin(event)
    if span.end:
        return start, span.end
    lasts = span.minutes or minutes
    if not lasts:
        raise NoLength(event.key)
    return start, start + timedelta(minutes=lasts)


def moved(event: Event, start: datetime) -> Event:
    """The same, its first minute at ``start``."""
    if not event.down:
        return event
    by = start - min(span.start for span in event.down)
    spans = tuple(Span(s.component, s.start + by, s.end + by) for s in event.down)
    return Event(event.name, event.source, spans)
