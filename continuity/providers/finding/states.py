"""What components are in by now, and what lies beneath them, for many organisations at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, When

from continuity.providers.effective import UNKNOWN, WORST_FIRST
from continuity.providers.models import Component, Edge, Signal
from continuity.providers.reach import downwards, reached
from continuity.providers.sources import BLIND_AFTER

WHY = "a fixed number of queries for many organisations"


@dataclass
class Beneath:
    """What runs on what, as each organisation sees it; most see the catalogue as it is."""

    shared: dict[tuple[int, int], bool]
    own: Mapping[int, dict[tuple[int, int], bool]]
    _steps: dict[int | None, dict[int, set[int]]] = field(default_factory=dict)
    _known: dict[tuple[int | None, int], set[int]] = field(default_factory=dict)

    def of(self, org: int, component: int) -> set[int]:
        """``component`` and all that it needs, at any depth."""
        who = org if org in self.own else None
        if (who, component) not in self._known:
            self._known[who, component] = reached(self._below(who), [component])
        return self._known[who, component]

    def _below(self, who: int | None) -> dict[int, set[int]]:
        if who not in self._steps:
            said = self.shared | (self.own[who] if who is not None else {})
            self._steps[who] = downwards(pair for pair, present in said.items() if present)
        return self._steps[who]


def beneath(orgs: Iterable[int]) -> Beneath:
    """One query."""
    rows = Edge.objects.across_orgs(WHY).filter(
        Q(organization=None) | Q(organization__among=set(orgs))
    )
    shared: dict[tuple[int, int], bool] = {}
    own: dict[int, dict[tuple[int, int], bool]] = defaultdict(dict)
    for org, upper, lower, present in rows.values_list(
        "organization", "component", "runs_on", "present"
    ):
        (shared if org is None else own[org])[upper, lower] = present
    return Beneath(shared, dict(own))


@dataclass(frozen=True)
class Known:
    """States by component as the feeds tell them, and what organisations see themselves."""

    shared: Mapping[int, str]
    own: Mapping[tuple[int, int], set[str]]

    def state(self, org: int, component: int) -> str:
        """As `effective.state_now` has it."""
        told, seen = self.shared.get(component, "unknown"), self.own.get((org, component))
        if not seen:
            return told
        return next((level for level in WORST_FIRST if level in seen or level == told), "unknown")


def states(orgs: Iterable[int], components: Iterable[int], now: datetime) -> Known:
    """Two queries."""
    chosen = list(components)
    told = Signal.objects.across_orgs(WHY).filter(component=OuterRef("pk"), feed__isnull=False)
    told = told.filter(
        Q(organization=None, component__organization=None)
        | Q(organization=F("component__organization"))
    )
    heard = told.filter(feed__enabled=True, feed__read_at__gt=now - BLIND_AFTER)
    blind = When(Exists(told) & ~Exists(heard), then=UNKNOWN)
    now_in = Case(blind, default=F("state"), output_field=CharField())
    parts = Component.objects.across_orgs(WHY).filter(pk__in=chosen)
    speaks = Q(until__gt=now) | Q(until=None, seen_at__gt=now - BLIND_AFTER)
    signals = Signal.objects.across_orgs(WHY).filter(
        speaks, organization__among=set(orgs), component__in=chosen, feed=None
    )
    own: dict[tuple[int, int], set[str]] = defaultdict(set)
    for org, component, state in signals.values_list("organization", "component", "state"):
        own[org, component].add(state)
    return Known(dict(parts.annotate(now_in=now_in).values_list("pk", "now_in")), dict(own))
