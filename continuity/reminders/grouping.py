"""Outages that have one cause are one message. Pure.

Only messages are put together: each outage is answered, and ends, by itself. A group takes in what
begins within half an hour of its first, so that its end is never put off by whatever fails next.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

JOINS = timedelta(minutes=30)  # from the first of a group, or the cause that it was told under
TOGETHER = timedelta(minutes=5)  # several of one provider within so long fail as one


@dataclass(frozen=True)
class Opening:
    """An outage as it began. ``incident``: the provider's own post of it, where there is one;
    ``known_at``: since when we knew."""

    pk: int
    component: int
    provider: int
    at: datetime
    incident: str = ""
    ended_at: datetime | None = None
    known_at: datetime | None = None


Below = Callable[[int], Iterable[int]]  # a component, and all that it needs


def belong(one: Opening, other: Opening, below: Below) -> bool:
    """Whether two outages have one cause, if they are near enough in time at all."""
    apart = abs(one.at - other.at)
    if one.provider == other.provider:
        if one.incident and one.incident == other.incident:
            return True
        if apart <= TOGETHER:
            return True
    first, second = sorted((one, other), key=_order)
    if first.component in below(second.component):
        return True
    return apart == timedelta(0) and second.component in below(first.component)


def same(one: Opening, other: Opening) -> bool:
    """Whether both are of one component at one time: we saw it, and then the provider says so."""
    return (
        one.component == other.component
        and (one.ended_at is None or other.at < one.ended_at)
        and (other.ended_at is None or one.at < other.ended_at)
    )


def groups(
    openings: Iterable[Opening],
    below: Below,
    told: Mapping[int, int] | None = None,
    over: Mapping[int, datetime] | None = None,
) -> dict[int, int]:
    """Each outage to the one that counts as the cause of its group.

    ``told``: outages to the causes that somebody was told of them under, which they keep, so that
    nothing is told anew. ``over``: of these causes those that they heard the end of, and when: only
    what was known and over by then belongs there still. Whatever else fails is another cause.
    """
    told, over = told or {}, over or {}
    rows = sorted(openings, key=_order)
    by_pk = {row.pk: row for row in rows}
    left = [row for row in rows if row.pk not in told]
    found = {row.pk: told[row.pk] for row in rows if row.pk in told}
    for first in sorted({*found.values()}, key=lambda pk: _order(by_pk[pk])):
        members = [by_pk[pk] for pk, cause_ in found.items() if cause_ == first]
        end = over.get(first)
        able = left if end is None else [row for row in left if _was_over(row, end)]
        joined = _joined(members, by_pk[first].at, able, below)
        found.update((row.pk, first) for row in joined)
        left = [row for row in left if row.pk not in found]
    while left:
        members = [left[0], *_joined(left[:1], left[0].at, left[1:], below)]
        first = cause(members, below).pk
        found.update((row.pk, first) for row in members)
        left = [row for row in left if row.pk not in found]
    return found


def _order(row: Opening) -> tuple[datetime, int]:
    return row.at, row.pk


def _was_over(row: Opening, end: datetime) -> bool:
    return row.ended_at is not None and (row.known_at or row.at) <= end


def _joined(
    members: list[Opening], first: datetime, rows: list[Opening], below: Below
) -> list[Opening]:
    """Those of ``rows`` that belong to one of ``members``, or to one that does."""
    found, edge, left = [], members, rows
    while edge:
        new = [
            row
            for row in left
            if any(same(row, other) for other in edge)
            or (abs(row.at - first) <= JOINS and any(belong(row, other, below) for other in edge))
        ]
        left = [row for row in left if row not in new]
        found += new
        edge = new
    return found


def cause(members: list[Opening], below: Below) -> Opening:
    """What most of the others need; of equals the first that failed."""
    needs = {row.component: frozenset(below(row.component)) for row in members}

    def carries(row: Opening) -> int:
        return sum(row.component in needs[other.component] for other in members)

    return min(members, key=lambda row: (-carries(row), row.at, row.pk))
