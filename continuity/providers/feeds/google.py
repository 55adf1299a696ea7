"""Google Cloud and Workspace: ``incidents.json``, one shape for both.

Components are product ids (``products.json`` lists them). It lists posts only: a product asked
for is operational while no open incident names it. Open is what has no ``end``. With
``config["locations"]`` (``us-central1`` ...) only what touches one of them, or says no location,
counts, and a disruption there is a partial outage. An incident of mere information is a note.
The list holds months, so an empty one is no quiet one: it tells nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from . import IncidentReading, Reading, Reason, State
from ._listed import MOST_INCIDENTS, state_of
from ._posts import Post, by_posts
from ._text import Unreadable, identifier, instant, line, load_json, refusing, rows, table
from ._times import facts

LABEL = "Google Cloud and Workspace"
EXAMPLE = b"""[{"id": "inc1", "number": "1", "begin": "2026-08-01T09:00:00+00:00",
 "created": "2026-08-01T09:40:00+00:00", "modified": "2026-08-01T10:00:00+00:00",
 "external_desc": "Vertex Gemini API answers with errors", "updates": [
  {"created": "2026-08-01T09:40:00+00:00", "modified": "2026-08-01T09:40:00+00:00",
   "when": "2026-08-01T09:40:00+00:00", "text": "We are looking into it.",
   "status": "SERVICE_OUTAGE", "affected_locations": []}],
 "most_recent_update": {"when": "2026-08-01T09:40:00+00:00", "status": "SERVICE_OUTAGE"},
 "status_impact": "SERVICE_OUTAGE", "severity": "high", "service_key": "Z0FZJAMvEB4j3NbCJs6B",
 "service_name": "Vertex Gemini API",
 "affected_products": [{"title": "Vertex Gemini API", "id": "Z0FZJAMvEB4j3NbCJs6B"}],
 "uri": "incidents/inc1",
 "currently_affected_locations": [], "previously_affected_locations": []}]"""

WORDS = {
    "SERVICE_OUTAGE": State.MAJOR_OUTAGE,
    "SERVICE_DISRUPTION": State.DEGRADED,
    "SERVICE_INFORMATION": State.OPERATIONAL,
    "AVAILABLE": State.OPERATIONAL,
}
MOST_UPDATES = 200
KEYS = {"id", "begin", "updates", "status_impact"}


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    if not isinstance(payload, list):
        raise Unreadable(Reason.WRONG_SHAPE)
    if not payload:
        raise Unreadable(Reason.NO_COMPONENTS)
    if not all(isinstance(row, dict) and row.keys() >= KEYS for row in payload):
        raise Unreadable(Reason.WRONG_SHAPE)
    places = {str(x).casefold() for x in config.get("locations") or ()}
    return by_posts(list(_posts(payload, places)), config)


def _posts(payload: list[dict[str, Any]], places: set[str]) -> Iterator[Post]:
    """All of them have a say; of those that are over, the newest are told."""
    room = MOST_INCIDENTS
    for row in payload:
        room -= row.get("end") is not None
        yield _post(row, places, told=room >= 0 or row.get("end") is None)


def _post(row: Mapping[str, Any], places: set[str], told: bool) -> Post:
    latest = table(row.get("most_recent_update"))
    lasts = row.get("end") is None
    impact = state_of(WORDS, row["status_impact"])
    now = state_of(WORDS, latest["status"]) if "status" in latest else impact
    state = None if impact is None else now
    near = _locations(row.get("currently_affected_locations"))
    if places and state and state.is_bad:
        if near and not near & places:
            state = State.OPERATIONAL
        elif near and state is State.DEGRADED:
            state = State.PARTIAL_OUTAGE
    products = _products(row)
    incident = _incident(row, lasts, state) if told else None
    return Post(incident, lasts, dict.fromkeys(products, state), products, state=state)


def _products(row: Mapping[str, Any]) -> dict[str, str]:
    """Names by id; the service of the incident where it lists no products."""
    products = rows(row.get("affected_products"))
    found = {identifier(p.get("id")): line(p.get("title")) for p in products}
    found.pop("", None)
    service = identifier(row.get("service_key"))
    return found or ({service: line(row.get("service_name"))} if service else {})


def _locations(value: Any) -> set[str]:
    found: set[str] = set()
    for place in value if isinstance(value, list) else ():
        names: Iterable[Any] = place.values() if isinstance(place, dict) else (place,)
        found |= {name.casefold() for name in names if isinstance(name, str)}
    return found


def _incident(row: Mapping[str, Any], lasts: bool, state: State | None) -> IncidentReading:
    said = rows(row["updates"])[:MOST_UPDATES]
    watched = lasts and table(row.get("most_recent_update")).get("status") == "AVAILABLE"
    opened = "monitoring" if watched else "investigating" if state else "unknown"
    return IncidentReading(
        id=identifier(row["id"]),
        title=line(row.get("external_desc")),
        state=opened if lasts else "resolved",
        started_at=instant(row["begin"]),
        resolved_at=instant(row.get("end")),
        **facts((instant(u.get("when")), u.get("text")) for u in said),
    )
