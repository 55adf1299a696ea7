"""What the sweeps look for: reviews that are due, outages not yet answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
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
from .actions.due import say_stage, stage_key
from .actions.outages import OVER
from .models import Notification, Reminder
from .schedule import AHEAD, morning_of, review_day, stages

Kind = Reminder.Kind
WHY = "one sweep serves all"
BATCH = 200  # organisations at a time
RECENT = timedelta(days=7)  # an outage that ended longer ago is answered by nobody any more


def in_batches(size: int = BATCH) -> Iterator[list[Organization]]:
    """Every organisation but the installation's own seat."""
    rows = Organization.objects.exclude(slug=Organization.PLATFORM).order_by("pk").iterator()
    while batch := list(islice(rows, size)):
        yield batch


def system(org: Organization) -> Actor:
    return Actor.system(org)


@dataclass
class Reviews:
    """What one organisation has to do about its reviews; empty when nothing changed."""

    org: Organization
    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    over: list[Reminder] = field(default_factory=list)
    to_say: list[tuple[Reminder, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.over or self.to_say)


def reviews(orgs: Sequence[Organization], now: datetime) -> list[Reviews]:
    """Which of ``orgs`` have something to note, to close or to say; four queries for all."""
    found = {org.pk: Reviews(org) for org in orgs}
    wanted = {
        (org_id, key): fields
        for org_id, key, fields in _due_reviews(orgs)
        if fields["due_at"] <= now + AHEAD
    }
    waiting: list[tuple[Reminder, str]] = []
    for reminder in (known := _known(orgs, {key for _org, key in wanted})).values():
        place = (reminder.organization_id, reminder.key)
        if reminder.done_at is None and place not in wanted:
            found[reminder.organization_id].over.append(reminder)
        elif reminder.done_at is None and _awake(reminder, now):
            waiting += [(reminder, stage) for stage in stages(reminder.due_at, now)]
    for reminder, stage in _unsaid(waiting):
        found[reminder.organization_id].to_say.append((reminder, stage))
    for (org_id, key), fields in wanted.items():
        if (org_id, key) not in known:
            found[org_id].new[key] = fields
    return [work for work in found.values() if work]


def settle_reviews(work: Reviews, now: datetime) -> int:
    """Note what is due, close what was reviewed, queue the messages whose time has come."""
    actor, to_say = system(work.org), list(work.to_say)
    for reminder in work.over:
        actions.settle(actor, reminder)
    for key, fields in work.new.items():
        if noted := actions.remind(actor, key=key, **fields):
            to_say += [(noted, stage) for stage in stages(noted.due_at, now)]
    return sum(say_stage(work.org, reminder, stage) for reminder, stage in to_say)


def _awake(reminder: Reminder, now: datetime) -> bool:
    return reminder.snoozed_until is None or reminder.snoozed_until <= now


def _known(orgs: Sequence[Organization], keys: set[str]) -> dict[tuple[int, str], Reminder]:
    """Reminders of reviews: those still open, and those of ``keys`` that are done."""
    rows = Reminder.objects.across_orgs(WHY).filter(
        organization__in=orgs, kind__in=(Kind.RUNBOOK_REVIEW, Kind.PLAN_REVIEW)
    )
    found = list(rows.filter(done_at=None))
    for some in _pieces(keys - {r.key for r in found}):
        found += rows.filter(key__in=some)
    return {(r.organization_id, r.key): r for r in found}


def _unsaid(waiting: list[tuple[Reminder, str]]) -> Iterator[tuple[Reminder, str]]:
    """Those of which nobody was written to yet."""
    said: set[str] = set()
    for some in _pieces(reminder.pk for reminder, _stage in waiting):
        keys = Notification.objects.across_orgs(WHY).filter(reminder__in=some)
        said.update(key.rpartition(":")[0] for key in keys.values_list("key", flat=True))
    for reminder, stage in waiting:
        if stage_key(reminder, stage) not in said:
            yield reminder, stage


def _pieces(values: Iterable[Any], size: int = 5_000) -> Iterator[list[Any]]:
    """A database takes only so many parameters at once."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def _due_reviews(orgs: Sequence[Organization]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """``(organisation, key, fields)`` of the next review of each runbook and plan."""
    by_number = {org.pk: org for org in orgs}
    fields = ("pk", "title", "owner_email", "reviewed_on", "review_every_days", "edited_at")
    for kind, rows, page, words in (
        (Kind.RUNBOOK_REVIEW, Runbook.objects, "runbooks:detail", _runbook_words),
        (Kind.PLAN_REVIEW, Plan.objects, "plans:detail", _plan_words),
    ):
        live = rows.across_orgs(WHY).filter(organization__in=orgs)
        for org_id, pk, title, owner, reviewed_on, every, edited_at in live.values_list(
            "organization", *fields
        ):
            org = by_number[org_id]
            day = review_day(reviewed_on, every, edited_at.date())
            yield (
                org_id,
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
