"""Whether every loop still turns. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

LEAST, INTERVALS = timedelta(minutes=5), 2
FAILURES = 3  # in a row; one may be the database starting again


class Turn(Protocol):
    since: datetime
    at: datetime
    failures: int


@dataclass(frozen=True)
class Loop:
    """One loop. ``at`` is None while it never turned. ``word``: "turns", "silent" or "fails"."""

    name: str
    every: timedelta
    at: datetime | None
    word: str

    @property
    def well(self) -> bool:
        return self.word in {"turns", "waits"}


def loops(
    wanted: Iterable[tuple[str, float]], turns: Mapping[str, Turn], now: datetime
) -> list[Loop]:
    """How each loop does. One that never turned waits for as long as any has been known to turn."""
    begun = min((turn.since for turn in turns.values()), default=None)
    found = []
    for name, seconds in wanted:
        every, turn = timedelta(seconds=seconds), turns.get(name)
        last = turn.at if turn else begun
        if last is None or now - last > allowance(every):
            word = "silent"
        elif turn is None:
            word = "waits"
        else:
            word = "fails" if turn.failures >= FAILURES else "turns"
        found.append(Loop(name, every, turn.at if turn else None, word))
    return found


def allowance(every: timedelta) -> timedelta:
    """How long a loop may be silent."""
    return max(LEAST, every * INTERVALS)
