"""Numbers to places on a picture. Pure: no markup, no Django, no clock.

Every place is text in percent of the picture's own box (``"33.3%"``), so that a picture may be
any width while its words keep their size, and no locale puts a comma into an attribute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any


def percent(part: float, whole: float) -> str:
    """``percent(1, 3)`` is ``33.33%``; nothing of nothing is ``0%``. Kept inside 0 to 100."""
    share = 0.0 if whole <= 0 else min(max(part / whole, 0.0), 1.0)
    return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"


@dataclass(frozen=True)
class Segment:
    """A straight line, each end in percent."""

    x1: str
    y1: str
    x2: str
    y2: str


def trend(values: Sequence[float], top: float = 100.0) -> list[Segment]:
    """A line through ``values`` at even distances; 0 lies at the foot, ``top`` at the head."""
    last = len(values) - 1
    places = [(percent(i, last), percent(top - v, top)) for i, v in enumerate(values)]
    return [Segment(*a, *b) for a, b in pairwise(places)]


def steps(points: Sequence[tuple[date, float]], since: date, until: date) -> list[Segment]:
    """A value from its day until the next one, as a stair from ``since`` to ``until``; 0 to 100."""
    span = (until - since).days
    found = []
    for place, (day, value) in enumerate(points):
        ends = points[place + 1] if place + 1 < len(points) else (until, value)
        x1, x2 = (percent((d - since).days, span) for d in (day, ends[0]))
        y1, y2 = (percent(100 - v, 100) for v in (value, ends[1]))
        found += [Segment(x1, y1, x2, y1), Segment(x2, y1, x2, y2)]
    return [part for part in found if (part.x1, part.y1) != (part.x2, part.y2)]


@dataclass(frozen=True)
class Tick:
    """A moment marked on the time axis. ``anchor``: which side its words lie (SVG text-anchor)."""

    name: str
    minutes: int
    x: str
    anchor: str


@dataclass(frozen=True)
class Block:
    """A span of the impact curve: so much an hour, from ``x`` for ``width``, ``y`` downwards."""

    x: str
    y: str
    width: str
    height: str
    after_minutes: int
    cost_per_hour: float


@dataclass(frozen=True)
class ImpactCurve:
    blocks: list[Block]
    ticks: list[Tick]
    span_minutes: int
    peak_per_hour: float


HEADROOM = 0.78
"""Share of the height that the highest step takes; words of the ticks lie above it."""


def impact_curve(
    steps: Sequence[dict[str, Any]], rto_minutes: int, mtpd_minutes: int
) -> ImpactCurve:
    """Cost an hour against minutes down, with RTO and MTPD as ticks.

    ``steps``: ``{"after_minutes": int, "cost_per_hour": number or text}``, in any order. The time
    axis is linear and ends an eighth beyond the last thing to show.
    """
    order = sorted((int(s["after_minutes"]), float(s["cost_per_hour"])) for s in steps)
    last = max([rto_minutes, mtpd_minutes, *(after for after, _ in order)], default=0)
    span = max(round(last * 1.125), 1)
    peak = max((cost for _, cost in order), default=0.0)
    ends = [after for after, _ in order[1:]] + [span]
    blocks = [
        Block(
            x=percent(after, span),
            y=percent(peak - cost * HEADROOM, peak),
            width=percent(end - after, span),
            height=percent(cost * HEADROOM, peak),
            after_minutes=after,
            cost_per_hour=cost,
        )
        for (after, cost), end in zip(order, ends, strict=False)
    ]
    named = [("RTO", rto_minutes), ("MTPD", mtpd_minutes)]
    ticks = [
        Tick(name, minutes, percent(minutes, span), "end" if minutes > span / 2 else "start")
        for name, minutes in named
    ]
    return ImpactCurve(blocks, ticks, span, peak)
