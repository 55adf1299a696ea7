"""The health of a source and how often to ask it. Pure.

Health says whether we can read, never how the components do; a source that is not read leaves
the last known state standing for half an hour, and then turns it unknown.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .feeds import ORDER, Reason, State
from .memory import SignalState

NEVER, FRESH, STALE, BROKEN, MOVED = "never", "fresh", "stale", "broken", "moved"
STALE_AFTER_INTERVALS, BROKEN_AFTER_FAILURES = 3, 3
BLIND_AFTER = timedelta(minutes=30)

MOVES = frozenset({Reason.MOVED, Reason.OTHER_PAGE, Reason.OTHER_FORMAT})
CLOSED_DOORS = frozenset(
    {Reason.CHALLENGE, Reason.HTML_INSTEAD, "http_401", "http_403", "http_405"}
)

URGENT, WATCHFUL = timedelta(seconds=30), timedelta(seconds=60)  # to confirm; while it is bad
USUAL, IDLE = timedelta(seconds=120), timedelta(seconds=300)  # somebody leans on it; nobody does
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LONGEST_BACKOFF = timedelta(minutes=15)
PATIENCE = 3  # tries at a closed door before it is once a day
SLOW = timedelta(minutes=10)  # an interval as long as this was chosen for a touchy host
JITTER = 0.1


@dataclass(frozen=True)
class Source:
    """How reading one feed has gone. ``since``: when ``health`` became what it is."""

    health: str = NEVER
    reason: str = ""
    since: datetime | None = None
    failures: int = 0
    read_at: datetime | None = None


def judge(source: Source, reason: str | None, at: datetime, interval: timedelta) -> Source:
    """After a try: ``reason`` is why it failed, None if it was read (unchanged included)."""
    if reason is None:
        since = source.since if source.health == FRESH else at
        return Source(FRESH, "", since, 0, at)
    failures = source.failures + 1
    health = _worse_health(source, reason, failures, at, interval)
    since = source.since if health == source.health else at
    return replace(source, health=health, reason=str(reason), since=since, failures=failures)


def _worse_health(
    source: Source, reason: str, failures: int, at: datetime, interval: timedelta
) -> str:
    if reason in MOVES or source.health == MOVED:
        return MOVED
    if failures >= BROKEN_AFTER_FAILURES or source.health == BROKEN:
        return BROKEN
    return health_at(source, at, interval)


def health_at(source: Source, now: datetime, interval: timedelta) -> str:
    """Its health by ``now``: fresh turns stale when three intervals pass without a good read."""
    if source.health != FRESH or source.read_at is None:
        return source.health
    return STALE if now - source.read_at > interval * STALE_AFTER_INTERVALS else FRESH


def effective(signal: SignalState, source: Source, now: datetime) -> State:
    """What one signal amounts to now. Half an hour without a read, for whatever reason (a dead
    poller too), or of unknown words only, and what it was no longer counts."""
    if signal.known_at is None or now - (source.read_at or signal.known_at) >= BLIND_AFTER:
        return State.UNKNOWN
    untold = signal.last is not None and signal.last.state is State.UNKNOWN
    return State.UNKNOWN if untold and now - signal.known_at >= BLIND_AFTER else signal.state


def combined(states: Iterable[State]) -> State:
    """The worst that is known; unknown if nothing is."""
    return max((s for s in states if s in ORDER), key=lambda s: s.rank, default=State.UNKNOWN)


@dataclass(frozen=True)
class Pace:
    """What decides how soon to ask again. ``pending``: the worst level that a read may confirm;
    ``bad``: something on it is; ``watched``: somebody leans on it; ``first``: it was never read."""

    interval: timedelta
    watched: bool = True
    first: bool = False
    bad: bool = False
    pending: State | None = None
    retry_after: timedelta | None = None
    max_age: timedelta | None = None


def wait(source: Source, pace: Pace) -> timedelta:
    """How long to leave a source alone, before jitter."""
    if source.failures:
        return _backoff(source, pace)
    if pace.pending and pace.interval < SLOW:
        return URGENT if pace.pending is State.MAJOR_OUTAGE else WATCHFUL
    chosen = _calm(pace)
    return max(chosen, min(pace.max_age, LONGEST_BACKOFF)) if pace.max_age else chosen


def _calm(pace: Pace) -> timedelta:
    if (pace.bad or pace.pending) and pace.interval < SLOW:
        return WATCHFUL
    return max(USUAL if pace.watched else IDLE, pace.interval)


def _backoff(source: Source, pace: Pace) -> timedelta:
    asked = min(pace.retry_after or timedelta(0), DAY)
    return max(asked, _cooling(source), MINUTE)


def _cooling(source: Source) -> timedelta:
    """Doubling for what passes by itself; an hour at once, then a day, where we are not wanted."""
    tries = source.failures - 1
    if source.health == MOVED or source.reason in CLOSED_DOORS:
        return HOUR if tries < PATIENCE else DAY
    ceiling = HOUR if source.reason == Reason.RATE_LIMITED else LONGEST_BACKOFF
    return min(MINUTE * 2 ** min(tries, 10), ceiling)


def next_due(source: Source, pace: Pace, name: str, at: datetime) -> datetime:
    """When to ask again: ``wait``, spread by up to a tenth so that feeds do not march in step.

    Never early where that would be wrong: a confirming read would be too close to the first one
    to count, and what the source asked for is the least. The first wait is shorter by a share
    of the source's own: what was begun together does not stay together.
    """
    spread = _phase(f"{name} {at.isoformat()}") * JITTER
    least = pace.pending or pace.retry_after or pace.max_age
    if pace.first and not (least or source.failures):
        return at + wait(source, pace) * (3 + 2 * _phase(name)) / 5
    return at + wait(source, pace) * (1 + (abs(spread) if least else spread))


def _phase(text: str) -> float:
    """A number from -1 to 1 that looks random and is the same for the same text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") / 2**31 - 1
