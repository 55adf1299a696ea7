"""What several incidents or alerts say of one thing, kept apart. Pure; survives as JSON."""

from datetime import datetime, timedelta

from continuity.providers.feeds import State

Threads = dict[str, list[str]]  # by thread: its state, when it said so, when we heard it
MOST = 100
HOLDS = timedelta(hours=24)  # an incident of which nobody says anything any more counts as over


def taken_in(
    threads: Threads, thread: str, state: State, at: datetime, heard: datetime
) -> Threads | None:
    """With the newer word of ``thread``, said ``at`` by their clock and heard by ours; None if it
    is older than what is known. Unknown says nothing: what was known stands.
    """
    known = threads.get(thread)
    if known and datetime.fromisoformat(known[1]) > at:
        return None
    if state is State.UNKNOWN:
        return threads
    kept = {**threads, thread: [state.value, at.isoformat(), heard.isoformat()]}
    newest = sorted(kept, key=lambda name: (not _bad(kept[name]), -_heard(kept[name])))[:MOST]
    return {name: kept[name] for name in kept if name in newest}


def worst(threads: Threads, now: datetime) -> State:
    """What they say together; unknown if none says anything."""
    speaking = [t for t in threads.values() if not _bad(t) or _heard(t) > (now - HOLDS).timestamp()]
    return max((State(t[0]) for t in speaking), key=lambda s: s.rank, default=State.UNKNOWN)


def _bad(thread: list[str]) -> bool:
    return State(thread[0]).is_bad


def _heard(thread: list[str]) -> float:
    return datetime.fromisoformat(thread[2]).timestamp()
