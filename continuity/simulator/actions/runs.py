"""Which replays wait, who makes them, and what came of each. Bookkeeping: nobody decides it."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from continuity.orgs.models import Organization
from continuity.simulator.models import Run

WHY = "one sweep serves all"
LEASE = timedelta(minutes=2)
MOST_CLAIMS = 3
KEPT = 5  # of an organisation: what was asked for before them is forgotten
GAVE_UP = "Whoever made it was stopped each time before it was done."


def ask(org: Organization, key: str, event: dict[str, Any], held: list[str], day: date) -> Run:
    """The row of this question, made if it is new. Safe to ask twice, or at once."""
    rows = Run.objects.for_org(org).defer("result")
    fields = {"event": event, "held": held, "day": day, "asked_at": timezone.now()}
    row, fresh = rows.get_or_create(key=key, defaults={**fields, "organization": org})
    if fresh:
        newest = rows.order_by("-asked_at", "-pk").values_list("pk", flat=True)[:KEPT]
        rows.exclude(pk__in=list(newest)).delete()
    return row


def again(row: Run) -> None:
    """What was stopped or failed is wanted after all."""
    rows = Run.objects.for_org(row.organization).filter(pk=row.pk)
    rows.filter(state__in=[Run.State.FAILED, Run.State.CANCELLED]).update(
        state=Run.State.QUEUED,
        progress=0,
        attempts=0,
        error="",
        asked_at=timezone.now(),
        **NO_LEASE,
    )


def cancel(row: Run) -> None:
    """Whoever makes it finds its lease lost, and throws away what it made."""
    rows = Run.objects.for_org(row.organization).filter(pk=row.pk, state=Run.State.QUEUED)
    rows.update(state=Run.State.CANCELLED, **NO_LEASE)


NO_LEASE: dict[str, Any] = {"lease_until": None, "lease_token": ""}


def claim(now: datetime) -> Run | None:
    """Lease the replay that waits longest; None if none waits."""
    token = secrets.token_hex(16)
    rows = Run.objects.across_orgs(WHY)
    due = rows.filter(Q(lease_until=None) | Q(lease_until__lt=now), state=Run.State.QUEUED)
    due.filter(attempts__gte=MOST_CLAIMS).update(
        state=Run.State.FAILED, error=GAVE_UP, lease_token=""
    )
    with transaction.atomic():
        locked = due.select_for_update(skip_locked=True, of=("self",)).order_by("asked_at", "pk")
        chosen = locked.values_list("pk", flat=True).first()
        if chosen is None:
            return None
        due.filter(pk=chosen).update(
            lease_until=now + LEASE, lease_token=token, attempts=F("attempts") + 1, progress=1
        )
    mine = rows.filter(lease_token=token).defer("result")
    return mine.select_related("organization").first()


def _held(row: Run) -> QuerySet[Run]:
    return Run.objects.across_orgs(WHY).filter(
        pk=row.pk, lease_token=row.lease_token, state=Run.State.QUEUED
    )


def progress(row: Run, percent: int) -> bool:
    """False: the lease was lost, or somebody stopped it."""
    return bool(_held(row).update(progress=percent, lease_until=timezone.now() + LEASE))


def finish(row: Run, result: dict[str, Any]) -> bool:
    """False: the lease was lost, and the result is thrown away."""
    done = {"state": Run.State.DONE, "progress": 100, "result": result, **NO_LEASE}
    return bool(_held(row).update(**done))


def fail(row: Run, error: str) -> bool:
    """Try again, or give up with the reason shown."""
    if row.attempts < MOST_CLAIMS:
        return bool(_held(row).update(error=error[:300], **NO_LEASE))
    return bool(_held(row).update(state=Run.State.FAILED, error=error[:300], **NO_LEASE))
