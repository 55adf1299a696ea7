"""A column that is too long, folded into boxes that open. Pure.

Nothing is left out: what is folded stands in the box that holds it. Functions fold by their
criticality, components by their provider; a group that is too long itself folds by ranges of names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil, sqrt

from .net import Key, Node

LETTERS = 14  # of each end of a range of names


@dataclass(frozen=True, slots=True)
class Box:
    """``holds``: the keys of all that stands in it. ``token`` opens it; empty: it is one node."""

    key: Key
    name: str
    holds: tuple[Key, ...]
    token: str = ""


@dataclass(frozen=True, slots=True)
class _Branch:
    token: str
    name: str
    children: Sequence[_Branch | Node]

    def keys(self) -> Iterator[Key]:
        for child in self.children:
            if isinstance(child, Node):
                yield child.key
            else:
                yield from child.keys()


def fold(
    nodes: Sequence[Node], column: int, most: int, opened: Collection[str], kept: Iterable[Key]
) -> list[Box]:
    """At most ``most`` boxes, but for what ``opened`` unfolds; what comes first unfolds first.

    Of those ``kept`` the first stand for themselves, as many as half of the column.
    """
    if len(nodes) <= most:
        return [_single(node) for node in nodes]
    here = {node.key for node in nodes}
    apart = set(islice((key for key in dict.fromkeys(kept) if key in here), most // 2))
    alone = [node for node in nodes if node.key in apart]
    room = most - len(alone)
    groups = _groups(node for node in nodes if node.key not in apart)
    items = list(_unfolded(_split(f"more{column}", groups, room), opened, most))
    for branch in [item for item in items if isinstance(item, _Branch)]:
        if len(items) - 1 + len(branch.children) <= room:
            at = items.index(branch)
            items[at : at + 1] = branch.children
    return [_single(node) for node in alone] + [_box(item, column) for item in items]


def _single(node: Node) -> Box:
    return Box(node.key, node.name, (node.key,))


def _box(item: _Branch | Node, column: int) -> Box:
    if isinstance(item, Node):
        return _single(item)
    return Box(f"{column}:{item.token}", item.name, tuple(item.keys()), item.token)


def _groups(nodes: Iterable[Node]) -> list[_Branch | Node]:
    """In the order in which they first appear; one node alone is no group."""
    found: dict[str, list[Node]] = {}
    for node in nodes:
        found.setdefault(node.group, []).append(node)
    return [
        _Branch(token, held[0].group_name, held) if len(held) > 1 else held[0]
        for token, held in found.items()
    ]


def _unfolded(
    items: Iterable[_Branch | Node], opened: Collection[str], most: int
) -> Iterator[_Branch | Node]:
    for item in items:
        if isinstance(item, _Branch) and item.token in opened:
            yield from _unfolded(_split(item.token, item.children, most), opened, most)
        else:
            yield item


def _split(token: str, children: Sequence[_Branch | Node], room: int) -> Sequence[_Branch | Node]:
    """As they are, or by ranges of their names, about as many ranges as there are names in each."""
    if len(children) <= room:
        return children
    size = max(ceil(len(children) / room), min(room, ceil(sqrt(len(children)))))
    ordered = sorted(children, key=lambda child: (child.name.casefold(), child.name))
    return [
        _range(f"{token}.{at // size + 1}", ordered[at : at + size])
        for at in range(0, len(ordered), size)
    ]


def _range(token: str, children: Sequence[_Branch | Node]) -> _Branch | Node:
    if len(children) == 1:
        return children[0]
    first, last = children[0].name, children[-1].name
    return _Branch(token, f"{_short(first)} – {_short(_other(first, last))}", children)


def _other(first: str, last: str) -> str:
    """The end of a range without the words that it begins with like the other."""
    same = 0
    for place, (one, other) in enumerate(zip(first, last, strict=False)):
        if one != other:
            break
        same = place + 1 if one == " " else same
    return last[same:]


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else f"{name[:LETTERS].rstrip()}…"
