"""How long a runbook takes: the longest path through its steps. METHOD section 10, pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Work(NamedTuple):
    """A step as far as time is concerned. ``after_service``: it is done once the service is back,
    such as watching the fallback or going back to the provider."""

    key: str
    minutes: int
    waits_for: Sequence[str] = ()
    after_service: bool = False


@dataclass(frozen=True)
class PlanTime:
    """``minutes``: until the service is back, along the longest path; this is held against the RTO.

    ``path``: the keys of the steps on it, in order. ``normal_minutes``: until the last step is
    done, never less. ``starts``: for each step, the minute at which it can begin. ``after``: the
    steps that come after the service is back: those marked, and all that wait for one of them.
    """

    minutes: int
    path: tuple[str, ...]
    starts: Mapping[str, int]
    normal_minutes: int
    after: frozenset[str]


def plan_time(steps: Iterable[Work]) -> PlanTime:
    """The longest path up to the service being back, and the longest of all.

    Waiting for a key that is no step counts for nothing. Raises Cycle.
    """
    known = {step.key: step for step in steps}
    before = {key: [k for k in step.waits_for if k in known] for key, step in known.items()}
    ends: dict[str, int] = {}
    starts: dict[str, int] = {}
    after: set[str] = set()
    for key in _in_order(before):
        starts[key] = max((ends[k] for k in before[key]), default=0)
        ends[key] = starts[key] + known[key].minutes
        if known[key].after_service or not after.isdisjoint(before[key]):
            after.add(key)
    path = _longest(before, ends, [key for key in ends if key not in after])
    return PlanTime(
        minutes=ends[path[-1]] if path else 0,
        path=path,
        starts=starts,
        normal_minutes=max(ends.values(), default=0),
        after=frozenset(after),
    )


def _longest(
    before: Mapping[str, Sequence[str]], ends: Mapping[str, int], among: Sequence[str]
) -> tuple[str, ...]:
    """To the one of ``among`` that ends last, from one that waits for nothing."""
    if not among:
        return ()
    path = [max(among, key=ends.__getitem__)]
    while before[path[-1]]:
        path.append(max(before[path[-1]], key=ends.__getitem__))
    return tuple(reversed(path))


class Cycle(ValueError):
    """Steps that wait for each other; ``path`` names them, the first one twice."""

    def __init__(self, path: Sequence[str]) -> None:
        super().__init__(" → ".join(path))
        self.path = tuple(path)


def _in_order(before: Mapping[str, Sequence[str]]) -> list[str]:
    """Each step after all that it waits for; steps otherwise as they came."""
    order: list[str] = []
    place = {key: at for at, key in enumerate(before)}
    left = {key: len(set(keys)) for key, keys in before.items()}
    after: dict[str, list[str]] = {key: [] for key in before}
    for key, keys in before.items():
        for earlier in set(keys):
            after[earlier].append(key)
    ready = [key for key, waits in left.items() if not waits]
    while ready:
        order += ready
        freed = []
        for follower in (f for key in ready for f in after[key]):
            left[follower] -= 1
            if not left[follower]:
                freed.append(follower)
        ready = sorted(freed, key=place.__getitem__)
    if len(order) < len(before):
        raise Cycle(_cycle({key: set(before[key]) for key, waits in left.items() if waits}))
    return order


def _cycle(waiting: Mapping[str, set[str]]) -> list[str]:
    """Every step left waits for another that is left: walk until one comes again."""
    path = [min(waiting)]
    seen: dict[str, int] = {}
    while path[-1] not in seen:
        seen[path[-1]] = len(path) - 1
        path.append(min(key for key in waiting[path[-1]] if key in waiting))
    return path[seen[path[-1]] :]
