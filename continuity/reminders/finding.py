"""What the sweeps look for: reviews that are due, outages not yet answered."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.plans.models import Plan
from continuity.providers.models import Outage
from continuity.risk.models import Gap
from continuity.runbooks.models import Runbook

from . import actions
from .actions.due import say_stage
from .models import Reminder
from .schedule import AHEAD, morning_of, review_day, stages

Kind = Reminder.Kind
RECENT = timedelta(days=7)  # an outage that ended longer ago is answered by nobody any more


def organizations() -> Iterator[Organization]:
    return Organization.objects.exclude(slug=Organization.PLATFORM).order_by("pk").iterator()


def system(org: Organization) -> Actor:
    return Actor.system(org)


def reviews_of(org: Organization, now: datetime) -> int:
    """Note what is due, close what was reviewed, queue the messages whose time has come."""
    wanted = {key: fields for key, fields in _reviews(org) if fields["due_at"] <= now + AHEAD}
    known = {
        r.key: r
        for r in Reminder.objects.for_org(org).filter(
            Q(done_at=None) | Q(key__in=wanted), kind__in=(Kind.RUNBOOK_REVIEW, Kind.PLAN_REVIEW)
        )
    }
    new = [
        actions.remind(system(org), key=key, **fields)
        for key, fields in wanted.items()
        if key not in known
    ]
    for key, reminder in known.items():
        if key not in wanted and reminder.done_at is None:
            actions.settle(system(org), reminder)
    waiting = [r for k, r in known.items() if k in wanted and r.done_at is None]
    said = 0
    for reminder in [*waiting, *(r for r in new if r)]:
        if reminder.snoozed_until is None or reminder.snoozed_until <= now:
            said += sum(say_stage(org, reminder, s) for s in stages(reminder.due_at, now))
    return said


def _reviews(org: Organization) -> Iterator[tuple[str, dict[str, Any]]]:
    """``(key, fields)`` of the next review of each runbook and plan."""
    fields = ("pk", "title", "owner_email", "reviewed_on", "review_every_days", "edited_at")
    for kind, rows, page, words in (
        (Kind.RUNBOOK_REVIEW, Runbook.objects.for_org(org), "runbooks:detail", _runbook_words),
        (Kind.PLAN_REVIEW, Plan.objects.for_org(org), "plans:detail", _plan_words),
    ):
        for pk, title, owner, reviewed_on, every, edited_at in rows.values_list(*fields):
            day = review_day(reviewed_on, every, edited_at.date())
            yield (
                f"{kind}:{pk}:{_occurrence(reviewed_on, day)}",
                {
                    "kind": kind,
                    "subject": words(title)[:200],
                    "path": reverse(page, args=[org.slug, pk]),
                    "due_at": morning_of(day, org.timezone),
                    "owner_email": owner,
                },
            )


def _occurrence(reviewed_on: date | None, day: date) -> str:
    """What makes an occurrence one: the review before it. Edits do not make another."""
    return f"{reviewed_on.isoformat()}-{day.isoformat()}" if reviewed_on else "first"


def _runbook_words(title: str) -> str:
    return _("Review the runbook “%(title)s”") % {"title": title}


def _plan_words(title: str) -> str:
    return _("Review the plan “%(title)s”") % {"title": title}


def _observed() -> Any:
    return (
        Outage.objects.across_orgs("an outage is everybody's")
        .observed()
        .select_related("component__provider")
    )


def unanswered() -> Iterator[tuple[Outage, Organization]]:
    """Open outages beside the organisations that feel them and were not told; old news left out."""
    for outage in _observed().filter(ended_at=None):
        if outage.evidence.get("alert") is False:
            continue
        felt = Gap.objects.across_orgs("who feels it").filter(
            organization=OuterRef("pk"), component=outage.component_id
        )
        told = Reminder.objects.across_orgs("who was told").filter(
            organization=OuterRef("pk"), outage=outage
        )
        orgs = Organization.objects.filter(
            Exists(felt.exclude(verdict="unaffected")), ~Exists(told)
        )
        if outage.organization_id:
            orgs = orgs.filter(pk=outage.organization_id)
        for org in orgs.order_by("pk"):
            yield outage, org


def over() -> Iterator[tuple[Outage, Organization]]:
    """Outages that ended, beside the organisations that wait to be told."""
    ended = _observed().filter(ended_at__gte=timezone.now() - RECENT)
    for outage in ended:
        waiting = Reminder.objects.across_orgs("who was told").filter(
            organization=OuterRef("pk"), outage=outage, done_at=None, kind=Kind.OUTAGE
        )
        for org in Organization.objects.filter(Exists(waiting)).order_by("pk"):
            yield outage, org
