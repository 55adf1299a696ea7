"""Outages that have one cause are one message. Pure.

Only messages are put together: each outage is answered, and ends, by itself.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

UPSTREAM = timedelta(minutes=30)  # what runs on what failed falls with it within so long
TOGETHER = timedelta(minutes=5)  # several of one provider within so long fail as one


@dataclass(frozen=True)
class Opening:
    """An outage as it began. ``incident``: the provider's own post of it, where there is one."""

    pk: int
    component: int
    provider: int
    at: datetime
    incident: str = ""


Below = Callable[[int], Iterable[int]]  # a component, and all that it needs


def belong(one: Opening, other: Opening, below: Below) -> bool:
    """Whether two outages have one cause."""
    if one.component == other.component:
        return True  # we saw it, and now the provider says so
    apart = abs(one.at - other.at)
    if one.provider == other.provider:
        if one.incident and one.incident == other.incident:
            return True
        if apart <= TOGETHER:
            return True
    first, second = sorted((one, other), key=lambda o: (o.at, o.pk))
    if apart <= UPSTREAM and first.component in below(second.component):
        return True
    return apart == timedelta(0) and second.component in below(first.component)


def groups(openings: Iterable[Opening], below: Below) -> dict[int, int]:
    """Each outage to the one that counts as the cause of its group."""
    rows = sorted(openings, key=lambda o: (o.at, o.pk))
    root = {row.pk: row.pk for row in rows}

    def top(pk: int) -> int:
        while root[pk] != pk:
            pk = root[pk]
        return pk

    for place, row in enumerate(rows):
        for other in rows[:place]:
            if top(row.pk) != top(other.pk) and belong(other, row, below):
                root[top(row.pk)] = top(other.pk)
    members: dict[int, list[Opening]] = {}
    for row in rows:
        members.setdefault(top(row.pk), []).append(row)
    return {row.pk: cause(alike, below).pk for alike in members.values() for row in alike}


def cause(members: list[Opening], below: Below) -> Opening:
    """What most of the others need; of equals the first that failed."""
    needs = {row.component: frozenset(below(row.component)) for row in members}

    def carries(row: Opening) -> int:
        return sum(row.component in needs[other.component] for other in members)

    return min(members, key=lambda row: (-carries(row), row.at, row.pk))


def joined(found: Mapping[int, int], told: Mapping[int, int]) -> dict[int, int]:
    """``found`` by `groups`, with what people were told before: a group keeps the cause that it was
    first told under, so that who was told is not told anew."""
    kept: dict[int, int] = {}
    for pk, cause_ in sorted(found.items()):
        if pk in told:
            kept.setdefault(cause_, told[pk])
    return {pk: told.get(pk, kept.get(cause_, cause_)) for pk, cause_ in found.items()}
