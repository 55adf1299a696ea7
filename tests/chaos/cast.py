"""Who leans on which page: organisations, their people, and functions that feel it. Pure."""

from dataclasses import dataclass
from random import Random

from tests.chaos.timetable import timetable

ORGS = 8
PEOPLE = ("ada", "bob", "cy")
FELT = {"burst": 5, "twice": 3, "flaps": 1, "worsens": 2, "hidden": 1, "blips": 1, "unreadable": 1}


@dataclass(frozen=True)
class Lean:
    """One function: nothing carries it when the component on ``page`` fails."""

    org: int
    person: str
    function: str
    page: int


def cast(seed: int) -> list[Lean]:
    """The last function of each organisation leans on what its first one does, with one owner."""
    chance = Random(f"cast {seed}")
    pages = timetable(seed)
    leans = []
    for org in range(ORGS):
        chosen = [
            page.number
            for kind, count in FELT.items()
            for page in chance.sample([p for p in pages if p.kind == kind], count)
        ]
        owners = [chance.choice(PEOPLE) for _ in chosen]
        for n, (page, owner) in enumerate(
            [*zip(chosen, owners, strict=True), (chosen[0], owners[0])]
        ):
            leans.append(Lean(org, address(org, owner), f"Function {org}-{n:02}.", page))
    return leans


def address(org: int, person: str) -> str:
    return f"{person}@org{org}.example.org"
