"""Directed graphs as plain mappings: who points at whom, in what order, and where they go round."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def cycles(edges: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """One circle for each edge that closes one, as the nodes on it, the first repeated at the end.

    Targets that are no key of ``edges`` are passed over. Never recurses, so depth is no limit.
    """
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        trail, on_trail = [start], {start}
        branches = [iter(edges[start])]
        while trail:
            target = next(branches[-1], None)
            if target is None:
                branches.pop()
                node = trail.pop()
                on_trail.discard(node)
                done.add(node)
            elif target in on_trail:
                yield (*trail[trail.index(target) :], target)
            elif target in edges and target not in done:
                trail.append(target)
                on_trail.add(target)
                branches.append(iter(edges[target]))


def bottom_up(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """Every key, each after all that it points at.

    Raises ValueError, naming the circle, where there is one.
    """
    if circle := next(cycles(edges), None):
        raise ValueError(" → ".join(circle))
    order: list[str] = []
    seen: set[str] = set()
    for start in edges:
        stack = [(start, False)]
        while stack:
            node, children_done = stack.pop()
            if children_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack.append((node, True))
                stack.extend((t, False) for t in edges[node] if t in edges and t not in seen)
    return order


def without_circles(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Edges by their upper end, less those that would close a circle; earlier ones are kept."""
    edges: dict[str, list[str]] = defaultdict(list)
    rank: dict[tuple[str, str], int] = {}
    for upper, lower in pairs:
        edges[upper].append(lower)
        rank[upper, lower] = len(rank)
    while circle := next(cycles(edges), None):
        upper, lower = max(pairwise(circle), key=lambda pair: rank[pair])
        edges[upper].remove(lower)
    return edges


def shortest(
    edges: Mapping[Node, Iterable[Node]], starts: Iterable[Node], target: Node
) -> tuple[Node, ...]:
    """The shortest path from any start to the target, the first listed among equals; () if none."""
    came_from: dict[Node, Node | None] = dict.fromkeys(starts)
    queue = deque(came_from)
    while queue:
        node = queue.popleft()
        if node == target:
            trail = [node]
            while (before := came_from[trail[-1]]) is not None:
                trail.append(before)
            return tuple(reversed(trail))
        for below in edges.get(node, ()):
            if below not in came_from:
                came_from[below] = node
                queue.append(below)
    return ()
