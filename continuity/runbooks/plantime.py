"""How long a runbook takes: the longest path through its steps. METHOD section 10, pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PlanTime:
    """``minutes``: along the longest path, whole minutes, 0 for no steps.

    ``path``: the keys of the steps on it, in order. ``starts``: for each step, the minute at
    which it can begin.
    """

    minutes: int
    path: tuple[str, ...]
    starts: Mapping[str, int]


class Cycle(ValueError):
    """Steps that wait for each other; ``path`` names them, the first one twice."""

    def __init__(self, path: Sequence[str]) -> None:
        super().__init__(" → ".join(path))
        self.path = tuple(path)


def plan_time(steps: Iterable[tuple[str, int, Sequence[str]]]) -> PlanTime:
    """``(key, minutes, keys it waits for)`` of each step in; the longest path out.

    Waiting for a key that is no step counts for nothing. Raises Cycle.
    """
    known = {key: (minutes, waits) for key, minutes, waits in steps}
    before = {key: [k for k in waits if k in known] for key, (_, waits) in known.items()}
    starts: dict[str, int] = {}
    for key in _in_order(before):
        starts[key] = max((starts[k] + known[k][0] for k in before[key]), default=0)
    if not starts:
        return PlanTime(0, (), {})
    last = max(starts, key=lambda key: starts[key] + known[key][0])
    path = [last]
    while before[path[-1]]:
        path.append(max(before[path[-1]], key=lambda key: starts[key] + known[key][0]))
    return PlanTime(starts[last] + known[last][0], tuple(reversed(path)), starts)


def _in_order(before: Mapping[str, Sequence[str]]) -> list[str]:
    """Each step after all that it waits for; steps otherwise as they came."""
    order: list[str] = []
    waiting = {key: set(keys) for key, keys in before.items()}
    while waiting:
        ready = [key for key, keys in waiting.items() if not keys]
        if not ready:
            raise Cycle(_cycle(waiting))
        for key in ready:
            del waiting[key]
        for keys in waiting.values():
            keys.difference_update(ready)
        order += ready
    return order


def _cycle(waiting: Mapping[str, set[str]]) -> list[str]:
    """Every step left waits for another that is left: walk until one comes again."""
    path = [min(waiting)]
    while path[-1] not in path[:-1]:
        path.append(min(waiting[path[-1]] & set(waiting)))
    return path[path.index(path[-1]) :]
