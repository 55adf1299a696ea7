"""What one reading says of one component: its state now, and the posts that explain it. Pure.

A post explains and never decides. One that stood there while the component did well is about
something else, or was forgotten: it tells neither when trouble began nor that it is being watched.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from .feeds import (
    ComponentReading,
    IncidentReading,
    MaintenanceReading,
    Reading,
    Reason,
    State,
)
from .memory import Observation, SignalState

WHOLE = "*"  # the upstream id that means all that a page lists: as bad as the worst of it
OVERRUN = timedelta(minutes=15)  # after an announced window, before what is bad counts as such
NEWS = timedelta(hours=2)  # how long a post that came before its trouble may still explain it
FORGOTTEN = timedelta(hours=24)  # a post this old watches nothing any more
MOST_POSTS = 50  # remembered of one component
DAWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Word:
    """A state; beyond ``until`` (the end of a window, and some), it is ``then``."""

    state: State
    until: datetime | None = None
    then: State | None = None


def observe(
    reading: Reading, upstream_id: str, at: datetime, memory: SignalState | None = None
) -> Observation:
    """What ``reading`` says of one component, or of the ``WHOLE`` page, to one who remembers."""
    memory = memory or SignalState()
    listed = _listed(reading, upstream_id)
    if listed is None:
        return Observation(at, State.UNKNOWN, missing=True)
    word = _worst([_word(c, reading.maintenances, at, memory) for c in listed])
    posts = [i for i in reading.incidents if not i.is_closed]
    about = [i for i in posts if upstream_id == WHOLE or upstream_id in i.components]
    loose = [] if upstream_id == WHOLE else [i for i in posts if not i.components]
    telling = [i for i in about if _tells(i, at, memory)]
    hinting = [i for i in loose if _tells(i, at, memory)] if word.state.is_bad else []
    post = _newest(telling) or _newest(hinting)
    began = max(_starts(telling, memory), default=None)
    return Observation(
        at,
        word.state,
        monitoring=any(i.state == "monitoring" and _age(i, at) <= FORGOTTEN for i in telling),
        began=began,
        aged=began or min(_starts(hinting, memory), default=None),
        title=post.title if post else "",
        incident=post.id if post else "",
        posts=tuple(i.id for i in (*about, *loose))[:MOST_POSTS],
        until=word.until,
        then=word.then,
    )


def _listed(reading: Reading, upstream_id: str) -> list[ComponentReading] | None:
    """What tells of a component, or of the whole page; None if it is not there.

    Of a whole page, rows that nobody watches are no part; nothing open on a page that lists
    posts only is a page that is well.
    """
    if upstream_id != WHOLE:
        found = [c for c in reading.components if c.id == upstream_id]
        missing = not found or any(c.reason == Reason.COMPONENT_MISSING for c in found)
        return None if missing else found
    if not reading.components and not reading.silent_is_well:
        return None
    return [c for c in reading.components if c.reason != Reason.NOT_MONITORED] or [
        ComponentReading(WHOLE, "", State.OPERATIONAL if reading.silent_is_well else State.UNKNOWN)
    ]


def again(signal: SignalState, at: datetime) -> Observation:
    """The last observation once more, as of ``at``: the source says that nothing changed."""
    last = signal.last or Observation(at, State.UNKNOWN)
    if last.until and last.then and at > last.until:
        last = replace(last, state=last.then, until=None, then=None)
    return replace(last, at=at)


def _word(
    component: ComponentReading,
    windows: Iterable[MaintenanceReading],
    at: datetime,
    memory: SignalState,
) -> Word:
    """Bad inside an announced window is maintenance; maintenance long after it is not.

    What was an outage before the window stays one.
    """
    said = component.state
    ends = [
        w.ends_at + OVERRUN
        for w in windows
        if component.id in w.components
        and w.state != "completed"
        and w.starts_at
        and w.ends_at
        and w.starts_at <= at
    ]
    over = State.DEGRADED if said is State.MAINTENANCE else said
    if not ends or not over.is_bad or (said.is_bad and memory.open):
        return Word(said)
    until = max(ends)
    return Word(over) if at > until else Word(State.MAINTENANCE, until, over)


def _worst(words: list[Word]) -> Word:
    """Of several: the worst that is known; if none is bad, one that is unknown leaves all so."""
    worst = max((w.state for w in words), key=lambda state: state.rank)
    if not worst.is_bad and any(w.state is State.UNKNOWN for w in words):
        worst = State.UNKNOWN
    until = min((w.until for w in words if w.until), default=None)
    if until is None:
        return Word(worst)
    later = [w.then if w.until == until and w.then else w.state for w in words]
    return Word(worst, until, max(later, key=lambda state: state.rank))


def _tells(post: IncidentReading, at: datetime, memory: SignalState) -> bool:
    return not _stood_by(post, memory) or _age(post, at) <= NEWS


def _stood_by(post: IncidentReading, memory: SignalState) -> bool:
    """Whether it was open while all was well: it was seen then, or says so of itself (by more
    than a provider dates its posts back)."""
    well, began = memory.good_at, post.started_at
    return post.id in memory.idle or bool(well and began and well - began > NEWS)


def _starts(posts: Iterable[IncidentReading], memory: SignalState) -> list[datetime]:
    return [p.started_at for p in posts if p.started_at and not _stood_by(p, memory)]


def _age(post: IncidentReading, at: datetime) -> timedelta:
    return at - post.started_at if post.started_at else timedelta(0)


def _newest(posts: list[IncidentReading]) -> IncidentReading | None:
    return max(posts, key=lambda p: (p.started_at or DAWN, p.id), default=None)
