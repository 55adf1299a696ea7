"""Flashduty: what a status page loads of itself.

Components carry no state: it follows from the changes that are active. One that no change names
is operational. A change whose components cannot be told leaves all of them unknown: only quiet
pages were ever seen, so nothing else about a change is taken for granted.
"""

from collections.abc import Mapping
from typing import Any

from . import INCIDENT_STATES, IncidentReading, Reading, Reason, State
from ._listed import MOST_INCIDENTS, Rows, reading, refuse_other_page
from ._text import Unreadable, identifier, line, load_json, refusing, rows, table
from ._times import epoch, facts

LABEL = "Flashduty"
EXAMPLE = b"""{"request_id": "r1", "data": {
 "page": {"page_id": 1, "name": "Example AI", "components": [
  {"component_id": "c1", "name": "API"}, {"component_id": "c2", "name": "Chat"}]},
 "active_changes": [{"change_id": "i1", "title": "No answers", "status": "investigating",
  "start_at_seconds": 1785578400,
  "affected_components": [{"component_id": "c1", "status": "full_outage"}]}]}}"""

WORDS = {
    "operational": State.OPERATIONAL,
    "under_maintenance": State.MAINTENANCE,
    "degraded": State.DEGRADED,
    "partial_outage": State.PARTIAL_OUTAGE,
    "full_outage": State.MAJOR_OUTAGE,
}
CLOSED = ("resolved", "completed")


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    data = table(payload.get("data")) if isinstance(payload, dict) else {}
    page, changes = table(data.get("page")), data.get("active_changes")
    if not isinstance(page.get("components"), list) or not isinstance(changes, list):
        raise Unreadable(Reason.WRONG_SHAPE)
    page_id, name = identifier(page.get("page_id")), line(page.get("name"))
    refuse_other_page(page_id, name, config)
    hurt = _hurt(changes)
    found = Rows()
    for row in map(table, page["components"]):
        upstream_id = identifier(row.get("component_id"))
        state = State.OPERATIONAL if hurt is not None else None
        found.row(upstream_id, row.get("name"), (hurt or {}).get(upstream_id, state))
    return reading(
        found,
        config,
        page_id=page_id,
        page_name=name,
        incidents=map(_incident, rows(changes)[:MOST_INCIDENTS]),
    )


def _hurt(changes: list[Any]) -> dict[str, State | None] | None:
    """The state of each component that a change names; None if one does not say which."""
    hurt: dict[str, State | None] = {}
    for change in map(table, changes):
        named = rows(change.get("affected_components"))
        if not named:
            return None
        for row in named:
            word, upstream_id = row.get("status"), identifier(row.get("component_id"))
            said = WORDS.get(word) if isinstance(word, str) else None
            before = hurt.get(upstream_id, State.OPERATIONAL)
            worse = said is None or (before is not None and said.rank > before.rank)
            hurt[upstream_id] = said if worse else before
    return hurt


def _incident(change: Mapping[str, Any]) -> IncidentReading:
    word, steps = change.get("status"), rows(change.get("updates"))[:MOST_INCIDENTS]
    ids = (identifier(r.get("component_id")) for r in rows(change.get("affected_components")))
    known = word in INCIDENT_STATES
    return IncidentReading(
        id=identifier(change.get("change_id")),
        title=line(change.get("title")),
        state="resolved" if word in CLOSED else str(word) if known else "unknown",
        started_at=epoch(change.get("start_at_seconds")),
        resolved_at=epoch(change.get("close_at_seconds")),
        components=tuple(dict.fromkeys(filter(None, ids))),
        **facts((epoch(s.get("at_seconds")), s.get("description")) for s in steps),
    )
