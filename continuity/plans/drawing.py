"""The impact curve of a function as a small picture. Pure. The map is in ``mapping.py``."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from continuity.core.lettering import breadth, number

from .blocks import Figure, Shape
from .phrases import NBSP, minutes
from .words import _

WIDTH, TOP, FOOT, HEIGHT = 250, 15, 66, 97
MOST_TICKS = 5.5
Steps = list[tuple[float, float]]


def impact_figure(function: Mapping[str, Any], currency: str) -> Figure:
    """Cost per hour against time down, with RTO and MTPD marked. It has one step at least."""
    steps = [(float(s["after_minutes"]), float(s["cost_per_hour"])) for s in function["impact"]]
    rto, mtpd = function["rto_minutes"], function["mtpd_minutes"]
    end = max(mtpd * 1.25, steps[-1][0] * 1.2, 60)
    marks = [(rto, "RTO", "watch"), (mtpd, "MTPD", "bad")]
    shapes = [
        *_areas(steps, end),
        Shape("line", {"x1": "0", "y1": FOOT, "x2": WIDTH, "y2": FOOT}, tone="axis"),
        *_marks(marks, end),
        *_ticks(end),
        *_labels(steps, end, currency, [WIDTH * at / end for at, _name, _tone in marks]),
    ]
    said = _("Cost per hour: %s.") % told(function["impact"], currency)
    return Figure(
        title=function["name"],
        description=said,
        width=WIDTH,
        height=HEIGHT,
        shapes=tuple(shapes),
        caption=function["name"],
        size="half",
        note=said,
    )


def money(amount: float, currency: str) -> str:
    return f"{amount:,.0f}{NBSP}{currency}"


def lost(impact: Iterable[Mapping[str, Any]], until: float) -> float:
    """What has been lost after ``until`` minutes down: the area under the curve."""
    steps = [(float(s["after_minutes"]), float(s["cost_per_hour"])) for s in impact]
    spans = itertools.pairwise([*steps, (max(until, steps[-1][0]), 0.0)] if steps else [])
    return sum(max(0.0, min(end, until) - after) * cost / 60 for (after, cost), (end, _c) in spans)


def told(impact: Iterable[Mapping[str, Any]], currency: str) -> str:
    """The curve in words."""
    steps = [(float(s["after_minutes"]), float(s["cost_per_hour"])) for s in impact]
    return ", ".join(_words(steps, currency))


def _ticks(end: float) -> Iterator[Shape]:
    """The axis of time: a handful of round times, each with its line and its words."""
    rounds = (5, 10, 15, 30, 60, 120, 240, 480, 720, 1440, 2880, 4320, 7200, 10080, 20160, 43200)
    every = next((step for step in rounds if end / step <= MOST_TICKS), end / MOST_TICKS)
    at = 0.0
    while at <= end:
        x = WIDTH * at / end
        label = minutes(int(at)) if at else "0"
        spot = min(max(0.0, x - breadth(label) / 2), WIDTH - breadth(label))
        yield Shape(
            "line", {"x1": number(x), "x2": number(x), "y1": FOOT, "y2": FOOT + 2.5}, tone="axis"
        )
        yield Shape("text", {"x": number(spot), "y": str(FOOT + 10)}, label, "tick")
        at += every


def _words(steps: Steps, currency: str) -> Iterator[str]:
    for after, cost in steps:
        amount = money(cost, currency)
        yield (
            amount
            if after == 0
            else _("from %(time)s on %(amount)s")
            % {
                "time": minutes(int(after)),
                "amount": amount,
            }
        )


def _spans(steps: Steps, end: float) -> Iterator[tuple[float, float, float, float]]:
    """Left, right, top of each step in units of the picture, and its cost."""
    highest = max(cost for _after, cost in steps) or 1
    for (after, cost), (until, _next) in itertools.pairwise([*steps, (end, 0.0)]):
        top = FOOT - (FOOT - TOP) * cost / highest
        yield WIDTH * after / end, WIDTH * until / end, top, cost


def _areas(steps: Steps, end: float) -> Iterator[Shape]:
    for left, right, top, _cost in _spans(steps, end):
        at = {"x": number(left), "y": number(top), "width": number(right - left)}
        yield Shape("rect", {**at, "height": number(FOOT - top)}, tone="area")


def _labels(steps: Steps, end: float, currency: str, lines: list[float]) -> Iterator[Shape]:
    """What a step costs, on its shoulder, right of a line that would cross it; none if no room."""
    for left, right, top, cost in _spans(steps, end):
        label = f"{cost:,.0f} {currency}/h"
        wide = breadth(label)
        crossed = [x for x in lines if left - 2 <= x <= left + 3 + wide]
        x = max([left, *crossed]) + 3
        if x + wide <= max(right, left + wide + 4) and x + wide <= WIDTH:
            yield Shape("text", {"x": number(x), "y": number(top - 2.5)}, label)


def _marks(marks: list[tuple[int, str, str]], end: float) -> Iterator[Shape]:
    for row, (at, name, tone) in enumerate(marks):
        x = WIDTH * at / end
        ends = {"x1": number(x), "x2": number(x), "y1": "5", "y2": str(FOOT + 3)}
        yield Shape("line", ends, tone=tone)
        label = f"{name} {minutes(at)}"
        room = WIDTH - breadth(label)
        spot = {"x": number(min(x, room)), "y": str(FOOT + 19 + 8.5 * row)}
        yield Shape("text", spot, label, tone)
