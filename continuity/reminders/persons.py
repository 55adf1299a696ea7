"""What each person in an organisation feels of the outages, and was told of them.

Messages are put together for each person by what that one feels: the outage of something that only
others lean on is nothing to tell, to join to, or to wait for.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from continuity.risk.finding.hits import Felt, Hit

from .hearers import choose
from .models import Reminder

Hits = Mapping[int, Sequence[Hit]]  # by outage


@dataclass
class Person:
    """``own``: what hits functions that this one answers for; ``held``: what hits others, of which
    this one was told or was handed the reminder."""

    hearer: str
    own: dict[int, list[Hit]] = field(default_factory=lambda: defaultdict(list))
    held: dict[int, list[Hit]] = field(default_factory=lambda: defaultdict(list))
    rows: list[Reminder] = field(default_factory=list)

    @property
    def feels(self) -> set[int]:
        return {*self.own, *self.held}

    def of(self, outage: int) -> list[Hit]:
        return [*self.own.get(outage, ()), *self.held.get(outage, ())]


def persons(
    org: int,
    outages: Iterable[int],
    felt: Felt,
    rows: Iterable[Reminder],
    told: Mapping[int, set[int]],
    members: dict[str, int],
) -> list[Person]:
    """An address that is nobody's here hears nothing; who stands in for who left hears it all."""
    found: dict[str, Person] = {}
    hits = [(pk, hit) for pk in outages for hit in felt.get((org, pk), ())]
    for pk, hit in hits:
        for hearer in choose(members, hit.function.owner_email, hit.function.deputy_email):
            found.setdefault(hearer, Person(hearer)).own[pk].append(hit)
    for row in rows:
        for hearer in choose(members, row.owner_email):
            person = found.setdefault(hearer, Person(hearer))
            person.rows.append(row)
            if row.over_at is None:
                _hold(person, hits, told.get(row.pk, set()))
    return list(found.values())


def _hold(person: Person, hits: Iterable[tuple[int, Hit]], functions: set[int]) -> None:
    for pk, hit in hits:
        function = hit.function.pk
        if function in functions and all(function != h.function.pk for h in person.of(pk)):
            person.held[pk].append(hit)
