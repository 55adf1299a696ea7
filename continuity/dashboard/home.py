"""What the home page says, read from everything below. A fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise

from continuity.inventory.models import Function
from continuity.orgs.models import Organization
from continuity.providers.effective import state_now, suspected_now
from continuity.providers.models import (
    Component,
    Feed,
    Outage,
    Provider,
    Signal,
    SourceHealth,
    State,
)
from continuity.providers.sources import BLIND_AFTER
from continuity.providers.through import as_served
from continuity.providers.words import reason
from continuity.reminders.models import Reminder
from continuity.risk.method.gap import Verdict
from continuity.risk.models import Assessment, Gap
from continuity.risk.pressure import Pressed

YEAR = timedelta(days=366)
SOON = timedelta(days=30)
SEVERITY = [str(verdict.value) for verdict in Verdict]  # the worst last
MOST = 20  # outages


@dataclass(frozen=True)
class Failing:
    """An open outage of something that the organisation leans on."""

    outage: Outage
    functions: int
    worst: str  # verdict


def failing_now(under: list[Pressed]) -> list[Failing]:
    """Open outages that any function feels, those that hit most first; asks for nothing.

    ``under``: what presses now, which knows of fallbacks that are down themselves.
    """
    felt: dict[int, dict[int, str]] = defaultdict(dict)  # by outage: verdicts by function
    outages = {row.outage.pk: row.outage for row in under}
    for row in under:
        felt[row.outage.pk][row.hit.function.pk] = row.hit.verdict_now
    rows = [
        Failing(outages[pk], len(verdicts), max(verdicts.values(), key=SEVERITY.index))
        for pk, verdicts in felt.items()
    ]
    return sorted(rows, key=lambda row: (-row.functions, row.outage.started_at))[:MOST]


@dataclass(frozen=True)
class Sight:
    """Providers that the organisation leans on, and those of whose state nothing is known.

    ``lost``: those with a source that could be read and cannot be read for half an hour."""

    providers: int
    unread: int
    lost: int


def sight(org: Organization, now: datetime) -> Sight:
    """How blind are we? Unread as the list of providers has it (``?state=unknown``); one query."""
    felt = Gap.objects.for_org(org).values("component__provider")
    lost = Signal.objects.for_org(org).filter(_lost(now), component__provider=OuterRef("pk"))
    known = (
        Component.objects.for_org(org)
        .filter(provider=OuterRef("pk"), retired_on=None)
        .annotate(state_now=state_now(org, now))
        .exclude(state_now=State.UNKNOWN.value)
    )
    counts = (
        Provider.objects.for_org(org)
        .filter(pk__in=felt)
        .aggregate(
            all=Count("pk"),
            unread=Count("pk", filter=~Exists(known)),
            lost=Count("pk", filter=Exists(lost)),
        )
    )
    return Sight(counts["all"], counts["unread"], counts["lost"])


def _lost(now: datetime) -> Q:
    """Of a signal: that its source cannot be read for half an hour."""
    return Q(
        feed__health__in=(SourceHealth.BROKEN, SourceHealth.MOVED),
        feed__health_since__lte=now - BLIND_AFTER,
    )


@dataclass(frozen=True)
class Unreadable:
    """A source that tells of what the organisation leans on, and cannot be read."""

    feed: Feed
    components: list[str]

    @property
    def why(self) -> str | Promise:
        return reason(self.feed.reason)


def unreadable(org: Organization, now: datetime) -> list[Unreadable]:
    """Sources lost for half an hour, of components that no other source tells of; one query."""
    lost = _lost(now)
    told = Signal.objects.for_org(org).filter(feed__enabled=True)
    felt = Gap.objects.for_org(org).filter(component=OuterRef("component"))
    rows = (
        told.filter(lost, Exists(felt.exclude(verdict="unaffected")))
        .filter(~Exists(told.filter(~lost, component=OuterRef("component"))))
        .select_related("feed__provider", "component")
        .order_by("feed__health_since", "feed", "component__name")
    )
    found: dict[int, Unreadable] = {}
    for row in rows:
        source = found.setdefault(row.feed_id, Unreadable(row.feed, []))
        if row.component.name not in source.components:
            source.components.append(row.component.name)
    return list(found.values())


def year_of_scores(org: Organization, today: date) -> list[tuple[date, float]]:
    """``(day, score)`` of the last twelve months, oldest first; at most one a week."""
    rows = (
        Assessment.objects.for_org(org)
        .filter(day__gte=today - YEAR)
        .order_by("day")
        .values_list("day", "score")
    )
    kept: list[tuple[date, float]] = []
    for day, score in rows:
        if kept and (day - kept[-1][0]).days < 7 and day != today:
            kept[-1] = (kept[-1][0], float(score))
        else:
            kept.append((day, float(score)))
    return kept


def due_soon(org: Organization) -> list[dict[str, Any]]:
    """What is due within a month and not done, most overdue first: ``subject``, ``path``,
    ``due_at``, and ``people``, of how many the same is asked."""
    now = timezone.now()
    rows = Reminder.objects.for_org(org).filter(done_at=None, due_at__lte=now + SOON)
    told = rows.exclude(snoozed_until__gt=now).values("subject", "path", "due_at")
    return list(told.annotate(people=Count("pk")).order_by("due_at", "subject")[:6])


@dataclass
class Point:
    """A single point of failure. ``functions``: how many it stops; ``most``: their criticality."""

    pk: int
    name: str
    kind: str
    provider_pk: int
    provider: str
    state_now: str
    suspected: bool
    functions: int
    most: int


def single_points(org: Organization, now: datetime) -> list[Point]:
    """Components that alone make functions late or lost, those that hit most first; one query,
    three more where a model has no source of its own."""
    rows = (
        Gap.objects.for_org(org)
        .filter(verdict__in=("late", "lost"))
        .exclude(component__kind="internal")
        .values(
            pk=F("component"),
            name=F("component__name"),
            kind=F("component__kind"),
            provider_pk=F("component__provider"),
            provider=F("component__provider__name"),
        )
        .annotate(
            state_now=state_now(org, now, "component"),
            suspected=suspected_now(org, "component"),
            functions=Count("function"),
            most=Max("function__criticality"),
        )
        .order_by("-most", "-functions", "name")[:6]
    )
    return as_served(org, [Point(**row) for row in rows], now)


def has_functions(org: Organization) -> bool:
    return Function.objects.for_org(org).exists()
