"""Every write to reminders and to the outbox."""

import secrets
from typing import Any

from django.utils import timezone

from continuity.orgs.models import Organization

from .models import Notification


def queue(
    org: Organization | None, *, key: str, recipient: str, subject: str, body: str, **more: Any
) -> bool:
    """Put one message in the outbox, once for each ``key``. False if it was there already.

    Joins the transaction of the caller: what was decided and what is said stand or fall together.
    """
    rows = Notification.objects.across_orgs("the key says whose").bulk_create(
        [
            Notification(
                organization=org,
                key=key,
                recipient=recipient,
                subject=" ".join(subject.split())[:900],
                body=body.replace("\x00", ""),
                message_id=f"<{secrets.token_hex(16)}@continuity>",
                next_at=timezone.now(),
                **more,
            )
        ],
        ignore_conflicts=True,
    )
    return bool(rows)
