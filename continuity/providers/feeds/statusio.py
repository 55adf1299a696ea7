"""Status.io: ``https://api.status.io/1.0/status/<page>``.

Components are those of the list, or one of their containers (a place) by ``<id>/<container>``.
States follow the words; the codes beside them are not all known.
"""

from collections.abc import Mapping
from typing import Any

from . import IncidentReading, MaintenanceReading, Reading, Reason, State
from ._listed import MOST_INCIDENTS, MOST_WINDOWS, Rows, component, reading, state_of
from ._text import Unreadable, identifier, instant, line, load_json, refusing, rows, table
from ._times import facts

LABEL = "Status.io"
EXAMPLE = b"""{"result": {
 "status_overall": {"updated": "2026-08-01T10:00:00Z", "status": "Degraded Performance",
  "status_code": 300},
 "status": [
  {"id": "c1", "name": "API", "status": "Degraded Performance", "status_code": 300,
   "containers": [{"id": "eu", "name": "Europe", "status": "Degraded Performance",
    "status_code": 300}]},
  {"id": "c2", "name": "Console", "status": "Operational", "status_code": 100,
   "containers": []}],
 "incidents": [{"_id": "i1", "name": "Slow answers", "datetime_open": "2026-08-01T09:50:00Z",
  "messages": [{"details": "Investigating.", "state": 100, "status": 300,
   "datetime": "2026-08-01T09:55:00Z"}],
  "components_affected": [{"_id": "c1", "name": "API"}]}],
 "maintenance": {"active": [], "upcoming": []}}}"""

WORDS = {
    "Operational": State.OPERATIONAL,
    "Planned Maintenance": State.MAINTENANCE,
    "Degraded Performance": State.DEGRADED,
    "Security Issue": State.DEGRADED,  # in use, and not as it should be
    "Partial Service Disruption": State.PARTIAL_OUTAGE,
    "Service Disruption": State.MAJOR_OUTAGE,
}
INCIDENTS = {100: "investigating", 200: "identified", 300: "monitoring", 400: "resolved"}


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    result = table(payload.get("result")) if isinstance(payload, dict) else {}
    if not isinstance(result.get("status"), list):
        raise Unreadable(Reason.WRONG_SHAPE)
    found, inside = Rows(), {}
    for row in map(table, result["status"]):
        whole = identifier(row.get("id"))
        found.row(whole, row.get("name"), state_of(WORDS, row.get("status")))
        for part in rows(row.get("containers")):
            key = f"{whole}/{identifier(part.get('id'))}"
            name = f"{line(row.get('name'))}, {line(part.get('name'))}"
            inside[key] = component(key, name, state_of(WORDS, part.get("status")))
    work = table(result.get("maintenance"))
    windows = [(w, "in_progress") for w in rows(work.get("active"))]
    windows += [(w, "scheduled") for w in rows(work.get("upcoming"))]
    return reading(
        found,
        config,
        incidents=map(_incident, rows(result.get("incidents"))[:MOST_INCIDENTS]),
        maintenances=[_maintenance(w, state) for w, state in windows[:MOST_WINDOWS]],
        elsewhere=inside,
    )


def _incident(post: Mapping[str, Any]) -> IncidentReading:
    messages = rows(post.get("messages"))[:MOST_INCIDENTS]
    newest = max(messages, key=lambda m: str(m.get("datetime")), default={})
    state = newest.get("state")
    return IncidentReading(
        id=identifier(post.get("_id")),
        title=line(post.get("name")),
        state=INCIDENTS.get(state, "unknown") if isinstance(state, int) else "unknown",
        started_at=instant(post.get("datetime_open")),
        resolved_at=instant(post.get("datetime_resolved")),
        components=_affected(post),
        **facts((instant(m.get("datetime")), m.get("details")) for m in messages),
    )


def _maintenance(window: Mapping[str, Any], state: str) -> MaintenanceReading:
    return MaintenanceReading(
        id=identifier(window.get("_id")),
        title=line(window.get("name")),
        state=state,
        starts_at=instant(window.get("datetime_planned_start")),
        ends_at=instant(window.get("datetime_planned_end")),
        components=_affected(window),
    )


def _affected(post: Mapping[str, Any]) -> tuple[str, ...]:
    named = rows(post.get("components_affected"))
    ids = (identifier(row.get("_id", row.get("id"))) for row in named)
    return tuple(dict.fromkeys(filter(None, ids)))
