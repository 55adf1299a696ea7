"""Which column each box of the map stands in, and a lane of its own for what skips a column. Pure.

A line that skips a column would pass behind the boxes there and read as if it began or ended in
them. So each column that it crosses keeps a lane for it; lines to one and the same box share it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST = 17  # boxes in a column
MOST_LAYERS = 8
ROUNDS = 6
Node = tuple[str, int]  # "f" or "c" and a primary key; a lane is ("lane 2", key of where it leads)
Link = tuple[Node, Node]


@dataclass(frozen=True)
class Layers:
    """Columns from the left, each top to bottom, with their lanes; what is folded out of each.

    ``links``: between neighbouring columns only, each with the links that it stands for.
    """

    columns: list[list[Node]]
    links: dict[Link, set[Link]]
    folded: list[int]


def is_lane(node: Node) -> bool:
    return node[0] not in ("f", "c")


def layers(record: Mapping[str, Any], proven: set[Node]) -> Layers:
    """Functions by criticality; each component one column below the lowest that rests on it.

    Of a column that is too long those stay that stand in ``proven``.
    """
    functions: list[Node] = [("f", f["id"]) for f in record["functions"]]
    shown = functions[:MOST]
    under = _under(record)
    depth = _depths(shown, under)
    columns: list[list[Node]] = [[] for _layer in range(max(depth.values(), default=0) + 1)]
    for node in [*shown, *sorted(depth.keys() - set(shown))]:
        columns[depth[node]].append(node)
    folded = [len(functions) - len(shown)]
    for at, column in enumerate(columns[1:], start=1):
        column.sort(key=lambda node: (node not in proven, node))
        folded.append(max(0, len(column) - MOST))
        columns[at] = column[:MOST]
    place = {node: at for at, column in enumerate(columns) for node in column}
    links = [(a, b) for a in sorted(place) for b in under.get(a, ()) if b in place]
    parts = _lanes(columns, [link for link in links if place[link[0]] < place[link[1]]], place)
    return Layers(_untangle(columns, parts), parts, folded)


def _under(record: Mapping[str, Any]) -> dict[Node, list[Node]]:
    under: dict[Node, list[Node]] = defaultdict(list)
    for function in record["functions"][:MOST]:
        on = {c for d in function["dependencies"] for o in d["options"] for c in o["on"]}
        under["f", function["id"]] = [("c", pk) for pk in sorted(on)]
    for edge in record["edges"]:
        under["c", edge["component"]].append(("c", edge["runs_on"]))
    return under


def _depths(shown: Sequence[Node], under: Mapping[Node, list[Node]]) -> dict[Node, int]:
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


def _lanes(
    columns: list[list[Node]], links: Sequence[Link], place: Mapping[Node, int]
) -> dict[Link, set[Link]]:
    """Each link cut at the columns that it crosses; lanes are added to ``columns``."""
    parts: dict[Link, set[Link]] = defaultdict(set)
    for upper, lower in links:
        at = upper
        for crossed in range(place[upper] + 1, place[lower]):
            lane: Node = (f"lane {crossed}", lower[1])
            if lane not in columns[crossed]:
                columns[crossed].append(lane)
            parts[at, lane].add((upper, lower))
            at = lane
        parts[at, lower].add((upper, lower))
    return parts


def _untangle(columns: list[list[Node]], links: Mapping[Link, Any]) -> list[list[Node]]:
    """Each column in the order of the middle of what it touches, down and up: fewer crossings."""
    before: dict[Node, list[Node]] = defaultdict(list)
    after: dict[Node, list[Node]] = defaultdict(list)
    for upper, lower in links:
        after[upper].append(lower)
        before[lower].append(upper)
    place: dict[Node, float] = {}
    for column in columns:
        place |= _places(column)
    for turn in range(ROUNDS):
        down = turn % 2 == 0
        for column in columns[1:] if down else columns[-2:0:-1]:
            beside = before if down else after
            column.sort(key=lambda node: (_middle(node, beside[node], place), node))
            place |= _places(column)
    return columns


def _places(column: Sequence[Node]) -> dict[Node, float]:
    return {node: (at + 0.5) / len(column) for at, node in enumerate(column)}


def _middle(node: Node, beside: Sequence[Node], place: Mapping[Node, float]) -> float:
    if not beside:
        return place[node]
    return sum(place[other] for other in beside) / len(beside)
