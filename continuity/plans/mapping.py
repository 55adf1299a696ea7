"""The dependency map of the document, drawn: layers from functions down to hosts. Pure."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .blocks import Figure, Shape
from .drawing import cut, number
from .layering import Layers, Link, Node, is_lane, layers
from .words import _, count

WIDTH, HEAD, ROW, BOX = 760, 20, 17, 13
LANE, LANES = 5.0, 60.0  # height of a lane, and of all lanes of a column at most
LEAST, MOST_WIDE = 6, 190
ROOMY = 5  # columns with wide gaps between them
Spot = tuple[float, float]


def map_figure(record: Mapping[str, Any]) -> Figure:
    """Proof of single points of failure in red: from each function down to what stops it."""
    proof = proven(record["functions"])
    made = layers(record, {node for link in proof for node in link})
    names: dict[Node, str] = {("f", f["id"]): f["name"] for f in record["functions"]}
    names |= {("c", c["id"]): c["name"] for c in record["components"]}
    stops: set[Node] = {("c", p["component"]) for f in record["functions"] for p in f["points"]}
    columns = zip(made.columns, made.folded, strict=True)
    height = HEAD + max(ROW * LEAST, *(sum(_slots(c, n)) for c, n in columns))
    words = _("Layers from functions down to hosts; the tables of this plan say the same in words.")
    return Figure(
        _("Where it all rests"),
        words,
        WIDTH,
        round(height + 1),
        tuple(_shapes(made, names, stops, proof, height)),
        _caption(made, len(record["components"])),
        "wide",
    )


def _caption(made: Layers, components: int) -> str:
    words = _(
        "Each line says “rests on”, from left to right. Red, with ■: alone it makes a function "
        "late or lost; the red lines are the proof."
    )
    drawn = sum(node[0] == "c" for column in made.columns for node in column)
    left = []
    if functions := made.folded[0]:
        one = "%d function (section 2 has all)"
        left.append(count(one, "%d functions (section 2 has all)", functions))
    if below := components - drawn:
        one = "%d component (the register below has all)"
        left.append(count(one, "%d components (the register below has all)", below))
    if left:
        words += " " + _("Not drawn, for want of room: %s.") % ", ".join(left)
    return words


def proven(functions: Iterable[Mapping[str, Any]]) -> set[Link]:
    """The links by which what stops a function does so."""
    found: set[Link] = set()
    for function in functions:
        for point in function["points"]:
            why = point["why"]
            top: Node = ("f", why.get("function", function["id"]))
            for fall in (*why.get("running", ()), *why.get("fallen", ())):
                path = [top, *(("c", step["component"]) for step in fall.get("path", ()))]
                found.update(itertools.pairwise(path))
    return found


def _slots(column: Sequence[Node], folded: int) -> list[float]:
    """How high each node of a column stands, and the line that says how many are folded."""
    lanes = sum(is_lane(node) for node in column)
    lane = min(LANE, LANES / lanes) if lanes else LANE
    return [lane if is_lane(node) else ROW for node in column] + [ROW] * bool(folded)


def _shapes(
    made: Layers, names: Mapping[Node, str], stops: set[Node], proof: set[Link], height: float
) -> list[Shape]:
    gap = 62 if len(made.columns) <= ROOMY else 34
    step = (WIDTH + gap) / len(made.columns)
    wide = min(step - gap, MOST_WIDE)
    spots: dict[Node, Spot] = {}
    boxes: list[Shape] = []
    for at, (column, folded) in enumerate(zip(made.columns, made.folded, strict=True)):
        title = (_("Functions"), _("rest on"))[at] if at < 2 else _("which runs on")
        boxes.append(Shape("text", {"x": number(at * step), "y": "9"}, title, "head"))
        middles = _middles(_slots(column, folded), height)
        for node, y in zip(column, middles, strict=False):
            spots[node] = (at * step, y)
            if not is_lane(node):
                boxes += _box(node, names[node], spots[node], wide, node in stops)
        if folded:
            words = "+ " + count("%d more", "%d more", folded)
            spot = {"x": number(at * step), "y": number(middles[-1] + 2.6)}
            boxes.append(Shape("text", spot, words, "head"))
    lines = [
        _line(spots, wide, link, "bad" if whole & proof else "")
        for link, whole in sorted(made.links.items())
    ]
    lines.sort(key=lambda shape: shape.tone)
    return [*lines, *boxes]


def _middles(slots: Sequence[float], height: float) -> list[float]:
    """The slots spread over the height, what is left over shared out between them."""
    spare = (height - HEAD - sum(slots)) / max(1, len(slots))
    tops = itertools.accumulate((slot + spare for slot in slots), initial=float(HEAD))
    return [top + (slot + spare) / 2 for top, slot in zip(tops, slots, strict=False)]


def _box(node: Node, name: str, spot: Spot, wide: float, bad: bool) -> Iterator[Shape]:
    x, y = spot
    tone = "function" if node[0] == "f" else ("bad" if bad else "box")
    at = {"x": number(x), "y": number(y - BOX / 2), "width": number(wide), "height": BOX, "rx": 2}
    short = cut(name, wide - 8 - (9 if tone == "bad" else 0))
    text = {"x": number(x + 4), "y": number(y + 2.6)}
    marked = f"■ {short}" if tone == "bad" else short
    yield Shape("rect", at, tone=tone)
    yield Shape("text", text, marked, "bad" * (tone == "bad"))


def _line(spots: Mapping[Node, Spot], wide: float, link: Link, tone: str) -> Shape:
    """From the right of one column to the left of the next; a lane is followed to its end."""
    (x1, y1), (x2, y2) = spots[link[0]], spots[link[1]]
    x1 += wide
    bend = (x2 - x1) / 2
    ends = (x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2)
    a, b, c, d, e, f, g, h = (number(value) for value in ends)
    on = f" L{number(x2 + wide)} {h}" if is_lane(link[1]) else ""
    return Shape("path", {"d": f"M{a} {b} C{c} {d} {e} {f} {g} {h}{on}"}, tone=tone)
