"""What a status source can say, in one vocabulary. One file beside this one per format.

A format is a module with ``LABEL`` (its name for people), ``EXAMPLE`` (one small payload) and
``parse(body, headers, config) -> Reading``, which is pure and never raises. What it cannot
read with certainty is ``State.UNKNOWN`` or an unreadable ``Reading``, with a reason; never a guess.
``PATHS``, if it has them, are where its maker puts it on a page's host: a page that moved is looked
for there.

``config`` may hold ``page_id`` and ``page_name`` (whose page it must be) and ``components``
(upstream ids: the only ones wanted, in that order; with ``names`` the others follow, so that
the id of a name can be learned). ``headers`` are looked up in any case.

Some sources list posts and no components (``silent_is_well``): what one asks for there is well
while the source can be read and nothing open names it, and as bad as the worst that does. So a
name that is spelt otherwise there never shows: such a source is a weaker witness than a list.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How a component does. ``UNKNOWN`` is outside the order: neither good nor bad."""

    OPERATIONAL = "operational"
    MAINTENANCE = "maintenance"
    DEGRADED = "degraded"
    PARTIAL_OUTAGE = "partial_outage"
    MAJOR_OUTAGE = "major_outage"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 (operational) to 4 (major outage); -1 for unknown, which has no place."""
        return ORDER.index(self) if self in ORDER else -1

    @property
    def is_bad(self) -> bool:
        return self.rank >= State.DEGRADED.rank


ORDER = (
    State.OPERATIONAL,
    State.MAINTENANCE,
    State.DEGRADED,
    State.PARTIAL_OUTAGE,
    State.MAJOR_OUTAGE,
)


class Reason(StrEnum):
    """Why something could not be read: every code there is, beside ``http_<status>``."""

    # the body
    EMPTY = "empty"  # no bytes at all
    NOT_TEXT = "not_text"  # bytes in no encoding that they claim
    NOT_JSON = "not_json"  # cut short, or another format
    NOT_XML = "not_xml"  # the same, where XML should be
    HTML_INSTEAD = "html_instead"  # a web page where data should be
    ENTITIES_REFUSED = "entities_refused"  # XML that declares a document type or entities
    WRONG_CONTENT_TYPE = "wrong_content_type"  # labelled as something else
    WRONG_SHAPE = "wrong_shape"  # well-formed, but not this format
    DUPLICATE_KEYS = "duplicate_keys"  # one object says two things under one name
    TOO_DEEP = "too_deep"  # nested beyond any honest payload
    TOO_LARGE = "too_large"  # beyond the caps on body or header
    # what it says
    NO_COMPONENTS = "no_components"  # an empty list tells nothing
    COMPONENT_MISSING = "component_missing"  # one that we ask for is not listed
    DUPLICATE_ID = "duplicate_id"  # one component listed twice, in two states
    UNLISTED_WORD = "unlisted_word"  # a status word that the format does not define
    ODD_ROWS = "odd_rows"  # rows without an id were left out
    INCOMPLETE = "incomplete"  # it says of itself that something is missing
    NOT_MONITORED = "not_monitored"  # its owner lists it and does not watch it
    INFORMATION_ONLY = "information_only"  # news without states
    # whose it is
    OTHER_PAGE = "other_page"  # the page of somebody else
    OTHER_FORMAT = "other_format"  # the page is now made by another vendor
    MOVED = "moved"  # a redirect to another host
    # the way there
    BAD_ADDRESS = "bad_address"  # not an https address with a name and a usual port
    REFUSED_ADDRESS = "refused_address"  # the name leads to an address we do not call
    NO_SUCH_NAME = "no_such_name"  # the name leads nowhere
    TIMEOUT = "timeout"  # not within the deadline
    UNREACHABLE = "unreachable"  # no connection, or it broke
    TLS_FAILED = "tls_failed"  # a certificate that does not hold
    BAD_RESPONSE = "bad_response"  # not HTTP, or a body that does not match its header
    TOO_MANY_REDIRECTS = "too_many_redirects"
    BAD_REDIRECT = "bad_redirect"  # downwards to plain HTTP, or to no address
    CHALLENGE = "challenge"  # asks whether we are human; we do not pretend
    RATE_LIMITED = "rate_limited"
    UNKNOWN_FORMAT = "unknown_format"  # no parser of that name
    NOT_MAPPED = "not_mapped"  # nothing on it is tied to a component of ours
    PARSER_FAILED = "parser_failed"  # our own fault; logged


HTTP_REASON = re.compile(r"http_[1-5]\d\d\Z")


def is_reason(word: str) -> bool:
    """Whether ``word`` is a reason code of ours."""
    return word in Reason._value2member_map_ or bool(HTTP_REASON.match(word))


@dataclass(frozen=True)
class ComponentReading:
    """One component as the source lists it. ``reason`` is set only where it is unknown."""

    id: str
    name: str
    state: State
    reason: str | None = None


@dataclass(frozen=True)
class IncidentReading:
    """What the provider posted: it explains, it never decides a state.

    ``state`` is one of ``INCIDENT_STATES`` or ``unknown``; ``components`` are upstream ids.
    ``updates``: when each update was posted, the oldest first; ``last_words``: the newest one, as
    one plain line; ``link``: its own page; ``writeup``: that of a post-mortem, if it names one.
    """

    id: str
    title: str
    state: str
    started_at: datetime | None
    resolved_at: datetime | None
    components: tuple[str, ...] = ()
    updates: tuple[datetime, ...] = ()
    last_words: str = ""
    writeup: str = ""
    link: str = ""

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED


@dataclass(frozen=True)
class MaintenanceReading:
    """A window that the provider announced."""

    id: str
    title: str
    state: str
    starts_at: datetime | None
    ends_at: datetime | None
    components: tuple[str, ...] = ()


INCIDENT_STATES = ("investigating", "identified", "monitoring", "resolved", "postmortem")
MAINTENANCE_STATES = ("scheduled", "in_progress", "verifying", "completed")
CLOSED = frozenset({"resolved", "postmortem", "completed"})


@dataclass(frozen=True)
class Reading:
    """One payload, read. Unreadable: nothing but ``reason``.

    A readable one may still have a ``reason``: something in it could not be told.
    ``silent_is_well``: it lists posts, not components (see above).
    """

    readable: bool
    reason: str | None = None
    components: tuple[ComponentReading, ...] = ()
    incidents: tuple[IncidentReading, ...] = ()
    page_id: str | None = None
    page_name: str | None = None
    maintenances: tuple[MaintenanceReading, ...] = field(default=())
    silent_is_well: bool = False

    @classmethod
    def unreadable(cls, reason: str) -> "Reading":
        return cls(readable=False, reason=str(reason))

    def component(self, upstream_id: str) -> ComponentReading | None:
        return next((c for c in self.components if c.id == upstream_id), None)

    def as_json(self) -> dict[str, Any]:
        """The shape that ``feed parse`` prints, which others rely on: windows are not in it."""
        return {
            "readable": self.readable,
            "reason": self.reason,
            "components": [
                {"id": c.id, "name": c.name, "state": str(c.state)} for c in self.components
            ],
            "incidents": [
                {
                    "id": i.id,
                    "title": i.title,
                    "state": i.state,
                    "started_at": stamp(i.started_at),
                    "resolved_at": stamp(i.resolved_at),
                    "components": list(i.components),
                }
                for i in self.incidents
            ],
        }


def stamp(moment: datetime | None) -> str | None:
    """An aware instant as ``2026-11-20T09:41:00Z``."""
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def header(headers: Mapping[str, str], name: str) -> str:
    """The value of a header, whatever its case; empty when absent."""
    return next((str(v) for k, v in headers.items() if k.lower() == name.lower()), "")
