"""What is observed of the components that a plan rests on. A fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from continuity.orgs.models import Organization
from continuity.providers.effective import state_now
from continuity.providers.models import Component, Outage, Signal, SourceHealth, State
from continuity.providers.through import through
from continuity.record.figures import Span, availability
from continuity.risk.method.likelihood import shipped
from continuity.risk.outlook.frequency import priors, watched

from .drift import Drift, Observed, drift, expected_share
from .models import Version

QUARTER, YEAR = timedelta(days=90), timedelta(days=365)
LOST = (SourceHealth.BROKEN, SourceHealth.MOVED)


def drifts(org: Organization, version: Version, now: datetime) -> list[Drift]:
    """Each assumption of a version against what is so; none of one of another form."""
    record = version.snapshot
    if "components" not in record or "functions" not in record:
        return []
    asked = [part["id"] for part in record["components"]]
    return drift(record, observed(org, asked, now), now.date())


def observed(org: Organization, asked: Iterable[int], now: datetime) -> dict[int, Observed]:
    """By component, a model that no source tells of as what serves it; eight queries at most."""
    parts = Component.objects.for_org(org).filter(pk__in=list(asked))
    parts = list(parts.annotate(state_now=state_now(org, now)))
    served = through(org, parts, now)
    since, spans = watched(org), _spans(org, asked, now)
    told = _told(org, [*asked, *(part.pk for part in served.values())])
    held, known = priors(org), shipped()
    found = {}
    for part in parts:
        speaks = served.get(part.pk, part)
        first, down = since.get(part.pk), spans[part.pk]
        year = availability(down, first, (now - YEAR, now))
        quarter = availability(down, first, (now - QUARTER, now))
        prior = held.get(str(part.pk)) or held.get(part.kind) or known[part.kind]
        found[part.pk] = Observed(
            assumed=expected_share(prior.outages_per_year, prior.median_minutes, prior.sigma),
            year=year.share,
            quarter=quarter.share,
            days=year.watched_days,
            longest_minutes=year.longest_minutes,
            source=told.get(speaks.pk, "none"),
            state=speaks.state_now,
            retires_on=part.retires_on or part.retired_on,
            retired=part.is_retired(now.date()),
        )
    return found


def _spans(org: Organization, asked: Iterable[int], now: datetime) -> dict[int, list[Span]]:
    found: dict[int, list[Span]] = defaultdict(list)
    rows = Outage.objects.for_org(org).observed().filter(component__in=list(asked))
    rows = rows.filter(state__in=(State.PARTIAL, State.MAJOR), suspected=False)
    for part, began, ended in rows.values_list("component", "started_at", "ended_at"):
        found[part].append((began, ended or now))
    return found


def _told(org: Organization, asked: Iterable[int]) -> dict[int, str]:
    """Whether one of the sources that tell of each can be read."""
    found: dict[int, str] = {}
    rows = Signal.objects.for_org(org).filter(component__in=list(asked), feed__enabled=True)
    for part, health in rows.values_list("component", "feed__health"):
        if health not in LOST:
            found[part] = "read"
        else:
            found.setdefault(part, "lost")
    return found
