"""A reading that tells nothing new of anything that is settled: it needs no step. Pure.

Most readings are such. What was skipped is caught up with before the next step, from the time of
the last good reading: the memory is then what it would have been.
"""

from dataclasses import replace
from datetime import datetime

from . import detect, observing
from .feeds import Reading, State
from .memory import SignalState


def settled(memory: SignalState, read_at: datetime, now: datetime, policy: detect.Policy) -> bool:
    """Well for long enough to close any outage, none open or pending, no window awaited, and read
    at ``read_at``, lately enough for the next reading to join on."""
    good = memory.streaks.get(State.OPERATIONAL)
    return (
        memory.last is not None
        and memory.last.state is State.OPERATIONAL
        and memory.state is State.OPERATIONAL
        and memory.last.until is None
        and not (memory.open or memory.pending or memory.last.monitoring)
        and good is not None
        and good.meets(policy.close, memory.last.at)
        and memory.last.at <= read_at <= now <= read_at + policy.gap
    )


def same(memory: SignalState, reading: Reading, upstream_id: str, now: datetime) -> bool:
    """Whether ``reading`` says of one component what was last seen of it."""
    seen = observing.observe(reading, upstream_id, now, memory)
    return memory.last is not None and replace(seen, at=memory.last.at) == memory.last


def caught_up(memory: SignalState, read_at: datetime | None, policy: detect.Policy) -> SignalState:
    """With the readings that needed no step, the last of them at ``read_at``, taken in."""
    last = memory.last
    if read_at is None or last is None or last.at >= read_at or memory.open:
        return memory
    if last.state is not State.OPERATIONAL:
        return memory
    return detect.step(
        replace(memory, known_at=read_at), observing.again(memory, read_at), read_at, policy
    )[0]
