"""Which feeds are due, for whom, and who has them: bookkeeping, so it leaves no entry."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from continuity.providers.models import Feed, Signal

from .outages import WHY

BATCH, LEASE = 200, timedelta(minutes=2)
RETURNED = timedelta(minutes=1)


def claim_due(now: datetime, limit: int = BATCH) -> list[Feed]:
    """Lease up to ``limit`` due feeds, the longest due first. No feed is given to two callers.

    A caller that dies gives them back by the end of the lease.
    """
    token = secrets.token_hex(16)
    feeds = Feed.objects.across_orgs(WHY)
    due = feeds.filter(
        Q(lease_until=None) | Q(lease_until__lt=now), enabled=True, next_due__lte=now
    )
    with transaction.atomic():
        rows = due.select_for_update(skip_locked=True).order_by("next_due", "pk")
        chosen = list(rows.values_list("pk", flat=True)[:limit])
        if chosen:
            due.filter(pk__in=chosen).update(lease_until=now + LEASE, lease_token=token)
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

    Options stand in a higher app: asked by name.
    """
    leaning = Q()
    for path in ("", "carries__component__", "carries__component__carries__component__"):
        leaning |= Q(
            **{
                f"component__{path}options__isnull": False,
                f"component__{path}options__removed_at": None,
            }
        )
    rows = Signal.objects.across_orgs(WHY).filter(leaning, feed__in=feeds)
    return set(rows.values_list("feed", flat=True).distinct())
