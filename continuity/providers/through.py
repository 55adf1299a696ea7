"""A model has no row of its own on most status pages: what serves it tells how it does."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from continuity.orgs.models import Organization

from .effective import WORST_FIRST, state_now, suspected_now
from .models import Component, Edge, Signal, State


def through(org: Organization, parts: Iterable[Any], now: datetime) -> dict[int, Any]:
    """What speaks for each model of ``parts`` of which no source tells: the worst off of what it
    runs on, and nothing that is well while how another of them does is unknown.

    Both are components that carry ``state_now``. Three queries at most.
    """
    silent = {
        part.pk
        for part in parts
        if part.kind == Component.Kind.MODEL and part.state_now == State.UNKNOWN
    }
    told = Signal.objects.for_org(org).filter(component__in=silent)
    silent -= set(told.values_list("component", flat=True))
    edges = Edge.objects.for_org(org).effective(org).filter(component__in=silent)
    pairs = list(edges.values_list("component_id", "runs_on_id"))
    below = (
        Component.objects.for_org(org)
        .filter(pk__in={lower for _, lower in pairs})
        .annotate(state_now=state_now(org, now), suspected=suspected_now(org))
    )
    known = {part.pk: part for part in below}
    carriers: dict[int, list[Any]] = defaultdict(list)
    for upper, lower in pairs:
        if lower in known:
            carriers[upper].append(known[lower])
    found = ((upper, _spoken_for(lowers)) for upper, lowers in carriers.items())
    return {upper: lower for upper, lower in found if lower is not None}


def as_served(org: Organization, parts: Iterable[Any], now: datetime) -> list[Any]:
    """``parts``, each model that no source tells of in the state of what speaks for it."""
    rows = {part.pk: part for part in parts}
    for pk, lower in through(org, rows.values(), now).items():
        rows[pk].state_now, rows[pk].suspected = lower.state_now, lower.suspected
    return list(rows.values())


def _spoken_for(lowers: Iterable[Any]) -> Any:
    by_state = {part.state_now: part for part in lowers}
    worst = next((state for state in WORST_FIRST if state in by_state), None)
    if worst is None or (worst == State.OPERATIONAL and State.UNKNOWN in by_state):
        return None
    return by_state[worst]
