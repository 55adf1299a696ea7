"""Which feeds are due, for whom, and who has them: bookkeeping, so it leaves no entry."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from continuity.audit.verbs import lock
from continuity.orgs.models import Organization
from continuity.providers.models import Component, Edge, Feed, Signal, SourceHealth

from .outages import WHY

BATCH, LEASE = 1000, timedelta(minutes=2)
RETURNED = timedelta(minutes=1)


def claim_due(now: datetime, limit: int = BATCH) -> list[Feed]:
    """Lease up to ``limit`` due feeds, the longest due first; ``now`` by the database's clock.

    No feed is given to two callers, and no host: one caller asks it one thing at a time. A caller
    that dies gives them back by the end of the lease.
    """
    return _claim(Q(next_due__lte=now), now, limit)


def claim_witnesses(now: datetime, others: Collection[str], limit: int) -> list[Feed]:
    """Lease feeds that could be read the last time, due or not, of hosts other than ``others``:
    if they answer, it is not we who are cut off. One of each host."""
    well = Q(health=SourceHealth.FRESH, failures=0) & ~Q(host__in=others)
    first = Feed.objects.across_orgs(WHY).filter(well, enabled=True, host=OuterRef("host"))
    return _claim(well & Q(pk=first.order_by("next_due", "pk").values("pk")[:1]), now, limit)


def _claim(wanted: Q, now: datetime, limit: int) -> list[Feed]:
    token = secrets.token_hex(16)
    feeds = Feed.objects.across_orgs(WHY)
    held = feeds.filter(lease_until__gte=now)
    free = feeds.filter(Q(lease_until=None) | Q(lease_until__lt=now), wanted, enabled=True).exclude(
        host__in=held.values("host")
    )
    if not free.exists():
        return []
    with transaction.atomic():
        lock(Organization.objects.platform())  # claims one by one: else two may share a host
        rows = free.select_for_update(skip_locked=True, of=("self",)).order_by("next_due", "pk")
        chosen = list(rows.values_list("pk", flat=True)[:limit])
        if chosen:
            feeds.filter(pk__in=chosen).update(lease_until=now + LEASE, lease_token=token)
    if not chosen:
        return []
    return list(
        feeds.filter(lease_token=token)
        .select_related("organization")
        .prefetch_related("signals")
        .order_by("next_due", "pk")
    )


def give_back(feed: Feed, now: datetime) -> None:
    """Return a feed that was not reached in its round; others go first the next time."""
    Feed.objects.across_orgs(WHY).filter(pk=feed.pk, lease_token=feed.lease_token).update(
        lease_until=None, lease_token="", next_due=now + RETURNED
    )


def watched_among(feeds: list[Feed]) -> set[int]:
    """Those on which somebody leans: by an option, or by what carries a component of an option.

    Options stand in a higher app: asked by name. Asked whether there is one, never how many: a
    round must not cost more where many organisations lean on the same.
    """
    leant_on: Any = Exists(_leant_on().filter(pk=OuterRef("component")))
    for depth in (1, 2):
        leant_on |= Exists(_above(depth).filter(runs_on=OuterRef("component")))
    rows = Signal.objects.across_orgs(WHY).filter(leant_on, feed__in=feeds)
    return set(rows.values_list("feed", flat=True).distinct())


def _leant_on() -> Any:
    return Component.objects.across_orgs(WHY).filter(
        options__isnull=False, options__removed_at=None
    )


def _above(depth: int) -> Any:
    """The edges by which a component is leant on from ``depth`` levels up."""
    edges = Edge.objects.across_orgs(WHY)
    if depth == 1:
        return edges.filter(Exists(_leant_on().filter(pk=OuterRef("component"))))
    return edges.filter(Exists(_above(depth - 1).filter(runs_on=OuterRef("component"))))
