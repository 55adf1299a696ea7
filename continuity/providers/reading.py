"""What the pages say of providers, in a fixed number of queries however many rows there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from continuity.core.charts import percent
from continuity.orgs.models import Organization

from . import words
from .effective import state_now, suspected_now
from .feeds import State
from .makers import failing, maker_of
from .models import Component, Edge, Feed, Outage, Provider, Signal, SourceHealth
from .reach import downwards, reached, upwards
from .sources import IDLE, Source, combined, health_at
from .vanished import vanished

BAD = ("degraded", "partial_outage", "major_outage")
STATES = ("bad", "operational", "unknown")
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Leaning:
    """What of ours rests on what. ``direct``: options on each component; ``pairs``: its edges."""

    direct: dict[int, int]
    pairs: tuple[tuple[int, int], ...]

    def beneath(self) -> set[int]:
        """Every component that something of ours needs, at any depth."""
        return reached(downwards(self.pairs), self.direct)

    def above(self, components: Iterable[int]) -> set[int]:
        """The components that something of ours names, and that need one of ``components``."""
        return reached(upwards(self.pairs), components) & self.direct.keys()


def leaning(org: Organization) -> Leaning:
    """Two queries."""
    return Leaning(
        dict(_used(org).annotate(n=Count("options", distinct=True)).values_list("pk", "n")),
        tuple(Edge.objects.for_org(org).effective(org).values_list("component_id", "runs_on_id")),
    )


def _used(org: Organization) -> QuerySet[Component]:
    """Components that a living option names. Options stand in a higher app: asked by name."""
    return Component.objects.for_org(org).filter(
        options__organization=org,
        options__removed_at=None,
        options__dependency__removed_at=None,
        options__dependency__function__removed_at=None,
    )


def functions_on(org: Organization, components: Iterable[int]) -> list[dict[str, Any]]:
    """The functions with an option on one of ``components``: ``pk`` and ``name``. One query."""
    function = "options__dependency__function"
    rows = (
        _used(org)
        .filter(pk__in=list(components))
        .order_by(f"{function}__name")
        .values_list(f"{function}__pk", f"{function}__name")
        .distinct()
    )
    return [{"pk": pk, "name": name} for pk, name in rows]


@dataclass(frozen=True)
class FeedLine:
    """A source and how reading it goes: its health says nothing of the components."""

    feed: Feed
    health: str
    reason: str | Promise
    gone: tuple[str, ...] = ()  # components that it lists no more
    maker_down: bool = False  # so are most pages of its maker

    @property
    def label(self) -> str | Promise:
        return _("not read") if not self.feed.enabled else SourceHealth(self.health).label

    @property
    def tone(self) -> str:
        return words.HEALTH_TONES[self.health] if self.feed.enabled else "none"


def vanished_rows(feeds: Sequence[Feed], signals: Any) -> dict[int, list[str]]:
    """By feed, the names of components that it lists no more, of ``signals`` that one may see.
    One query, and none where all is there."""
    gone = {feed.pk: set(vanished(feed.missing)) for feed in feeds if feed.missing}
    found: dict[int, list[str]] = defaultdict(list)
    if any(gone.values()):
        rows = signals.filter(feed__in=gone)
        for row in rows.select_related("component").order_by("component__name", "pk"):
            if row.feed_id and row.upstream_id in gone[row.feed_id]:
                found[row.feed_id].append(row.component.name)
    return found


def looked_into(org: Organization, told: Sequence[FeedLine]) -> list[FeedLine]:
    """With what may be behind it where something is wrong. Two queries at most."""
    gone = vanished_rows([line.feed for line in told], Signal.objects.for_org(org))
    makers = failing_makers() if any(line.feed.failures for line in told) else set()
    return [
        replace(
            line,
            gone=tuple(gone.get(line.feed.pk, ())),
            maker_down=bool(line.feed.failures) and maker_of(line.feed.format) in makers,
        )
        for line in told
    ]


def failing_makers() -> set[str]:
    """Makers of status pages most of whose pages cannot be read. One query."""
    on = Feed.objects.catalogue().filter(enabled=True)
    return failing((format, fails > 0) for format, fails in on.values_list("format", "failures"))


def feed_line(feed: Feed, now: datetime) -> FeedLine:
    source = Source(feed.health, feed.reason, feed.health_since, feed.failures, feed.read_at)
    health = health_at(source, now, max(timedelta(seconds=feed.interval_seconds), IDLE))
    return FeedLine(feed, health, words.reason(feed.reason) if feed.reason else "")


@dataclass
class Line:
    """One provider of the list. ``state``: the worst of what is known of its components, and
    whether that is no more than suspected."""

    provider: Provider
    state: str = "unknown"
    suspected: bool = False
    options: int = 0
    beneath: list[str] = field(default_factory=list)
    feeds: list[FeedLine] = field(default_factory=list)

    @property
    def ours(self) -> bool:
        return bool(self.options or self.beneath)

    @property
    def no_feed(self) -> str | Promise:
        return words.no_feed(self.provider.no_feed)


def in_state(providers: Any, org: Organization, wanted: str, now: datetime) -> Any:
    """Those with a bad component; those known to run; those of which nothing is known."""
    living = Component.objects.for_org(org).filter(provider=OuterRef("pk"), retired_on=None)
    parts = living.annotate(state_now=state_now(org, now))
    bad = Exists(parts.filter(state_now__in=BAD))
    known = Exists(parts.exclude(state_now=State.UNKNOWN.value))
    return providers.filter({"bad": Q(bad), "operational": Q(known) & ~Q(bad)}.get(wanted, ~known))


def lines(
    org: Organization, providers: Sequence[Provider], our: Leaning, now: datetime
) -> list[Line]:
    """A line a provider: three queries for all of them."""
    found = {p.pk: Line(p) for p in providers}
    parts = Component.objects.for_org(org).filter(provider__in=found, retired_on=None)
    states: dict[int, list[State]] = defaultdict(list)
    sure: set[tuple[int, str]] = set()
    needed = our.beneath()
    parts = parts.annotate(state_now=state_now(org, now), suspected=suspected_now(org))
    for part in parts.order_by(Lower("name")):
        states[part.provider_id].append(State(part.state_now))
        if not part.suspected:
            sure.add((part.provider_id, part.state_now))
        line = found[part.provider_id]
        line.options += our.direct.get(part.pk, 0)
        if part.pk in needed and part.pk not in our.direct:
            line.beneath.append(part.name)
    for pk, line in found.items():
        line.state = str(combined(states[pk]))
        line.suspected = line.state in BAD and (pk, line.state) not in sure
    _give_feeds(org, found, now)
    return list(found.values())


def _give_feeds(org: Organization, found: dict[int, Line], now: datetime) -> None:
    """A feed tells of its own provider, and of others that it lists. Two queries."""
    by_slug = {x.provider.slug: x for x in found.values() if not x.provider.organization_id}
    others: dict[int, set[int]] = defaultdict(set)
    told = Signal.objects.for_org(org).filter(source="feed", component__provider__in=found)
    for feed, provider in told.values_list("feed", "component__provider").distinct():
        others[feed].add(provider)
    for feed in Feed.objects.for_org(org).order_by("url"):
        near = [found.get(pk) for pk in {feed.provider_id, *others[feed.pk]}]
        near += [by_slug.get(slug) for slug in feed.config.get("read_for", ())]
        for line in near:
            if line is not None and all(told.feed != feed for told in line.feeds):
                line.feeds.append(feed_line(feed, now))


@dataclass(frozen=True)
class Need:
    """An edge as the organisation sees it. ``own``: its word, not the catalogue's hint."""

    edge: Edge
    own: bool

    @property
    def denied(self) -> bool:
        return not self.edge.present


