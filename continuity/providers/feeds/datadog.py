"""Datadog Status Pages.

Components stand in groups, which have no state of their own. Incidents are often entered days
after the fact: when they began and ended is ``startedAt``, not ``createdAt``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from . import INCIDENT_STATES, IncidentReading, MaintenanceReading, Reading, Reason, State
from ._listed import (
    MOST_COMPONENTS,
    MOST_INCIDENTS,
    MOST_WINDOWS,
    Rows,
    reading,
    refuse_other_page,
    state_of,
)
from ._text import Unreadable, identifier, instant, line, load_json, refusing, rows
from ._times import facts

LABEL = "Datadog Status Pages"
EXAMPLE = b"""{"id": "3bdfe680-0000-4000-8000-000000000000", "name": "Example AI",
 "pageUrl": "https://example.statuspage.datadoghq.com",
 "components": [
  {"id": "g1", "name": "API", "type": "ComponentGroup", "components": [
   {"id": "c1", "name": "Chat", "status": "degraded", "type": "Component"}]},
  {"id": "c2", "name": "Web", "status": "operational", "type": "Component"}],
 "incidents": [{"id": "i1", "title": "Slow answers", "currentStatus": "investigating",
  "resolved": false, "publishedDate": "2026-08-01T10:00:00Z",
  "componentsAffected": [{"id": "c1", "name": "Chat", "status": "degraded"}],
  "timeline": [{"id": "u1", "status": "investigating", "description": "We are looking.",
   "createdAt": "2026-08-01T10:01:00Z", "startedAt": "2026-08-01T10:00:00Z"}]}],
 "maintenances": null}"""

# Only the first two were ever seen; any other word is unknown until it is.
WORDS = {"operational": State.OPERATIONAL, "degraded": State.DEGRADED}
GROUP, DEEPEST = "ComponentGroup", 4


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    listed = payload.get("components") if isinstance(payload, dict) else None
    if not isinstance(listed, list) or "incidents" not in payload or "page" in payload:
        raise Unreadable(Reason.WRONG_SHAPE)
    page_id, name = identifier(payload.get("id")), line(payload.get("name"))
    refuse_other_page(page_id, name, config)
    found = Rows()
    for row in _flat(listed):
        found.row(row.get("id"), row.get("name"), state_of(WORDS, row.get("status")))
    return reading(
        found,
        config,
        page_id=page_id,
        page_name=name,
        incidents=map(_incident, rows(payload["incidents"])[:MOST_INCIDENTS]),
        maintenances=map(_maintenance, rows(payload.get("maintenances"))[:MOST_WINDOWS]),
    )


def _flat(listed: list[Any], depth: int = 0) -> Iterator[dict[str, Any]]:
    for row in listed[:MOST_COMPONENTS]:
        if not isinstance(row, dict):
            yield {}
        elif row.get("type") != GROUP:
            yield row
        elif depth < DEEPEST and isinstance(row.get("components"), list):
            yield from _flat(row["components"], depth + 1)


def _incident(post: Mapping[str, Any]) -> IncidentReading:
    word, steps = post.get("currentStatus"), rows(post.get("timeline"))[:MOST_INCIDENTS]
    starts = [t for t in (instant(step.get("startedAt")) for step in steps) if t]
    named = [rows(part.get("componentsAffected")) for part in (post, *steps)]
    ids = (identifier(row.get("id")) for part in named for row in part)
    over = word == "resolved" and post.get("resolved") is not False
    state = word if word in INCIDENT_STATES and (over or word != "resolved") else "unknown"
    return IncidentReading(
        id=identifier(post.get("id")),
        title=line(post.get("title")),
        state=str(state),
        started_at=min(starts, default=instant(post.get("publishedDate"))),
        resolved_at=instant(post.get("resolvedDate")) if over else None,
        components=tuple(dict.fromkeys(filter(None, ids)))[:MOST_COMPONENTS],
        **facts((instant(s.get("startedAt")), s.get("description")) for s in steps),
    )


def _maintenance(window: Mapping[str, Any]) -> MaintenanceReading:
    """Its words were never seen; its times decide."""
    ids = (identifier(row.get("id")) for row in rows(window.get("componentsAffected")))
    return MaintenanceReading(
        id=identifier(window.get("id")),
        title=line(window.get("title")),
        state="unknown",
        starts_at=instant(window.get("startDate")),
        ends_at=instant(window.get("completedDate")),
        components=tuple(dict.fromkeys(filter(None, ids)))[:MOST_COMPONENTS],
    )
