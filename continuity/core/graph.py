"""Directed graphs as plain mappings: who points at whom, in what order, and where they go round."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise


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


def way(edges: Mapping[str, Iterable[str]], start: str, end: str) -> tuple[str, ...]:
    """A shortest way from ``start`` to ``end``, both named; empty where there is none."""
    trails: dict[str, tuple[str, ...]] = {start: (start,)}
    for node in (ahead := [start]):
        if node == end:
            return trails[node]
        for target in edges.get(node, ()):
            if target not in trails:
                trails[target] = (*trails[node], target)
                ahead.append(target)
    return ()
