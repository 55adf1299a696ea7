"""What the catalogue is made of, once read and checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

KINDS = ("ai", "platform", "infrastructure")
COMPONENT_KINDS = ("service", "model", "region", "host", "cdn", "login")
CONFIDENCES = ("high", "medium", "low")
FEED_CLASSES = ("human", "monitor")
EVENT_KINDS = ("outage", "degradation", "non_outage")
GRADES = ("A", "B", "C")

# A format is named as its parser's file is, whether or not this release can read it.
FORMATS = (
    "aws",
    "aws_rss",
    "azure",
    "betterstack",
    "cachet",
    "checkly",
    "datadog",
    "flashduty",
    "google",
    "incidentio",
    "incidentio_native",
    "incidentio_rss",
    "incidentio_widget",
    "instatus",
    "rootly",
    "rss",
    "slack",
    "statusio",
    "statuspage",
    "statuspage_atom",
    "xai",
)

# Why a provider has no source that may be read: codes, put in words where people see them.
NO_FEED = ("bot_wall", "needs_key", "page_only", "switched_off")


class CatalogueError(ValueError):
    """The files break a rule. ``faults`` names every one: file, key and what is wrong."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Edge:
    """The component needs ``on``; a hint, with why we think so and when that was true."""

    on: str
    evidence: str
    as_of: date
    confidence: str


@dataclass(frozen=True)
class Component:
    """``retires``: the day that its maker announced, or kept, for its end; ``retire_source``: the
    address where it says so, and ``retire_as_of``: how old that word is, for such days move.
    """

    key: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    runs_on: tuple[Edge, ...] = ()
    retires: date | None = None
    retire_source: str = ""
    retire_as_of: date | None = None


@dataclass(frozen=True)
class Feed:
    """``components``: upstream id to our key. ``names``: where no id is known, the exact name.

    ``page``: our key of what the page tells of as a whole, as bad as the worst that it lists;
    where neither ids nor names are known. ``posts``: words of which its posts hold one to be
    about the provider ("*": all are), for the track record only. With none of these it is off.
    """

    url: str
    format: str
    monitored: bool
    interval_seconds: int
    components: Mapping[str, str]
    names: Mapping[str, str]
    page: str = ""
    posts: tuple[str, ...] = ()

    def mapped(self) -> set[str]:
        return {*self.components.values(), *self.names.values(), *filter(None, [self.page])}


@dataclass(frozen=True)
class Provider:
    """``operator``: the company behind it, shared by e.g. Azure and Azure OpenAI.

    ``read_in``: the slug of the provider whose feed tells of this one; ``no_feed``: why none does.
    """

    slug: str
    name: str
    kind: str
    operator: str
    status_page: str
    terms_url: str
    as_of: date
    confidence: str
    aliases: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    no_feed: str = ""
    read_in: str = ""
    components: tuple[Component, ...] = ()
    feeds: tuple[Feed, ...] = ()


@dataclass(frozen=True)
class Span:
    """``components`` were down in [start, end). Both None: only the day is known."""

    components: tuple[str, ...]
    start: datetime | None
    end: datetime | None
    minutes: int | None


@dataclass(frozen=True)
class Event:
    """One past event. A selection of large ones: good for replay, never a rate.

    ``grade``: A the provider's own account, B a copy or a careful third party, C one press item
    or a measurement with gaps. ``disputed``: what the sources disagree on. ``shared``: what those
    who fell had in common. ``unaffected``: what held although one would expect it to fall.
    ``said_hit``: named by the press, no times known. ``party``: who, when no component of the
    catalogue is concerned.
    """

    key: str
    day: date
    title: str
    kind: str
    summary: str
    source: str
    grade: str
    disputed: str = ""
    shared: str = ""
    party: str = ""
    unaffected: tuple[str, ...] = ()
    said_hit: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Catalogue:
    """``version``: newest date in it and a hash of its files, e.g. ``2026-09-30.1a2b3c4d``."""

    version: str
    providers: tuple[Provider, ...]
    events: tuple[Event, ...]

    def components(self) -> Iterator[tuple[Provider, Component]]:
        for provider in self.providers:
            for component in provider.components:
                yield provider, component
