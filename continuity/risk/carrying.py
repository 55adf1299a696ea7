"""Who carries what an outage stops, now that the carriers themselves may be down. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WELL, BAD, UNKNOWN = "well", "bad", "unknown"


@dataclass(frozen=True)
class Carrier:
    """An option that could serve. ``health``: its own, by all that it rests on; ``because``: the
    component that speaks against it, and in what ``state`` that is."""

    option: int
    name: str
    minutes: int
    capacity: float
    health: str = WELL
    because: str = ""
    state: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Carried:
    """``now``: who carries, none when nothing does; ``lame``: who should, and is down itself;
    ``instead``: somebody else than was planned steps in."""

    now: tuple[Carrier, ...] = ()
    lame: tuple[Carrier, ...] = ()
    instead: bool = False

    @property
    def doubtful(self) -> tuple[Carrier, ...]:
        """Those of ``now`` of whose own state nothing is known."""
        return tuple(c for c in self.now if c.health == UNKNOWN)


def carried(planned: Sequence[Carrier], others: Sequence[Carrier], needed: float) -> Carried:
    """``planned``: who serves it when all else is well; ``others``: the next in line, in order.

    Whoever is down himself is passed over, for the next that is well, else for one of whom nothing
    is known, until together they carry what is ``needed``. Nothing planned: nothing carries it.
    """
    lame = tuple(c for c in planned if c.health == BAD)
    if not lame:
        return Carried(tuple(planned))
    standing = [c for c in planned if c.health != BAD]
    for line in ([c for c in others if c.health == WELL], [c for c in others if c.health != BAD]):
        chosen = list(standing)
        for carrier in line:
            if sum(c.capacity for c in chosen) >= needed - 1e-9 and chosen:
                break
            chosen.append(carrier)
        if chosen and sum(c.capacity for c in chosen) >= needed - 1e-9:
            return Carried(tuple(chosen), lame, instead=True)
    return Carried((), lame)


def health(states: dict[str, str], named: Sequence[str]) -> tuple[str, str, str]:
    """``(health, because, state)`` of what rests on components of these ``states``, of which it
    names ``named`` itself: what lies deeper is told of by few, so only its failing counts."""
    order = ("major_outage", "partial_outage", "degraded")
    for level in order:
        for name, state in states.items():
            if state == level:
                return BAD, name, level
    for name in named:
        if states.get(name) == UNKNOWN:
            return UNKNOWN, name, UNKNOWN
    return WELL, "", ""
