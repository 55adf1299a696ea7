"""What 200 status pages show in an hour, by a seed. Pure; times are simulated seconds.

What must open lasts for twelve minutes and more, and is well for as long before and after as it
takes to close, with room for whoever reads it to be killed meanwhile. A blip is shorter than the
half minute after which a second read may confirm it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

HOUR = 3600
MINUTE = 60
FINE = "operational"
WORDS = ("major_outage", "partial_outage", "degraded_performance")
TROUBLE = ("hang", "500", "broken", "reset")
BLIP, BETWEEN_BLIPS = 20, 9 * MINUTE
BURST_AT = 20 * MINUTE
KINDS = {
    "burst": 60,  # all fall at the same second
    "twice": 40,
    "flaps": 20,  # comes and goes by the minute: one outage
    "worsens": 20,
    "hidden": 20,  # cannot be read for some of the time that it is down
    "blips": 25,
    "unreadable": 10,  # cannot be read now and then; nothing is down
    "calm": 5,
}


@dataclass(frozen=True)
class Phase:
    """From ``start`` until ``end`` the page shows ``word``, a state or a kind of trouble.
    ``post``: the incident that stands on it."""

    start: float
    end: float
    word: str
    post: str = ""


@dataclass(frozen=True)
class Spell:
    """An outage that must be opened once and closed once. ``worst``: what it comes to."""

    page: int
    start: float
    end: float
    worst: str


@dataclass(frozen=True)
class Page:
    number: int
    kind: str
    phases: tuple[Phase, ...]
    spells: tuple[Spell, ...]

    def at(self, second: float) -> Phase:
        """What it shows then; all is well where nothing is said."""
        for phase in self.phases:
            if phase.start <= second < phase.end:
                return phase
        return Phase(second, second, FINE)


def timetable(seed: int) -> list[Page]:
    chance = Random(f"pages {seed}")
    kinds = [kind for kind, count in KINDS.items() for _ in range(count)]
    chance.shuffle(kinds)
    return [_page(number, kind, chance) for number, kind in enumerate(kinds)]


def spells(pages: list[Page]) -> list[Spell]:
    return [spell for page in pages for spell in page.spells]


def name(page: int) -> str:
    """The component on it, as people read it. No name is part of another."""
    return f"Component p{page:03}"


def _page(number: int, kind: str, chance: Random) -> Page:
    phases = list(PLANS[kind](chance))
    spells = []
    for post in dict.fromkeys(phase.post for phase in phases if phase.post):
        mine = [phase for phase in phases if phase.post == post]
        words = {phase.word for phase in mine}
        worst = next(word for word in WORDS if word in words)
        spells.append(Spell(number, mine[0].start, mine[-1].end, worst))
    return Page(number, kind, tuple(phases), tuple(spells))


def _burst(chance: Random) -> Iterator[Phase]:
    yield Phase(BURST_AT, BURST_AT + chance.uniform(14, 20) * MINUTE, chance.choice(WORDS), "one")


def _twice(chance: Random) -> Iterator[Phase]:
    first = chance.uniform(1, 3) * MINUTE
    second = chance.uniform(40, 44) * MINUTE
    for post, start in (("one", first), ("two", second)):
        yield Phase(start, start + chance.uniform(12, 15) * MINUTE, chance.choice(WORDS), post)


def _flaps(chance: Random) -> Iterator[Phase]:
    start = chance.uniform(5, 25) * MINUTE
    for turn in range(3):
        at = start + turn * 10 * MINUTE
        yield Phase(at, at + 8 * MINUTE, "major_outage", "one")


def _worsens(chance: Random) -> Iterator[Phase]:
    start = chance.uniform(2, 35) * MINUTE
    turn = start + 7 * MINUTE
    yield Phase(start, turn, "degraded_performance", "one")
    yield Phase(turn, turn + chance.uniform(10, 14) * MINUTE, "major_outage", "one")


def _hidden(chance: Random) -> Iterator[Phase]:
    """Down and readable, then down and not, then down and readable again."""
    start = chance.uniform(2, 30) * MINUTE
    word = chance.choice(WORDS)
    dark = start + 7 * MINUTE
    light = dark + chance.uniform(1, 2) * MINUTE
    yield Phase(start, dark, word, "one")
    yield Phase(dark, light, chance.choice(TROUBLE))
    yield Phase(light, light + chance.uniform(7, 10) * MINUTE, word, "one")


def _blips(chance: Random) -> Iterator[Phase]:
    at = chance.uniform(1, 9) * MINUTE
    while at < HOUR:
        yield Phase(at, at + BLIP, "major_outage")
        at += BETWEEN_BLIPS


def _unreadable(chance: Random) -> Iterator[Phase]:
    for start in range(4, 56, 13):
        at = (start + chance.uniform(0, 4)) * MINUTE
        yield Phase(at, at + chance.uniform(1, 3) * MINUTE, chance.choice(TROUBLE))


def _calm(_: Random) -> Iterator[Phase]:
    yield from ()


PLANS = {
    "burst": _burst,
    "twice": _twice,
    "flaps": _flaps,
    "worsens": _worsens,
    "hidden": _hidden,
    "blips": _blips,
    "unreadable": _unreadable,
    "calm": _calm,
}
