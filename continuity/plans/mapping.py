"""The dependency map of the document: layers from functions down to hosts. Pure."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .blocks import Figure, Shape
from .drawing import cut, number
from .words import _, count

WIDTH, HEAD, ROW, BOX = 760, 20, 17, 13
MOST = 20  # rows in a column
MOST_LAYERS = 8
MOST_WIDE = 190
Node = tuple[str, int]  # "f" or "c", and a primary key
Link = tuple[Node, Node]


@dataclass(frozen=True)
class Layers:
    """What stands in each column, top to bottom; links; how many of each column are folded."""

    columns: list[list[Node]]
    links: list[Link]
    folded: list[int]


def map_figure(record: Mapping[str, Any]) -> Figure:
    """Proof of single points of failure in red: from each function down to what stops it."""
    proof = _proof(record["functions"])
    layers = _layers(record, {node for link in proof for node in link})
    names: dict[Node, str] = {("f", f["id"]): f["name"] for f in record["functions"]}
    names |= {("c", c["id"]): c["name"] for c in record["components"]}
    stops = {("c", p["component"]) for f in record["functions"] for p in f["points"]}
    tall = max(len(c) + bool(n) for c, n in zip(layers.columns, layers.folded, strict=True))
    height = HEAD + ROW * max(tall, 6)
    shapes = _shapes(layers, names, stops, proof, height)
    caption = _(
        "Each line says “rests on”. Red, with ■: alone it makes a function late or lost; the red "
        "lines are the proof."
    )
    words = _("Layers from functions down to hosts; the tables of this plan say the same in words.")
    return Figure(_("Where it all rests"), words, WIDTH, height, tuple(shapes), caption, "wide")


def _proof(functions: Iterable[Mapping[str, Any]]) -> set[Link]:
    found: set[Link] = set()
    for function in functions:
        for point in function["points"]:
            why = point["why"]
            top: Node = ("f", why.get("function", function["id"]))
            for fall in (*why.get("running", ()), *why.get("fallen", ())):
                path = [top, *(("c", step["component"]) for step in fall.get("path", ()))]
                found.update(itertools.pairwise(path))
    return found


def _layers(record: Mapping[str, Any], proven: set[Node]) -> Layers:
    """Functions by criticality; each component one column below the lowest that rests on it."""
    functions = [("f", f["id"]) for f in record["functions"]]
    shown = functions[:MOST]
    under: dict[Node, list[Node]] = defaultdict(list)
    for function in record["functions"][:MOST]:
        on = {c for d in function["dependencies"] for o in d["options"] for c in o["on"]}
        under["f", function["id"]] = [("c", pk) for pk in sorted(on)]
    for edge in record["edges"]:
        under["c", edge["component"]].append(("c", edge["runs_on"]))
    depth = _depths(shown, under)
    columns: list[list[Node]] = [[] for _layer in range(max(depth.values(), default=0) + 1)]
    for node in [*shown, *sorted(depth.keys() - set(shown))]:
        columns[depth[node]].append(node)
    columns = [column for column in columns if column]
    folded = [len(functions) - len(shown)]
    for at, column in enumerate(columns[1:], start=1):
        column.sort(key=lambda node: (node not in proven, node))
        folded.append(max(0, len(column) - MOST))
        columns[at] = column[:MOST]
    left = {node for column in columns for node in column}
    links = [(a, b) for a in left for b in under.get(a, ()) if b in left]
    return Layers(_untangle(columns, sorted(links)), sorted(links), folded)


def _depths(shown: list[Node], under: Mapping[Node, list[Node]]) -> dict[Node, int]:
    """There are no circles; what would lie deeper than the last layer stays in it."""
    depth = dict.fromkeys(shown, 0)
    stack = list(shown)
    while stack:
        node = stack.pop()
        for lower in under.get(node, ()):
            if depth.get(lower, 0) <= depth[node] < MOST_LAYERS - 1:
                depth[lower] = depth[node] + 1
                stack.append(lower)
    return depth


def _untangle(columns: list[list[Node]], links: list[Link]) -> list[list[Node]]:
    """Each column in the order of the middle of what it touches, down and up: fewer crossings."""
    beside: dict[Node, list[Node]] = defaultdict(list)
    for upper, lower in links:
        beside[upper].append(lower)
        beside[lower].append(upper)
    for _round in range(4):
        place = {
            node: (at + 0.5) / len(column) for column in columns for at, node in enumerate(column)
        }
        for column in columns[1:]:
            middle = {n: sum(place[b] for b in beside[n]) / max(1, len(beside[n])) for n in column}
            column.sort(key=lambda node: (middle[node], node))
            place |= {node: (at + 0.5) / len(column) for at, node in enumerate(column)}
    return columns


def _shapes(
    layers: Layers,
    names: Mapping[Node, str],
    stops: set[Node],
    proof: set[Link],
    height: float,
) -> list[Shape]:
    step = (WIDTH + 62) / len(layers.columns)
    wide = min(step - 62, MOST_WIDE)
    spots: dict[Node, tuple[float, float]] = {}
    boxes: list[Shape] = []
    for at, (column, folded) in enumerate(zip(layers.columns, layers.folded, strict=True)):
        title = (_("Functions"), _("rest on"))[at] if at < 2 else _("which runs on")
        boxes.append(Shape("text", {"x": number(at * step), "y": "9"}, title, "head"))
        gap = (height - HEAD) / (len(column) + bool(folded))
        for row, node in enumerate(column):
            spots[node] = (at * step, HEAD + gap * (row + 0.5))
            boxes += _box(node, names[node], spots[node], wide, node in stops)
        if folded:
            words = "+ " + count("%d more", "%d more", folded)
            spot = {"x": number(at * step), "y": number(HEAD + gap * (len(column) + 0.5) + 2.6)}
            boxes.append(Shape("text", spot, words, "head"))
    lines = [_line(spots, wide, link, "bad" if link in proof else "") for link in layers.links]
    lines.sort(key=lambda shape: shape.tone)
    return [*lines, *boxes]


def _box(node: Node, name: str, spot: tuple[float, float], wide: float, bad: bool) -> list[Shape]:
    x, y = spot
    tone = "function" if node[0] == "f" else ("bad" if bad else "box")
    at = {"x": number(x), "y": number(y - BOX / 2), "width": number(wide), "height": BOX, "rx": 2}
    short = cut(name, wide - 8 - (9 if tone == "bad" else 0))
    text = {"x": number(x + 4), "y": number(y + 2.6)}
    marked = f"■ {short}" if tone == "bad" else short
    return [Shape("rect", at, tone=tone), Shape("text", text, marked, "bad" * (tone == "bad"))]


def _line(spots: Mapping[Node, tuple[float, float]], wide: float, link: Link, tone: str) -> Shape:
    (x1, y1), (x2, y2) = spots[link[0]], spots[link[1]]
    x1 += wide
    middle = x1 + min(31, (x2 - x1) / 2)
    bend = x2 - min(31, (x2 - x1) / 2)
    ends = (x1, y1, middle, y1, bend, y2, x2, y2)
    a, b, c, d, e, f, g, h = (number(value) for value in ends)
    return Shape("path", {"d": f"M{a} {b} C{c} {d} {e} {f} {g} {h}"}, tone=tone)
