"""The standing of all loops, for the screen, the health address and the heartbeat."""

from datetime import datetime

from continuity.core.sweeps import sweeps

from .models import Tick
from .standing import Loop, loops


def standing(now: datetime) -> list[tuple[Loop, Tick | None]]:
    """Every loop beside its last turn; one query."""
    turns = {tick.name: tick for tick in Tick.objects.known()}
    wanted = [(task.name, seconds) for task, seconds in sweeps()]
    return [(loop, turns.get(loop.name)) for loop in loops(wanted, turns, now)]


def unwell(now: datetime) -> dict[str, str]:
    """Loops that are silent or fail, by name."""
    return {loop.name: loop.word for loop, _tick in standing(now) if not loop.well}
