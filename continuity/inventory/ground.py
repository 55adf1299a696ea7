"""What a function's options stand on, and how fresh their exercises are: two queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from continuity.core.graph import shortest
from continuity.orgs.models import Organization
from continuity.providers.models import Component, Edge

from . import exercised


@dataclass(frozen=True)
class Ground:
    """Components by primary key: what each runs on, and its name."""

    below: Mapping[int, list[int]]
    names: Mapping[int, str]
    passed: Mapping[int, date]
    as_of: date
    cadence_days: int

    def path(self, on: Iterable[Component], target: int | None) -> tuple[str, ...]:
        """The names on the shortest way from one of ``on`` down to ``target``; none: it is safe."""
        if target is None:
            return ()
        starts = {component.pk: component.name for component in on}
        names = {**self.names, **starts}
        return tuple(names[pk] for pk in shortest(self.below, starts, target))

    def tested_on(self, stated: date | None, runbook: int | None) -> date | None:
        return exercised.tested_on(stated, runbook, self.passed, self.as_of)


def ground(org: Organization, as_of: date) -> Ground:
    below: dict[int, list[int]] = {}
    names: dict[int, str] = {}
    edges = Edge.objects.for_org(org).effective(org).order_by("runs_on__name", "runs_on_id")
    for upper, lower, name in edges.values_list("component_id", "runs_on_id", "runs_on__name"):
        below.setdefault(upper, []).append(lower)
        names[lower] = name
    passed = exercised.last_passed(org, as_of)
    return Ground(below, names, passed, as_of, org.test_cadence_days)
