"""The dependency map of the document: the picture of `risk.map` in the document's shapes. Pure."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from continuity.core.lettering import cut, number
from continuity.risk.map.drawn.net import Link, Net, Node, component_key, function_key
from continuity.risk.map.drawn.placing import Measures, Picture, Placed, draw

from .blocks import Figure, Shape
from .words import _, count

MOST = 17  # boxes in a column
PAPER = Measures(
    width=758,
    head=20,
    row=17,
    box=13,
    most=MOST,
    least=6,
    widest=190,
    gap=62,
    narrow=34,
)


def map_figure(record: Mapping[str, Any]) -> Figure:
    """Proof of single points of failure in red: from each function down to what stops it."""
    proof = proven(record["functions"])
    stops = Counter(component_key(p["component"]) for f in record["functions"] for p in f["points"])
    picture = draw(net(record), PAPER, kept=[key for key, _n in stops.most_common()])
    words = _("Layers from functions down to hosts; the tables of this plan say the same in words.")
    return Figure(
        _("Where it all rests"),
        words,
        round(PAPER.width + 1),
        round(picture.height),
        tuple(_shapes(picture, set(stops), proof)),
        _caption(picture),
        "wide",
    )


def net(record: Mapping[str, Any]) -> Net:
    """What the record says rests on what."""
    rests: dict[str, list[str]] = defaultdict(list)
    for function in record["functions"]:
        on = {c for d in function["dependencies"] for o in d["options"] for c in o["on"]}
        rests[function_key(function["id"])] = [component_key(pk) for pk in sorted(on)]
    for edge in record["edges"]:
        rests[component_key(edge["component"])].append(component_key(edge["runs_on"]))
    called = {f["name"]: function_key(f["id"]) for f in record["functions"]}
    needs = {
        function_key(f["id"]): [called[name] for name in f.get("needs", ()) if name in called]
        for f in record["functions"]
    }
    return Net([_function(row) for row in record["functions"]], _components(record), rests, needs)


def _function(row: Mapping[str, Any]) -> Node:
    level = row["criticality"]
    words = _("Criticality %d") % level
    return Node(function_key(row["id"]), row["name"], f"criticality-{level}", words)


def _components(record: Mapping[str, Any]) -> list[Node]:
    return [
        Node(component_key(c["id"]), c["name"], f"provider-{c['provider_id']}", c["provider"])
        for c in record["components"]
    ]


def _caption(picture: Picture) -> str:
    words = _(
        "Each line says “rests on”, from left to right. Red, with ■: alone it makes a function "
        "late or lost; the red lines are the proof."
    )
    folded = [placed for placed in picture.boxes if placed.box.token]
    functions = sum(len(placed.box.holds) for placed in folded if not placed.column)
    components = sum(len(placed.box.holds) for placed in folded if placed.column)
    held = []
    if functions:
        one = "%d function (section 2 has all)"
        held.append(count(one, "%d functions (section 2 has all)", functions))
    if components:
        one = "%d component (the register below has all)"
        held.append(count(one, "%d components (the register below has all)", components))
    if held:
        words += " " + _("Folded into boxes that count them: %s.") % ", ".join(held)
    return words


def proven(functions: Iterable[Mapping[str, Any]]) -> set[Link]:
    """The links by which what stops a function does so."""
    found: set[Link] = set()
    for function in functions:
        for point in function["points"]:
            why = point["why"]
            top = function_key(why.get("function", function["id"]))
            for fall in (*why.get("running", ()), *why.get("fallen", ())):
                down = (component_key(step["component"]) for step in fall.get("path", ()))
                found.update(itertools.pairwise([top, *down]))
    return found


def _shapes(picture: Picture, stops: set[str], proof: set[Link]) -> list[Shape]:
    heads = [_("Functions"), _("rest on"), *[_("which runs on")] * len(picture.heads)]
    boxes = [
        Shape("text", {"x": number(x), "y": "9"}, title, "head")
        for x, title in zip(picture.heads, heads, strict=False)
    ]
    for placed in picture.boxes:
        boxes += _box(placed, not stops.isdisjoint(placed.box.holds))
    lines = [
        Shape("path", {"d": line.d}, tone="bad" if line.whole & proof else "")
        for line in picture.lines
    ]
    lines.sort(key=lambda shape: shape.tone)
    return [*lines, *boxes]


def _box(placed: Placed, bad: bool) -> Iterator[Shape]:
    tone = "function" if not placed.column else ("bad" if bad else "box")
    at = {
        "x": number(placed.x),
        "y": number(placed.y),
        "width": number(placed.wide),
        "height": number(placed.high),
        "rx": 2,
    }
    many = f" · {len(placed.box.holds)}" if placed.box.token else ""
    room = placed.wide - 8 - (9 if bad and placed.column else 0) - 5 * len(many)
    words = cut(placed.box.name, room) + many
    text = {"x": number(placed.x + 4), "y": number(placed.y + placed.high / 2 + 2.6)}
    yield Shape("rect", at, tone=tone)
    yield Shape("text", text, f"■ {words}" if tone == "bad" else words, "bad" * (tone == "bad"))
