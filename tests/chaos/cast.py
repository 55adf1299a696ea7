"""Who leans on which page: organisations, their people, and functions that feel it. Pure."""

from dataclasses import dataclass
from random import Random

from tests.chaos.timetable import timetable

ORGS = 8
PEOPLE = ("ada", "bob", "cy")
SHARED = 5  # pages of the burst that an organisation leans on beside its own


@dataclass(frozen=True)
class Lean:
    """One function: nothing carries it when the component on ``page`` fails."""

    org: int
    person: str
    function: str
    page: int


def cast(seed: int) -> list[Lean]:
    """Somebody leans on every page, and several organisations on some of those that fall at once.

    The last function of each organisation leans on what its first one does, with one owner.
    """
    chance = Random(f"cast {seed}")
    pages = timetable(seed)
    leans = []
    for org in range(ORGS):
        own = [page.number for page in pages if page.number % ORGS == org]
        others = [p.number for p in pages if p.kind == "burst" and p.number not in own]
        chosen = [(page, chance.choice(PEOPLE)) for page in own + chance.sample(others, SHARED)]
        for n, (page, owner) in enumerate([*chosen, chosen[0]]):
            leans.append(Lean(org, address(org, owner), f"Function {org}-{n:02}.", page))
    return leans


def address(org: int, person: str) -> str:
    return f"{person}@org{org}.example.org"
