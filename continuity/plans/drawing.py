"""Numbers to pictures: the dependency map and the impact curves of the document. Pure."""

import itertools
from collections.abc import Mapping
from typing import Any

from .blocks import Figure, Shape
from .phrases import minutes
from .words import _

ROW, HEAD, MOST_ROWS = 17, 20, 34
WIDTH = 520


def map_figure(snapshot: Mapping[str, Any]) -> Figure:
    """Columns from functions down to hosts; lines where one rests on the other."""
    functions = sorted(snapshot["functions"], key=lambda f: (-f["criticality"], f["name"]))
    shown = functions[:MOST_ROWS]
    below = _below(snapshot)
    direct = {
        f["name"]: sorted({c for d in f["dependencies"] for o in d["options"] for c in o["on"]})
        for f in shown
    }
    depth = _depths(direct, below)
    columns: list[list[str]] = [[f["name"] for f in shown]]
    for level in range(1, max(depth.values(), default=0) + 1):
        columns.append(sorted(name for name, at in depth.items() if at == level))
    links = [(f, c) for f, cs in direct.items() for c in cs]
    links += [(c, b) for c in depth for b in below.get(c, ()) if b in depth]
    columns = _untangle(columns, links)
    stopping = {p["component"] for f in functions for p in f["points"]}
    return _columns(columns, links, stopping, len(functions) - len(shown))


def _below(snapshot: Mapping[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for edge in snapshot["edges"]:
        found.setdefault(edge["component"], []).append(edge["runs_on"])
    return found


def _depths(direct: Mapping[str, list[str]], below: Mapping[str, list[str]]) -> dict[str, int]:
    """Each component one column beneath the lowest that rests on it. There are no circles."""
    depth: dict[str, int] = {}
    stack = [(name, 1) for names in direct.values() for name in names]
    while stack:
        name, at = stack.pop()
        if depth.get(name, 0) >= at or at > 12:
            continue
        depth[name] = at
        stack += [(lower, at + 1) for lower in below.get(name, ())]
    return depth


def _untangle(columns: list[list[str]], links: list[tuple[str, str]]) -> list[list[str]]:
    """Each column in the order of the middle of what it hangs from: fewer crossings."""
    above: dict[str, list[str]] = {}
    for upper, lower in links:
        above.setdefault(lower, []).append(upper)
    placed: dict[str, float] = {}
    done: list[list[str]] = []
    for column in columns:
        if done:
            column = sorted(column, key=lambda name: (_middle(above, placed, name), name))
        for at, name in enumerate(column):
            placed[name] = at / max(1, len(column) - 1) if len(column) > 1 else 0.5
        done.append(column)
    return done


def _middle(above: Mapping[str, list[str]], placed: Mapping[str, float], name: str) -> float:
    places = [placed[upper] for upper in above.get(name, ()) if upper in placed]
    return sum(places) / len(places) if places else 1.0


def _columns(
    columns: list[list[str]], links: list[tuple[str, str]], stopping: set[str], more: int
) -> Figure:
    rows = max(len(column) for column in columns)
    height = HEAD + rows * ROW + 4
    step = WIDTH / len(columns)
    box = step - 26
    place = {}
    for at, column in enumerate(columns):
        gap = (height - HEAD) / max(1, len(column))
        for row, name in enumerate(column):
            place[at, name] = (at * step, HEAD + gap * (row + 0.5))
    where = {name: spot for (_at, name), spot in place.items()}
    functions = set(columns[0])
    shapes = [_line(where, box, upper, lower, stopping) for upper, lower in links]
    for (at, name), (x, y) in place.items():
        bad = at > 0 and name in stopping
        shapes.append(
            Shape(
                "rect",
                {"x": _n(x), "y": _n(y - 6.5), "width": _n(box), "height": 13, "rx": 2},
                tone="bad" if bad else ("function" if name in functions and at == 0 else "box"),
            )
        )
        mark = "■ " if bad else ""
        shapes.append(
            Shape(
                "text",
                {"x": _n(x + 4), "y": _n(y + 2.4)},
                mark + _short(name, box),
                "bad" if bad else "",
            )
        )
    titles = [_("Functions"), _("Rest on")] + [_("which runs on")] * (len(columns) - 2)
    shapes += [
        Shape("text", {"x": _n(at * step), "y": 9}, titles[at], "head")
        for at in range(len(columns))
    ]
    caption = _("■ alone makes a function late or lost.")
    if more > 0:
        caption += " " + _("%d functions of lower criticality are not drawn.") % more
    words = _(
        "Layers from functions down to hosts; the tables of this section say the same in words."
    )
    return Figure(_("Where it all rests"), words, WIDTH, round(height), tuple(shapes), caption)


def _line(
    where: Mapping[str, tuple[float, float]], box: float, upper: str, lower: str, bad: set[str]
) -> Shape:
    (x1, y1), (x2, y2) = where[upper], where[lower]
    at = {"x1": _n(x1 + box), "y1": _n(y1), "x2": _n(x2), "y2": _n(y2)}
    return Shape("line", at, tone="bad" if lower in bad else "")


def _short(name: str, width: float) -> str:
    room = max(6, int(width / 3.7))
    return name if len(name) <= room else name[: room - 1] + "…"


def impact_figure(function: Mapping[str, Any], currency: str) -> Figure:
    """Cost per hour against time down, with RTO and MTPD marked."""
    steps = [(s["after_minutes"], float(s["cost_per_hour"])) for s in function["impact"]]
    rto, mtpd = function["rto_minutes"], function["mtpd_minutes"]
    end = max(mtpd * 1.25, steps[-1][0] * 1.2, 60)
    top = max(cost for _after, cost in steps) or 1
    left, width, high, foot = 6, 500, 16, 66

    def x(at: float) -> float:
        return left + (width - left) * at / end

    def y(cost: float) -> float:
        return foot - (foot - high) * cost / top

    shapes = []
    spans = [*steps, (end, 0.0)]
    for (after, cost), (until, _next) in itertools.pairwise(spans):
        at = {"x": _n(x(after)), "y": _n(y(cost)), "width": _n(x(until) - x(after))}
        shapes.append(Shape("rect", {**at, "height": _n(foot - y(cost))}, tone="area"))
        label = f"{cost:,.0f} {currency}/h"
        shapes.append(Shape("text", {"x": _n(x(after) + 3), "y": _n(y(cost) - 2.5)}, label))
    shapes.append(Shape("line", {"x1": left, "y1": foot, "x2": width, "y2": foot}, tone="axis"))
    for name, at, tone in (("RTO", rto, "watch"), ("MTPD", mtpd, "bad")):
        spot = {"x1": _n(x(at)), "x2": _n(x(at)), "y1": "8", "y2": str(foot + 3)}
        shapes.append(Shape("line", spot, tone=tone))
        spot = {"x": _n(x(at) + 2), "y": str(foot + 11)}
        shapes.append(Shape("text", spot, f"{name} {minutes(at)}", tone))
    said = "; ".join(f"{minutes(after)}: {cost:,.0f} {currency}" for after, cost in steps)
    words = _("Cost per hour by time down: %s.") % said
    return Figure(function["name"], words, width, foot + 16, tuple(shapes), function["name"])


def _n(value: float) -> str:
    return f"{value:.1f}"
