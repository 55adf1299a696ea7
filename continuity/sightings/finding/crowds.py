"""How many organisations report the same. Counted when asked, never listed, never stored.

What crosses from one organisation to another is this number alone: how many of those that share
have a living report on a component of the catalogue, said or renewed within half an hour; below
the least number, nothing. No name, no word, no time of anybody. An organisation counts once
however many of its people press, and not before it is a week old; a demonstration never counts.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet

from continuity.orgs.models import Organization
from continuity.providers.models import Component, Edge
from continuity.providers.reach import reached, upwards
from continuity.sightings.models import Sighting

WITHIN = timedelta(minutes=30)
SETTLED = timedelta(days=7)
WHY = "organisations that share are counted together, and only counted"


def seen_by(
    org: Organization, now: datetime, components: Iterable[int] | None = None
) -> dict[int, int]:
    """Organisations by component, as ``org`` may see it: nothing unless it shares too."""
    return counts(now, components) if org.shares_since else {}


def counts(now: datetime, components: Iterable[int] | None = None) -> dict[int, int]:
    """Organisations by component, where they are enough. One query."""
    rows = (
        Sighting.objects.across_orgs(WHY)
        .counted(now)
        .filter(
            organization__shares_since__isnull=False,
            renewed_at__gt=now - WITHIN,
            component__organization=None,
            organization__is_demo=False,
            organization__created_at__lte=now - SETTLED,
        )
        .order_by()
    )
    if components is not None:
        rows = rows.filter(component__in=list(components))
    before = rows.filter(
        component=OuterRef("component"), user=OuterRef("user"), pk__lt=OuterRef("pk")
    )
    rows = rows.filter(~Exists(before))
    told = rows.values("component").annotate(n=Count("organization", distinct=True))
    enough = told.filter(n__gte=max(3, settings.CROWD_LEAST))
    return dict(enough.values_list("component", "n"))


def sharing_above(component: int) -> QuerySet[Organization]:
    """Those that share and may lean on ``component``: an option of theirs names it, or what the
    catalogue or somebody's own word puts on top of it. Whether it is so by their own corrections,
    ask each. Two queries, however many organisations there are."""
    edges = Edge.objects.across_orgs(WHY).filter(present=True)
    above = upwards(tuple(edges.values_list("component_id", "runs_on_id").distinct()))
    leaning = (
        Component.objects.across_orgs(WHY)
        .filter(pk__in=reached(above, [component]))
        .filter(options__removed_at=None)
        .values("options__organization")
    )
    sharing = Organization.objects.filter(shares_since__isnull=False)
    return sharing.filter(pk__in=leaning).order_by("pk")
