"""What lies beneath a component, and what rests on it. Pure: numbers of rows in and out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

Pairs = Iterable[tuple[int, int]]


def downwards(pairs: Pairs) -> dict[int, set[int]]:
    """``(upper, lower)`` pairs as upper to its lowers."""
    below: dict[int, set[int]] = defaultdict(set)
    for upper, lower in pairs:
        below[upper].add(lower)
    return below


def upwards(pairs: Pairs) -> dict[int, set[int]]:
    """``(upper, lower)`` pairs as lower to its uppers."""
    return downwards((lower, upper) for upper, lower in pairs)


def reached(steps: Mapping[int, Iterable[int]], start: Iterable[int]) -> set[int]:
    """``start`` and all that can be reached from it."""
    found, ahead = set(start), list(start)
    while ahead:
        for node in steps.get(ahead.pop(), ()):
            if node not in found:
                found.add(node)
                ahead.append(node)
    return found
