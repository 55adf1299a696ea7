"""How often an organisation's components fail: its priors, and what its sources have seen."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from continuity.inventory.portable import Portfolio
from continuity.orgs.models import Organization
from continuity.providers.models import Component, Outage, Provider, Signal, State
from continuity.risk.method import likelihood
from continuity.risk.method.likelihood import Frequency, Observed
from continuity.risk.models import Prior

YEAR = timedelta(days=365.25)
DOWN = (State.PARTIAL, State.MAJOR)  # slowness is not an outage
LASTING = timedelta(days=180)  # nothing is advised that ends sooner


def rates(org: Organization, portfolio: Portfolio) -> dict[str, Frequency]:
    """By component, as of the portfolio's day. Three queries."""
    return likelihood.frequencies(portfolio, priors(org), observed(org, portfolio.as_of))


def priors(org: Organization) -> dict[str, likelihood.Prior]:
    """What the organisation holds itself: by kind, and by component's primary key as text."""
    return {row.kind or str(row.component_id): as_value(row) for row in Prior.objects.for_org(org)}


def as_value(row: Prior) -> likelihood.Prior:
    return likelihood.Prior(
        outages_per_year=float(row.outages_per_year),
        worth_years=float(row.worth_years),
        median_minutes=row.median_minutes,
        long_minutes=row.long_minutes,
        basis="own",
        source=row.why,
    )


def observed(org: Organization, day: date) -> dict[str, Observed]:
    """By component that a source tells of: its outages since the source was first read.

    As of the end of ``day``, so that a day gives the same figures at every hour of it.
    """
    end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(org.timezone))
    since = watched(org)
    seen: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    rows = Outage.objects.for_org(org).observed().filter(state__in=DOWN, component__in=since)
    for component, began, ended in rows.values_list("component_id", "started_at", "ended_at"):
        if since[component] <= began < end:
            seen[component].append((began, ended))
    return {
        str(component): Observed(
            years=max((end - first) / YEAR, 0.0),
            count=len(seen[component]),
            minutes=tuple(
                (ended - began).total_seconds() / 60 for began, ended in seen[component] if ended
            ),
        )
        for component, first in since.items()
    }


def watched(org: Organization) -> dict[int, datetime]:
    """Since when each component is watched, by primary key."""
    told = Signal.objects.for_org(org).exclude(feed__first_read_at=None)
    return dict(told.values_list("component_id").annotate(Min("feed__first_read_at")))


def candidates(org: Organization) -> list[str]:
    """Components that a fallback may stand on: those already leant on first, then by name.

    Services and models of AI providers that are not to be retired soon; whether one can do the
    work is for people to say.
    """
    return [str(pk) for pk in _candidates(org).values_list("pk", flat=True)]


def _candidates(org: Organization) -> QuerySet[Component]:
    ours = Q(
        options__organization=org,
        options__removed_at=None,
        options__dependency__removed_at=None,
        options__dependency__function__removed_at=None,
    )
    lasting = Component.objects.for_org(org).offered((timezone.now() + LASTING).date())
    fit = lasting.filter(
        kind__in=(Component.Kind.SERVICE, Component.Kind.MODEL), provider__kind=Provider.Kind.AI
    )
    return fit.annotate(used=Count("options", filter=ours, distinct=True)).order_by(
        "-used", "name", "pk"
    )
