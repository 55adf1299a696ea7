"""Instatus: ``/summary.json`` (the page as a whole) or ``/v2/components.json`` (its components).

The summary lists no components: its one row is the page, by its address, as bad as the worst
incident it shows when it has issues. In the list of components a group is a row that others name
as theirs; it repeats them and is left out.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from . import IncidentReading, MaintenanceReading, Reading, Reason, State
from ._listed import MOST_INCIDENTS, MOST_WINDOWS, Rows, reading, refuse_other_page, state_of
from ._text import Unreadable, identifier, line, link, load_json, place, refusing, rows, table
from ._times import facts, told

LABEL = "Instatus"
PATHS = ("/v2/components.json", "/summary.json")
EXAMPLE = b"""{"page": {"name": "Example AI", "url": "https://status.example.com",
  "status": "HASISSUES"},
 "activeIncidents": [{"id": "i1", "name": "Slow answers", "status": "INVESTIGATING",
  "started": "Sat Aug 01 2026 10:00:00 GMT+0000 (Coordinated Universal Time)",
  "impact": "MAJOROUTAGE", "url": "https://status.example.com/i1"}],
 "activeMaintenances": []}"""

COMPONENTS = {
    "OPERATIONAL": State.OPERATIONAL,
    "UNDERMAINTENANCE": State.MAINTENANCE,
    "DEGRADEDPERFORMANCE": State.DEGRADED,
    "MINOROUTAGE": State.PARTIAL_OUTAGE,
    "PARTIALOUTAGE": State.PARTIAL_OUTAGE,
    "MAJOROUTAGE": State.MAJOR_OUTAGE,
}
PAGES = {
    "UP": State.OPERATIONAL,
    "UNDERMAINTENANCE": State.MAINTENANCE,
    "HASISSUES": State.DEGRADED,
}
INCIDENTS = {
    "INVESTIGATING": "investigating",
    "IDENTIFIED": "identified",
    "MONITORING": "monitoring",
    "RESOLVED": "resolved",
}
MAINTENANCES = {
    "NOTSTARTEDYET": "scheduled",
    "INPROGRESS": "in_progress",
    "VERIFYING": "verifying",
    "COMPLETED": "completed",
}
LONGEST_MINUTES = 60 * 24 * 366


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    if isinstance(payload, dict) and isinstance(payload.get("page"), dict):
        return _summary(payload, config)
    if not isinstance(payload, dict) or payload.keys() & {"page", "incidents"}:
        raise Unreadable(Reason.WRONG_SHAPE)
    if isinstance(payload.get("components"), list):
        return reading(_components(payload["components"]), config)
    raise Unreadable(Reason.WRONG_SHAPE)


def _components(listed: list[Any]) -> Rows:
    groups = {identifier(table(row.get("group")).get("id")) for row in rows(listed)}
    found = Rows()
    for row in map(table, listed):
        if identifier(row.get("id")) not in groups - {""}:
            found.row(row.get("id"), row.get("name"), state_of(COMPONENTS, row.get("status")))
    return found


def _summary(payload: Mapping[str, Any], config: Mapping[str, Any]) -> Reading:
    page = payload["page"]
    page_id, name = place(page.get("url")), line(page.get("name"))
    if not page_id or "status" not in page:
        raise Unreadable(Reason.WRONG_SHAPE)
    refuse_other_page(page_id, name, config)
    posts = rows(payload.get("activeIncidents"))[:MOST_INCIDENTS]
    windows = rows(payload.get("activeMaintenances"))[:MOST_WINDOWS]
    found = Rows()
    found.row(page_id, name, _whole(page["status"], posts))
    return reading(
        found,
        config,
        page_id=page_id,
        page_name=name,
        incidents=map(_incident, posts),
        maintenances=map(_maintenance, windows),
    )


def _whole(word: Any, posts: list[dict[str, Any]]) -> State | None:
    """What the page says of itself; with issues, how bad its worst incident is."""
    said = state_of(PAGES, word)
    if said is None or not said.is_bad:
        return said
    worst = [said]
    for post in posts:
        impact = state_of(COMPONENTS, post.get("impact"))
        if impact is None:
            return None
        if post.get("status") != "RESOLVED":
            worst.append(impact)
    return max(worst, key=lambda state: state.rank)


def _incident(post: Mapping[str, Any]) -> IncidentReading:
    word = post.get("status")
    return IncidentReading(
        id=identifier(post.get("id")) or place(post.get("url")),
        title=line(post.get("name")),
        state=INCIDENTS.get(word, "unknown") if isinstance(word, str) else "unknown",
        started_at=told(post.get("started")),
        resolved_at=told(post.get("resolved")),
        link=link(post.get("url")),
        **facts([(told(post.get("updatedAt")), "")]),
    )


def _maintenance(window: Mapping[str, Any]) -> MaintenanceReading:
    word, starts, minutes = window.get("status"), told(window.get("start")), window.get("duration")
    digits = isinstance(minutes, int | str) and str(minutes).isdecimal() and len(str(minutes)) < 7
    lasts = min(int(minutes or 0), LONGEST_MINUTES) if digits else None
    return MaintenanceReading(
        id=identifier(window.get("id")) or place(window.get("url")),
        title=line(window.get("name")),
        state=MAINTENANCES.get(word, "unknown") if isinstance(word, str) else "unknown",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=lasts) if starts and lasts is not None else None,
    )
