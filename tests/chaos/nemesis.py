"""What falls, and when: by a seed. Pure; times are simulated seconds."""

from dataclasses import dataclass
from random import Random

KILLS = 20
MINUTE = 60
FIRST, LAST = 1 * MINUTE, 58 * MINUTE
VICTIMS = ("worker", "child", "child", "beat")


@dataclass(frozen=True)
class Fault:
    """``machine``: which of the two; ``pause``: how long until it is back, in real seconds."""

    at: float
    what: str  # "worker", "child", "beat", "database", "broker", "freeze"
    machine: int = 0
    pause: float = 0.0


def faults(seed: int) -> list[Fault]:
    """Twenty kills, the database and the broker twice each, and one worker that stands still."""
    chance = Random(f"nemesis {seed}")
    between = (LAST - FIRST) / KILLS
    found = [
        Fault(
            FIRST + (n + chance.random() / 2) * between, chance.choice(VICTIMS), chance.randrange(2)
        )
        for n in range(KILLS)
    ]
    for start, end in ((10, 26), (32, 50)):
        found.append(Fault(chance.uniform(start, end) * MINUTE, "database"))
        pause = chance.uniform(0, 4)
        found.append(Fault(chance.uniform(start, end) * MINUTE, "broker", pause=pause))
    found.append(Fault(chance.uniform(26, 32) * MINUTE, "freeze", chance.randrange(2), 12.0))
    return sorted(found, key=lambda fault: fault.at)
