"""A replay as it is drawn: bars over time with the moments at which limits are passed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from continuity.core.charts import percent

STEPS = (5, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 10_080, 43_200, 129_600, 525_600)
MOST_TICKS = 5


@dataclass(frozen=True)
class Bar:
    """Part of the event: ``state`` is ``served``, ``carried`` or ``down``."""

    x: str
    width: str
    state: str
    by: str
    start: int
    minutes: int


@dataclass(frozen=True)
class Limit:
    """The RTO or MTPD of a stretch, at its place; ``passed``: it was still down then.

    ``anchor``: the side on which its word lies (SVG text-anchor).
    """

    name: str
    x: str
    passed: bool
    anchor: str


@dataclass(frozen=True)
class Line:
    """One function. ``told``: what its effect says; ``standing``: a word of core/status.py."""

    told: dict[str, Any]
    bars: list[Bar]
    limits: list[Limit]
    rto_at: datetime | None
    mtpd_at: datetime | None
    standing: str


def lines(effect: dict[str, Any], told: Iterable[dict[str, Any]]) -> list[Line]:
    """``told``: those of its ``hit`` that are shown."""
    return [_line(effect["length_minutes"], row) for row in told]


def _line(length: int, row: dict[str, Any]) -> Line:
    bars = [
        Bar(
            percent(bar["start"], length),
            percent(bar["end"] - bar["start"], length),
            bar["state"],
            ", ".join(bar["by"]),
            bar["start"],
            bar["end"] - bar["start"],
        )
        for bar in row["bars"]
    ]
    passed = (_moment(row["rto_breached_at"]), _moment(row["mtpd_breached_at"]))
    return Line(row, bars, _limits(length, row), *passed, _standing(row))


def _standing(row: dict[str, Any]) -> str:
    """A word of core/status.py."""
    if row["mtpd_breached_at"]:
        return "past_mtpd"
    if row["rto_breached_at"]:
        return "past_rto"
    return "down" if row["down_minutes"] else "carried"


def _limits(length: int, row: dict[str, Any]) -> list[Limit]:
    """From the start of each stretch that is down; what lies beyond the event is not drawn."""
    named = (("RTO", row["rto_minutes"]), ("MTPD", row["mtpd_minutes"]))
    return [
        Limit(
            name,
            percent(start + minutes, length),
            end - start > minutes,
            "end" if start + minutes > length * 0.8 else "start",
        )
        for start, end in row["down"]
        for name, minutes in named
        if start + minutes <= length
    ]


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def scale(effect: dict[str, Any]) -> list[tuple[str, int]]:
    """Places of the time axis and the minutes from the start at each; at most five after 0."""
    length = effect["length_minutes"]
    step = next((s for s in STEPS if length <= s * MOST_TICKS), max(1, length // MOST_TICKS))
    return [(percent(at, length), at) for at in range(0, length + 1, step)]


def start_of(effect: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(effect["start"])


def end_of(effect: dict[str, Any]) -> datetime:
    return start_of(effect) + timedelta(minutes=effect["length_minutes"])


def spans_of(component: dict[str, Any]) -> list[tuple[datetime, datetime, int]]:
    """From, until and whole minutes of each time that it was down."""
    found = []
    for start, end in component["spans"]:
        a, b = datetime.fromisoformat(start), datetime.fromisoformat(end)
        found.append((a, b, round((b - a) / timedelta(minutes=1))))
    return found
