"""An event, ``continuity.event/1``: which components were down, and from when to when."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from .faults import Fault, Faults, PortableError
from .fields import Fields
from .parsing import parse

EVENT_FORMAT = "continuity.event/1"
MOST_SPANS = 10_000
LONGEST_SOURCE = 1000

_EVENT = frozenset({"format", "name", "source", "down"})
_SPAN = frozenset({"component", "start", "end"})
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """``component`` is down from ``start`` up to, not including, ``end``; both instants in UTC."""

    component: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or that might; ``source`` says who tells of it."""

    name: str
    source: str = ""
    down: tuple[Span, ...] = ()


def read_event(source: bytes | str | dict[str, Any]) -> Event:
    """A file's bytes or text, or the object that JSON made of it, as an event.

    Raises `PortableError` with every fault, each named by its JSON path.
    """
    raw = parse(source) if isinstance(source, bytes | str) else source
    _refuse_unless(isinstance(raw, dict), "$", "must be an object.")
    _refuse_unless(raw.get("format") == EVENT_FORMAT, "$.format", f'must be "{EVENT_FORMAT}".')
    faults = Faults()
    fields = Fields(raw, "$", faults, _EVENT)
    if "down" not in raw:
        fields.fault("down", "is missing.")
    event = Event(
        name=fields.text("name"),
        source=fields.prose("source", longest=LONGEST_SOURCE),
        down=fields.each("down", _span, MOST_SPANS),
    )
    if faults:
        raise PortableError(faults)
    return event


def _refuse_unless(holds: bool, path: str, sentence: str) -> None:
    if not holds:
        raise PortableError([Fault(path, sentence)])


def _span(raw: dict[str, Any], path: str, faults: Any) -> Span:
    fields = Fields(raw, path, faults, _SPAN)
    before = len(faults)
    span = Span(fields.text("component"), _instant(fields, "start"), _instant(fields, "end"))
    if len(faults) == before and span.end <= span.start:
        fields.fault("end", "must be later than start.")
    return span


def _instant(fields: Fields, key: str) -> datetime:
    value = fields.raw.get(key)
    if value is None:
        fields.fault(key, "is missing.")
        return _NEVER
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    fields.fault(key, "must be an instant with its offset, such as 2024-12-26T18:40:00+00:00.")
    return _NEVER


def write_event(event: Event) -> dict[str, Any]:
    """The event as the object that `read_event` reads back to the same."""
    return {
        "format": EVENT_FORMAT,
        "name": event.name,
        "source": event.source,
        "down": [
            {"component": s.component, "start": s.start.isoformat(), "end": s.end.isoformat()}
            for s in event.down
        ],
    }


def minutes_down(event: Event) -> tuple[datetime, Mapping[str, tuple[tuple[int, int], ...]]]:
    """The first minute of the event, and when each component is down in minutes from it.

    A component that is down for part of a minute is down in that minute. Spans of one component
    that touch or overlap are one; each ends later than it starts, and they ascend.
    """
    if not event.down:
        return _NEVER, MappingProxyType({})
    first = min(span.start for span in event.down).replace(second=0, microsecond=0)
    minute = timedelta(minutes=1)
    spans: dict[str, list[tuple[int, int]]] = {}
    for span in event.down:
        whole = ((span.start - first) // minute, -((first - span.end) // minute))
        spans.setdefault(span.component, []).append(whole)
    return first, MappingProxyType({name: joined(found) for name, found in spans.items()})


def joined(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Half-open spans in ascending order, those that touch or overlap made one."""
    made: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return tuple(made)


def as_text(event: Event) -> str:
    """The event as a file."""
    return json.dumps(write_event(event), ensure_ascii=False, indent=2) + "\n"
