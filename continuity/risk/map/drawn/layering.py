"""Which column each box of the map stands in, and a lane of its own for what skips a column. Pure.

A line that skips a column would pass behind the boxes there and read as if it began or ended in
them. So each column that it crosses keeps a lane for it; lines to one and the same box share it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from continuity.core.graph import bottom_up, without_circles

from .folding import Box, fold
from .net import Key, Link, Net

MOST_LAYERS = 8
ROUNDS = 6


@dataclass(frozen=True)
class Layers:
    """Columns from the left, each top to bottom, with their lanes.

    ``links``: between neighbouring columns only, each with the links of the net that it stands for.
    ``bows``: from one box of functions to another that it waits for, likewise.
    """

    columns: list[list[Key]]
    boxes: dict[Key, Box]
    links: dict[Link, set[Link]]
    bows: dict[Link, set[Link]]


def is_lane(key: Key) -> bool:
    return key.startswith("lane ")


def layers(net: Net, most: int, opened: Collection[str] = (), kept: Iterable[Key] = ()) -> Layers:
    """Functions; then each component one column below the lowest that rests on it."""
    depth, kept = _depths(net), list(kept)
    height = max(depth.values(), default=0) + 1
    held = [[n for n in net.nodes.values() if depth.get(n.key) == at] for at in range(height)]
    folded = [fold(nodes, at, most, opened, kept) for at, nodes in enumerate(held)]
    boxes = {box.key: box for column in folded for box in column}
    home = {key: box.key for box in boxes.values() for key in box.holds}
    place = {box.key: at for at, column in enumerate(folded) for box in column}
    links = _between(net.rests, home)
    columns = [[box.key for box in column] for column in folded]
    parts = _lanes(columns, {k: v for k, v in links.items() if place[k[0]] < place[k[1]]}, place)
    bows = {link: whole for link, whole in _between(net.needs, home).items() if len(set(link)) > 1}
    return Layers(_untangle(columns, parts), boxes, parts, bows)


def _between(links: Mapping[Key, Iterable[Key]], home: Mapping[Key, Key]) -> dict[Link, set[Link]]:
    """Links between boxes, each with those that it stands for."""
    found: dict[Link, set[Link]] = defaultdict(set)
    for upper, lowers in links.items():
        for lower in lowers:
            if upper in home and lower in home:
                found[home[upper], home[lower]].add((upper, lower))
    return found


def _depths(net: Net) -> dict[Key, int]:
    """Of what a function rests on. What would lie deeper than the last layer stays in it."""
    reached = net.below(node.key for node in net.functions)
    under = without_circles(
        (upper, lower)
        for upper, lowers in net.rests.items()
        if upper in reached
        for lower in lowers
        if lower in net.nodes
    )
    edges = {key: under.get(key, []) for key in net.nodes if key in reached}
    depth = dict.fromkeys(edges, 0)
    for upper in reversed(bottom_up(edges)):
        for lower in edges[upper]:
            depth[lower] = max(depth[lower], min(depth[upper] + 1, MOST_LAYERS - 1))
    return depth


def _lanes(
    columns: list[list[Key]], links: Mapping[Link, set[Link]], place: Mapping[Key, int]
) -> dict[Link, set[Link]]:
    """Each link cut at the columns that it crosses; lanes are added to ``columns``."""
    parts: dict[Link, set[Link]] = defaultdict(set)
    for (upper, lower), whole in sorted(links.items()):
        at = upper
        for crossed in range(place[upper] + 1, place[lower]):
            lane = f"lane {crossed} {lower}"
            if lane not in columns[crossed]:
                columns[crossed].append(lane)
            parts[at, lane] |= whole
            at = lane
        parts[at, lower] |= whole
    return parts


def _untangle(columns: list[list[Key]], links: Mapping[Link, Any]) -> list[list[Key]]:
    """Each column in the order of the middle of what it touches, down and up: fewer crossings."""
    before: dict[Key, list[Key]] = defaultdict(list)
    after: dict[Key, list[Key]] = defaultdict(list)
    for upper, lower in links:
        after[upper].append(lower)
        before[lower].append(upper)
    place: dict[Key, float] = {}
    for column in columns:
        place |= _places(column)
    for turn in range(ROUNDS):
        down = turn % 2 == 0
        for column in columns[1:] if down else columns[-2:0:-1]:
            beside = before if down else after
            column.sort(key=lambda key: (_middle(key, beside[key], place), key))
            place |= _places(column)
    return columns


def _places(column: Iterable[Key]) -> dict[Key, float]:
    order = list(column)
    return {key: (at + 0.5) / len(order) for at, key in enumerate(order)}


def _middle(key: Key, beside: Sequence[Key], place: Mapping[Key, float]) -> float:
    if not beside:
        return place[key]
    return sum(place[other] for other in beside) / len(beside)
