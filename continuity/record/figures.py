"""The arithmetic of a track record. Pure: instants in, shares, minutes and counts out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

Span = tuple[datetime, datetime]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
EARLY = timedelta(hours=6)  # our sight so long before their word is of the same trouble
LEAST_WATCHED = DAY  # below that a share says nothing


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time without overlaps, in order; empty and reversed spans are left out."""
    found: list[Span] = []
    for start, end in sorted(s for s in spans if s[1] > s[0]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def within(spans: Iterable[Span], window: Span) -> list[Span]:
    """What of ``spans`` lies in ``window``."""
    cut = [(max(start, window[0]), min(end, window[1])) for start, end in spans]
    return merged(cut)


def length(spans: Iterable[Span]) -> timedelta:
    return sum((end - start for start, end in merged(spans)), timedelta(0))


@dataclass(frozen=True)
class Available:
    """How much of the time watched something was up. ``share``: 0 to 1; None: not watched a day.

    ``down`` and ``watched`` are lengths of time, ``times`` counts the spells, ``longest`` is the
    longest of them.
    """

    watched: timedelta
    down: timedelta
    times: int
    longest: timedelta

    @property
    def share(self) -> float | None:
        if self.watched < LEAST_WATCHED:
            return None
        return max(0.0, 1 - self.down / self.watched)

    @property
    def down_minutes(self) -> int:
        return round(self.down / MINUTE)

    @property
    def longest_minutes(self) -> int:
        return round(self.longest / MINUTE)

    @property
    def watched_days(self) -> int:
        return int(self.watched / DAY)


@dataclass(frozen=True)
class Measured:
    """Tries of one's own probes. ``share`` of good ones, 0 to 1; None of none."""

    good: int
    bad: int

    @property
    def tries(self) -> int:
        return self.good + self.bad

    @property
    def share(self) -> float | None:
        return self.good / self.tries if self.tries else None


def availability(down: Iterable[Span], since: datetime | None, window: Span) -> Available:
    """Of ``window``, the part from ``since`` on (when watching began; None: never)."""
    if since is None or since >= window[1]:
        return Available(timedelta(0), timedelta(0), 0, timedelta(0))
    seen = (max(since, window[0]), window[1])
    spells = within(down, seen)
    longest = max((end - start for start, end in spells), default=timedelta(0))
    return Available(seen[1] - seen[0], length(spells), len(spells), longest)


def lags(ours: Sequence[Span], theirs: Iterable[tuple[datetime, datetime]]) -> list[timedelta]:
    """For each outage that the provider told of, how much later than us it did.

    ``ours``: when we saw it down, from first to last. ``theirs``: when they first said so, and
    until when. Ours counts if it began at most six hours before their word and reached up to it,
    or began while they said so; the earliest does. Negative: they were the first.
    """
    found = []
    for said, until in theirs:
        about = [start for start, end in ours if said - EARLY <= start < until and end >= said]
        if about:
            found.append(said - min(about))
    return found


def middle(lengths: Sequence[timedelta]) -> int | None:
    """The median in whole minutes; None of none."""
    return round(median(x / MINUTE for x in lengths)) if lengths else None


@dataclass(frozen=True)
class Post:
    """What counts of an incident."""

    started_at: datetime | None
    resolved_at: datetime | None
    updates: tuple[datetime, ...]
    cause_named: bool
    written_up: bool


@dataclass(frozen=True)
class Candour:
    """How a provider speaks of its incidents. Counts; ``updates_per_hour`` while down, or None."""

    incidents: int
    closed: int
    causes: int
    writeups: int
    updates_per_hour: float | None
    first_update_minutes: int | None


def candour(posts: Sequence[Post]) -> Candour:
    """Shares are of incidents that are closed: an open one may still be explained."""
    closed = [p for p in posts if p.resolved_at]
    timed = [p for p in closed if p.started_at and p.updates and p.resolved_at > p.started_at]  # type: ignore[operator]
    hours = sum(((p.resolved_at - p.started_at) / HOUR for p in timed), 0.0)  # type: ignore[operator]
    said = sum(len(p.updates) for p in timed)
    firsts = [max(min(p.updates) - p.started_at, timedelta(0)) for p in timed if p.started_at]
    return Candour(
        incidents=len(posts),
        closed=len(closed),
        causes=sum(p.cause_named for p in closed),
        writeups=sum(p.written_up for p in closed),
        updates_per_hour=said / hours if hours else None,
        first_update_minutes=middle(firsts),
    )
