"""The track record of providers as one organisation sees it, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Min, Q
from django.db.models.functions import Lower

from continuity.orgs.models import Organization
from continuity.probes.models import Day
from continuity.providers.models import Component, Outage, Provider, Signal

from . import figures
from .figures import Available, Candour, Measured, Span
from .models import Incident

QUARTER, YEAR = timedelta(days=90), timedelta(days=365)
DOWN = ("partial_outage", "major_outage")
SHOWN = 20  # incidents on a page


@dataclass(frozen=True)
class Part:
    """One component: as its feed tells it, and when the organisation saw it down itself."""

    component: Component
    quarter: Available
    year: Available
    lags: list[timedelta]
    measured_quarter: Measured
    measured_year: Measured

    @property
    def lag_minutes(self) -> int | None:
        return figures.middle(self.lags)

    @property
    def measured(self) -> bool:
        return self.measured_year.tries > 0


@dataclass
class Track:
    """One provider. ``parts`` in the order of their names; of its models those of which anything
    is on record, for most have no row of their own on any page."""

    provider: Provider
    parts: list[Part] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)

    @property
    def watched(self) -> list[Part]:
        return [part for part in self.parts if part.year.share is not None]

    @property
    def worst(self) -> Part | None:
        """The component that was down longest in the last 90 days, of those watched."""
        return min(self.watched, key=lambda p: p.quarter.share or 0.0, default=None)

    @property
    def lag_minutes(self) -> int | None:
        return figures.middle([lag for part in self.parts for lag in part.lags])

    @property
    def lags(self) -> int:
        return sum(len(part.lags) for part in self.parts)

    @property
    def candour(self) -> Candour:
        return figures.candour([_post(row) for row in self.incidents])


def tracks(org: Organization, providers: Sequence[Provider], now: datetime) -> list[Track]:
    """The record of each provider over a year: five queries for all of them."""
    found = {provider.pk: Track(provider) for provider in providers}
    parts = list(
        Component.objects.for_org(org)
        .filter(provider__in=found)
        .offered(now.date())
        .order_by(Lower("name"), "pk")
    )
    since = _watched_since(org, parts)
    told, seen = _outages(org, parts, now)
    days = _probed(org, parts, now)
    for part in parts:
        line = _part(part, since.get(part.pk), told[part.pk], seen[part.pk], days[part.pk], now)
        if part.kind != Component.Kind.MODEL or part.pk in since or told[part.pk] or line.measured:
            found[part.provider_id].parts.append(line)
    for incident in _incidents(org, found, now):
        found[incident.told_of].incidents.append(incident)
    return list(found.values())


def _part(
    component: Component,
    since: datetime | None,
    told: list[Outage],
    seen: list[Span],
    days: list[Day],
    now: datetime,
) -> Part:
    down = [(row.started_at, row.ended_at or now) for row in told if row.state in DOWN]
    said = [(row.confirmed_at or row.started_at, row.ended_at or now) for row in told]
    quarter = [day for day in days if day.day > (now - QUARTER).date()]
    return Part(
        component,
        figures.availability(down, since, (now - QUARTER, now)),
        figures.availability(down, since, (now - YEAR, now)),
        figures.lags(figures.merged(seen), said),
        Measured(sum(day.good for day in quarter), sum(day.bad for day in quarter)),
        Measured(sum(day.good for day in days), sum(day.bad for day in days)),
    )


def _probed(org: Organization, parts: Iterable[Component], now: datetime) -> dict[int, list[Day]]:
    """What the organisation's own probes measured of each component, by day."""
    found: dict[int, list[Day]] = defaultdict(list)
    rows = Day.objects.for_org(org).filter(component__in=parts, day__gt=(now - YEAR).date())
    for row in rows:
        found[row.component_id].append(row)
    return found


def _watched_since(org: Organization, parts: Iterable[Component]) -> dict[int, datetime]:
    rows = Signal.objects.for_org(org).filter(
        component__in=parts, feed__first_read_at__isnull=False
    )
    return dict(rows.values_list("component").annotate(Min("feed__first_read_at")))


def _outages(
    org: Organization, parts: Iterable[Component], now: datetime
) -> tuple[dict[int, list[Outage]], dict[int, list[Span]]]:
    """What feeds told of each component in a year, and when the organisation saw it down."""
    told: dict[int, list[Outage]] = defaultdict(list)
    seen: dict[int, list[Span]] = defaultdict(list)
    rows = Outage.objects.for_org(org).observed().filter(component__in=parts)
    recent = rows.filter(Q(ended_at=None) | Q(ended_at__gte=now - YEAR), started_at__lte=now)
    for row in recent.order_by("started_at"):
        if row.source == Outage.Source.FEED:
            told[row.component_id].append(row)
        else:
            seen[row.component_id].append((row.started_at, row.ended_at or now))
    return told, seen


def _incidents(org: Organization, providers: Iterable[int], now: datetime) -> list[Any]:
    """Posts of a year, the newest first, each with the provider whose feed it stood on."""
    rows = (
        Incident.objects.for_org(org)
        .filter(feed__provider__in=list(providers))
        .filter(Q(started_at__gte=now - YEAR) | Q(started_at=None, first_seen_at__gte=now - YEAR))
        .select_related("feed")
        .order_by("-first_seen_at", "-pk")
    )
    found = list(rows)
    history = {row.feed.provider_id for row in found if row.feed.config.get("posts")}
    for row in found:
        row.told_of = row.feed.provider_id  # type: ignore[attr-defined]
    return [
        row for row in found if row.feed.config.get("posts") or row.feed.provider_id not in history
    ]


def _post(row: Incident) -> figures.Post:
    return figures.Post(
        row.started_at,
        row.resolved_at,
        tuple(datetime.fromisoformat(text) for text in row.updates),
        row.cause_named,
        bool(row.writeup) or row.state == "postmortem",
    )
