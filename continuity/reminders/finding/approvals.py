"""Versions of plans that wait for somebody's yes or no."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from continuity.orgs.models import Membership, Organization, Role
from continuity.plans.models import Version
from continuity.reminders.actions.outbox import short
from continuity.reminders.models import Reminder
from continuity.reminders.schedule import ANSWERED_WITHIN

WHY = "one sweep serves all"


def approvals(
    orgs: Sequence[Organization], now: datetime
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """``(organisation, key, fields)`` for each version in review and each who may decide on it.

    Two queries. Four eyes: who froze it is asked only where nobody else may say yes.
    """
    by_number = {org.pk: org for org in orgs}
    asked = Version.objects.across_orgs(WHY).filter(
        organization__in=orgs, state=Version.State.IN_REVIEW, plan__removed_at=None
    )
    fields = ("organization", "pk", "number", "plan", "plan__title", "created_by")
    rows = list(asked.values_list(*fields))
    may = _approvers({org_id for org_id, *_rest in rows})
    for org_id, pk, number, plan, title, froze in rows:
        everybody = may[org_id]
        for email in [e for e in everybody if e != froze.lower()] or everybody:
            yield (
                org_id,
                f"{Reminder.Kind.APPROVAL}:{pk}:{short(email)}",
                {
                    "kind": Reminder.Kind.APPROVAL,
                    "subject": _words(title, number),
                    "path": reverse("plans:version", args=[by_number[org_id].slug, plan, number]),
                    "due_at": now + ANSWERED_WITHIN,
                    "owner_email": email,
                },
            )


def _approvers(orgs: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Membership.objects.filter(
        organization__in=orgs, role__gte=Role.APPROVER, user__is_active=True
    )
    for org_id, email in rows.order_by("pk").values_list("organization", "user__email"):
        found[org_id].append(email.lower())
    return found


def _words(title: str, number: int) -> str:
    words = _("Approve version %(number)s of the plan “%(title)s”, or send it back")
    return (words % {"number": number, "title": title})[:200]
