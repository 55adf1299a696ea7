"""The outbox: rows queued with what they tell of, claimed with a lease, finished once.

Claiming and finishing are bookkeeping and leave no entry in the chain; the row itself is kept.
"""

import random
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.keys import invitations_of
from continuity.orgs.models import Organization, Role
from continuity.reminders.channels import Answer, Outcome
from continuity.reminders.hearers import short as short
from continuity.reminders.links import LINK, OPENS, without_links
from continuity.reminders.models import Notification
from continuity.reminders.schedule import next_try

WHY = "one outbox for everybody"
LEASE = timedelta(minutes=5)
BATCH = 50
OPEN_FOR = timedelta(days=7)  # no link holds longer
State = Notification.State


def queue(
    org: Organization | None, *, key: str, recipient: str, subject: str, body: str, **more: Any
) -> bool:
    """Put one message in the outbox, once for each ``key``. False if it was there already.

    Joins the transaction of the caller: what was decided and what is said stand or fall together.
    """
    if Notification.objects.across_orgs(WHY).filter(key=key).exists():
        return False
    row = Notification(
        organization=org,
        key=key,
        recipient=recipient,
        subject=" ".join(subject.split())[:900],
        body=body.replace("\x00", ""),
        message_id=f"<{secrets.token_hex(16)}@continuity>",
        next_at=timezone.now(),
        **more,
    )
    Notification.objects.across_orgs(WHY).bulk_create([row], ignore_conflicts=True)
    return True


def claim(now: datetime, limit: int = BATCH) -> list[Notification]:
    """Lease messages that are due; nobody else gets them until the lease is over."""
    token = secrets.token_hex(16)
    rows = Notification.objects.across_orgs(WHY)
    due = rows.filter(
        Q(lease_until=None) | Q(lease_until__lt=now), state=State.QUEUED, next_at__lte=now
    )
    with transaction.atomic():
        locked = due.select_for_update(skip_locked=True).order_by("next_at", "pk")
        chosen = list(locked.values_list("pk", flat=True)[:limit])
        if chosen:
            due.filter(pk__in=chosen).update(lease_until=now + LEASE, lease_token=token)
    return list(rows.filter(lease_token=token).select_related("organization").order_by("pk"))


def hold(row: Notification, now: datetime) -> bool:
    """Take the lease anew before a try: others of the batch may have used most of it.

    False: it is lost, and somebody else has the message.
    """
    held = Notification.objects.across_orgs(WHY).filter(
        pk=row.pk, lease_token=row.lease_token, state=State.QUEUED
    )
    return bool(held.update(lease_until=now + LEASE))


def release(rows: Sequence[Notification]) -> None:
    """Give back what was claimed and not tried."""
    for row in rows:
        Notification.objects.across_orgs(WHY).filter(
            pk=row.pk, lease_token=row.lease_token, state=State.QUEUED
        ).update(lease_until=None, lease_token="")


def finish(row: Notification, answer: Answer, now: datetime) -> bool:
    """Write down what became of a claimed message. False: its lease was lost meanwhile."""
    attempts = row.attempts + 1
    fields: dict[str, Any] = {
        "attempts": attempts,
        "last_error": answer.reason[:300],
        "lease_until": None,
        "lease_token": "",
    }
    if answer.outcome == Outcome.SENT:
        fields |= {"state": State.SENT, "sent_at": now, **wiped(row)}
    elif answer.outcome == Outcome.KEPT:
        fields |= {"state": State.KEPT}
    else:
        again = None if answer.outcome == Outcome.REFUSED else next_try(attempts, now, chance())
        fields |= {"next_at": again} if again else {"state": State.DEAD}
    held = Notification.objects.across_orgs(WHY).filter(
        pk=row.pk, lease_token=row.lease_token, state=State.QUEUED
    )
    return bool(row.lease_token) and bool(held.update(**fields))


@verb("notification.retry", needs=Role.ADMIN)
def retry(actor: Actor, row: Notification) -> Notification | None:
    """Try a message again that could not be sent, or that was kept before there was a server."""
    held = Notification.objects.for_org(actor.org).filter(
        pk=row.pk, state__in=(State.DEAD, State.KEPT)
    )
    if not held.update(state=State.QUEUED, attempts=0, next_at=timezone.now()):
        return None
    row.state = State.QUEUED
    return row


def wiped(row: Notification) -> dict[str, str]:
    """What a message says once its links are nobody's business any more."""
    return {"body": without_links(row.body), "html": without_links(row.html)}


def forget_links(now: datetime) -> int:
    """Wipe the links of messages that went nowhere, once they open nothing or are a week old."""
    rows = Notification.objects.across_orgs(WHY).exclude(state__in=(State.QUEUED, State.SENT))
    holding = Q()
    for opens in OPENS:
        holding |= Q(body__contains=opens)
    read = [row for row in rows.filter(holding).iterator() if LINK.search(row.body)]
    spent = [row for row in read if row.created_at < now - OPEN_FOR or not opens_anything(row, now)]
    for row in spent:
        rows.filter(pk=row.pk).update(**wiped(row))
    return len(spent)


def opens_anything(row: Notification, now: datetime) -> bool:
    """Whether a link of the message may still open something. Those of accounts run out alone."""
    secrets = [secret for opens, secret in LINK.findall(row.body) if opens == OPENS[0]]
    offers = invitations_of(secrets)
    return not secrets or any(offer.is_open(now) for offer in offers.values())


def chance() -> float:
    return random.random()  # noqa: S311  spreads retries, keeps no secret