def needs(org: Organization, components: Iterable[int]) -> dict[int, list[Need]]:
    """Component to what it runs on, its own word over the hint of the same pair. One query."""
    rows = (
        Edge.objects.for_org(org)
        .filter(component__in=list(components))
        .select_related("runs_on")
        .order_by("runs_on__name", "organization")
    )
    said = {(e.component_id, e.runs_on_id) for e in rows if e.organization_id}
    found: dict[int, list[Need]] = defaultdict(list)
    for edge in rows:
        if edge.organization_id or (edge.component_id, edge.runs_on_id) not in said:
            found[edge.component_id].append(Need(edge, bool(edge.organization_id)))
    return found


@dataclass(frozen=True)
class Bar:
    """A past outage on a strip of a year, in percent of its width; of all that it hit alike."""

    outage: Outage
    components: list[str]
    minutes: int | None
    x: str
    width: str

    @property
    def ended(self) -> str | Promise:
        """How it ended, where it did otherwise than by going well."""
        return words.ENDS.get(self.outage.evidence.get("ended", ""), "")

    @property
    def ongoing(self) -> bool:
        return self.outage.ended_at is None and self.outage.source != Outage.Source.LIBRARY


def past_year(org: Organization, provider: Provider, now: datetime) -> list[Bar]:
    """Outages of the provider's components that reach into the last 365 days, newest first."""
    since = now - YEAR
    rows = (
        Outage.objects.for_org(org)
        .filter(component__provider=provider, started_at__lte=now)
        .filter(Q(started_at__gte=since) | Q(ended_at__gte=since))
        .select_related("component")
        .order_by("-started_at", "-ended_at", "component__name")[:200]
    )
    alike: dict[tuple[Any, ...], list[Outage]] = defaultdict(list)
    for row in rows:
        alike[row.key or row.pk, row.started_at, row.ended_at, row.state].append(row)
    return [_bar(group, since, now) for group in alike.values()]


def _bar(alike: list[Outage], since: datetime, now: datetime) -> Bar:
    outage = alike[0]
    open_end = now if outage.source != Outage.Source.LIBRARY else outage.started_at
    end = outage.ended_at or open_end
    length = max(end, outage.started_at) - max(outage.started_at, since)
    share = max(length / YEAR, 0.005)  # wide enough to be seen
    known = outage.ended_at or outage.source != Outage.Source.LIBRARY
    return Bar(
        outage,
        [row.component.name for row in alike],
        round((end - outage.started_at) / timedelta(minutes=1)) if known else None,
        percent(min((max(outage.started_at, since) - since) / YEAR, 1 - share), 1),
        percent(share, 1),
    )
