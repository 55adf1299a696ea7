"""Outages that somebody has still to hear of, beside the organisations that feel them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from continuity.audit.models import Event
from continuity.orgs.models import Organization
from continuity.providers.models import Outage, State
from continuity.reminders.actions.outages import OVER
from continuity.reminders.models import Aftermath, Notification, Reminder
from continuity.risk.models import Gap

Kind = Reminder.Kind
Pair = tuple[Outage, Organization]
WHY = "one sweep serves all"
RECENT = timedelta(days=7)  # an outage that ended longer ago is answered by nobody any more
RAISED = Q(level=State.DEGRADED, outage__state__in=(State.PARTIAL, State.MAJOR)) | Q(
    level=State.PARTIAL, outage__state=State.MAJOR
)


def unanswered() -> list[Pair]:
    """Open outages beside the organisations with a function that feels them and was not told of.

    Two queries, and one more while an outage is open that was old news when it was first seen.
    """
    return _felt_untold(_alarming(_observed().filter(ended_at=None)))


def worse() -> list[Pair]:
    """Open outages beside the organisations where somebody knows them as less bad, or as steady."""
    behind = Reminder.objects.across_orgs(WHY).filter(
        RAISED | Q(unstable=False, outage__evidence__unstable=True),
        kind=Kind.OUTAGE,
        outage__ended_at=None,
    )
    return _pairs(behind, "outage")


def over() -> list[Pair]:
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


def just_over() -> list[Outage]:
    """Those that ended and were not looked at since: each is looked at once."""
    looked_at = Aftermath.objects.across_orgs(WHY).filter(outage=OuterRef("pk"))
    ended = _observed().filter(~Exists(looked_at), ended_at__gte=timezone.now() - RECENT)
    return list(ended)


def missed(ended: Iterable[Outage]) -> list[Pair]:
    """Of these, beside the organisations with a function that felt it and was not told of."""
    return _felt_untold(_alarming(ended))


def _observed() -> Any:
    return (
        Outage.objects.across_orgs("an outage is everybody's")
        .observed()
        .select_related("component__provider")
    )


def _alarming(outages: Iterable[Outage]) -> list[Outage]:
    """Without what was old news when it was first seen, and has not become worse since."""
    rows = list(outages)
    old = [row for row in rows if row.evidence.get("alert") is False]
    quiet = {row.pk for row in old} - _worsened(old)
    return [row for row in rows if row.pk not in quiet]


def _worsened(outages: list[Outage]) -> set[int]:
    """Those that became worse after they were opened: the chain remembers it."""
    if not outages:
        return set()
    targets = {f"{outage._meta.label}:{outage.pk}": outage.pk for outage in outages}
    entries = Event.objects.across_orgs(WHY).filter(
        verb="outage.worsen",
        target__in=targets,
        at__gte=min(outage.started_at for outage in outages),
    )
    return {targets[target] for target in entries.values_list("target", flat=True)}


def _felt_untold(outages: list[Outage]) -> list[Pair]:
    told = Reminder.objects.across_orgs(WHY).filter(
        organization=OuterRef("organization"),
        outage=OuterRef("component__outages"),
        functions=OuterRef("function"),
    )
    ours = Q(component__outages__organization=None)
    ours |= Q(component__outages__organization=F("organization"))
    felt = (
        Gap.objects.across_orgs(WHY)
        .filter(
            ours,
            ~Exists(told),
            component__outages__in=[outage.pk for outage in outages],
            function__removed_at=None,
        )
        .exclude(verdict="unaffected")
    )
    return _pairs(felt, "component__outages")


def _pairs(rows: Any, to_outage: str) -> list[Pair]:
    names = (to_outage, "organization")
    numbers = list(rows.order_by(*names).values_list(*names).distinct())
    if not numbers:
        return []
    outages = _observed().in_bulk({outage for outage, _org in numbers})
    orgs = Organization.objects.in_bulk({org for _outage, org in numbers})
    return [(outages[outage], orgs[org]) for outage, org in numbers]
