"""Which probes are due and who has them: bookkeeping, so it leaves no entry."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from continuity.probes.kinds import kinds
from continuity.probes.models import Probe

WHY = "one sweep serves all"
BATCH, LEASE = 100, timedelta(minutes=2)
RETURNED = timedelta(seconds=30)
SHORTEST = timedelta(minutes=1)  # from one run of a probe to the next, whoever asks


def claim_due(now: datetime, limit: int = BATCH) -> list[Probe]:
    """Lease up to ``limit`` due probes, the longest due first. None is given to two callers.

    A probe that waits for its key is not due, nor is one of the demonstration: strangers set it up.
    """
    token = secrets.token_hex(16)
    probes = Probe.objects.across_orgs(WHY)
    keyless = [name for name, kind in kinds().items() if not kind.KEYED]
    due = probes.filter(
        Q(lease_until=None) | Q(lease_until__lt=now),
        Q(kind__in=keyless) | Q(secret__isnull=False),
        paused=False,
        organization__is_demo=False,
        next_due__lte=now,
    )
    with transaction.atomic():
        rows = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_due", "pk")
        chosen = list(rows.values_list("pk", flat=True)[:limit])
        if chosen:
            probes.filter(Q(lease_until=None) | Q(lease_until__lt=now), pk__in=chosen).update(
                lease_until=now + LEASE, lease_token=token
            )
    if not chosen:
        return []
    mine = probes.filter(lease_token=token).select_related("organization", "component", "secret")
    return list(mine.order_by("next_due", "pk"))


def give_back(probe: Probe, due: datetime) -> None:
    """Return a probe that was not asked, or whose answer is not to count."""
    held(probe).update(lease_until=None, lease_token="", next_due=due)


def held(probe: Probe) -> Any:
    return Probe.objects.across_orgs(WHY).filter(pk=probe.pk, lease_token=probe.lease_token)


def ask_now(probe: Probe, now: datetime) -> bool:
    """Let it run with the next sweep. False: it ran within the last minute, or is running."""
    rows = Probe.objects.for_org(probe.organization).filter(
        Q(tried_at=None) | Q(tried_at__lte=now - SHORTEST),
        pk=probe.pk,
        paused=False,
        lease_until=None,
    )
    return bool(rows.update(next_due=now, spent_on=None))
