"""Plans in force whose assumptions are no longer borne out, beside what was said of that before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from continuity.orgs.models import Organization
from continuity.plans.drift import Drift
from continuity.plans.models import Version
from continuity.plans.observing import drifts
from continuity.reminders.models import Reminder

WHY = "one sweep serves all"
Work = tuple[Organization, dict[str, dict[str, Any]], list[Reminder]]


def drifting(orgs: Sequence[Organization], now: datetime) -> Iterator[Work]:
    """Each organisation with what is new, by key, and the reminders that are no longer true."""
    versions = Version.objects.across_orgs(WHY).filter(
        organization__in=orgs, state=Version.State.APPROVED, plan__removed_at=None
    )
    known: dict[int, dict[str, Reminder]] = defaultdict(dict)
    for row in Reminder.objects.across_orgs(WHY).filter(
        organization__in=orgs, kind=Reminder.Kind.DRIFT
    ):
        known[row.organization_id][row.key] = row
    held: dict[int, list[Version]] = defaultdict(list)
    for version in versions.select_related("plan__organization").iterator(chunk_size=20):
        held[version.organization_id].append(version)
    for org in orgs:
        wanted = {
            f"{Reminder.Kind.DRIFT}:{version.pk}:{row.key}": _fields(version, row, now)
            for version in held[org.pk]
            for row in drifts(org, version, now)
            if row.drifts
        }
        new = {key: fields for key, fields in wanted.items() if key not in known[org.pk]}
        over = [r for k, r in known[org.pk].items() if k not in wanted and r.done_at is None]
        if new or over:
            yield org, new, over


def _fields(version: Version, row: Drift, now: datetime) -> dict[str, Any]:
    words = {
        "availability": _("%(what)s is down more often than “%(plan)s” expects"),
        "longest": _("%(what)s was down longer than “%(plan)s” can bear"),
        "source": _("What tells of %(what)s can no longer be read: “%(plan)s” leans on it"),
        "fallback": _("%(what)s is failing: “%(plan)s” would fall back on it"),
        "retires": _("%(what)s is to be retired: “%(plan)s” leans on it"),
        "retired": _("%(what)s is no longer offered: “%(plan)s” leans on it"),
    }[row.kind]
    return {
        "kind": Reminder.Kind.DRIFT,
        "subject": (words % {"what": row.what, "plan": version.plan.title})[:200],
        "path": f"{version.plan.get_absolute_url()}#drift",
        "due_at": now,
        "owner_email": version.plan.owner_email,
    }
