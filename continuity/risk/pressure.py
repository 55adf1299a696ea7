"""What presses on one organisation now: the functions that an open outage hits, and for how long
they can bear it."""

from dataclasses import dataclass

from continuity.orgs.models import Organization
from continuity.providers.models import Outage, State

from .finding.hits import Hit, felt


@dataclass(frozen=True)
class Pressed:
    """One function under one outage."""

    hit: Hit
    outage: Outage

    @property
    def is_sure(self) -> bool:
        """It is down, by more than a suspicion: not slow, not in part."""
        return self.outage.state == State.MAJOR and not self.outage.suspected


def pressed(org: Organization) -> list[Pressed]:
    """Who is nearest to its MTPD first, and what nothing carries before the rest.

    One query while nothing is down; a fixed number else.
    """
    outages = list(
        Outage.objects.for_org(org).open().select_related("component__provider").order_by("pk")
    )
    if not outages:
        return []
    found = felt([org.pk], outages)
    rows = [Pressed(hit, o) for o in outages for hit in found.get((org.pk, o.pk), ())]
    return sorted(rows, key=lambda row: (row.hit.is_carried, row.hit.mtpd_at, row.outage.pk))


def of_functions(rows: list[Pressed], functions: set[int]) -> list[Pressed]:
    """Of these functions, each once: none means all."""
    found: dict[int, Pressed] = {}
    for row in rows:
        pk = row.hit.function.pk
        if not functions or pk in functions:
            found.setdefault(pk, row)
    return list(found.values())
