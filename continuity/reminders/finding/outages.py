"""Outages that somebody has still to hear of, beside the organisations that feel them."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from continuity.orgs.models import Organization
from continuity.providers.models import Outage
from continuity.reminders.actions.outages import OVER
from continuity.reminders.models import Notification, Reminder
from continuity.risk.models import Gap

Kind = Reminder.Kind
WHY = "one sweep serves all"
RECENT = timedelta(days=7)  # an outage that ended longer ago is answered by nobody any more


def _observed() -> Any:
    return (
        Outage.objects.across_orgs("an outage is everybody's")
        .observed()
        .select_related("component__provider")
    )


def unanswered() -> list[tuple[Outage, Organization]]:
    """Open outages beside the organisations that feel them and were not told; old news left out."""
    told = Reminder.objects.across_orgs(WHY).filter(
        organization=OuterRef("organization"), outage=OuterRef("component__outages")
    )
    alarming = [
        outage.pk
        for outage in _observed().filter(ended_at=None)
        if outage.evidence.get("alert") is not False
    ]
    felt = (
        Gap.objects.across_orgs(WHY)
        .filter(component__outages__in=alarming, function__removed_at=None)
        .exclude(verdict="unaffected")
        .filter(
            Q(component__outages__organization=None)
            | Q(component__outages__organization=F("organization"))
        )
        .filter(~Exists(told))
    )
    return _pairs(felt, "component__outages")


def over() -> list[tuple[Outage, Organization]]:
    """Outages that ended, beside the organisations where somebody waits to hear it."""
    heard = Notification.objects.across_orgs(WHY).filter(
        organization=OuterRef("organization"),
        reminder__outage=OuterRef("outage"),
        key__endswith=OVER,
    )
    waiting = Reminder.objects.across_orgs(WHY).filter(
        ~Exists(heard), kind=Kind.OUTAGE, outage__ended_at__gte=timezone.now() - RECENT
    )
    return _pairs(waiting, "outage")


def _pairs(rows: Any, to_outage: str) -> list[tuple[Outage, Organization]]:
    names = (to_outage, "organization")
    numbers = list(rows.order_by(*names).values_list(*names).distinct())
    if not numbers:
        return []
    outages = _observed().in_bulk({outage for outage, _org in numbers})
    orgs = Organization.objects.in_bulk({org for _outage, org in numbers})
    return [(outages[outage], orgs[org]) for outage, org in numbers]
