"""Checkly status pages: every service with the events of its days. Driven by monitors: it flaps.

A service is operational unless an event of it is not over. ``partialError`` is the page's own
word that something is missing in it: what looks well is then unknown.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from . import ComponentReading, IncidentReading, Reading, Reason, State
from ._listed import MOST_COMPONENTS, Rows, component, reading, unknown
from ._posts import Post, by_posts
from ._text import Unreadable, identifier, instant, line, load_json, refusing, rows

LABEL = "Checkly"
EXAMPLE = b"""{"metadata": [{"id": "g1", "name": "API", "services": [
  {"id": "c1", "name": "Chat", "createdAt": "2026-01-01T00:00:00.000Z"}]}],
 "uptime": [{"id": "g1", "name": "API", "services": [
  {"id": "c1", "name": "Chat", "days": [{"date": "2026-08-01T00:00:00.000Z", "events": [
   {"id": "e1", "name": "Slow answers", "duration": 120, "severity": "MEDIUM",
    "lastUpdateStatus": "INVESTIGATING", "created_at": "2026-08-01T10:00:00.000Z"}]}],
   "uptime": 99.9},
  {"id": "c2", "name": "Audio", "days": [
   {"date": "2026-08-01T00:00:00.000Z", "events": []}], "uptime": 100}]}],
 "partialError": false}"""

SEVERITIES = {
    "MINOR": State.DEGRADED,
    "MEDIUM": State.DEGRADED,
    "MAJOR": State.MAJOR_OUTAGE,
    "CRITICAL": State.MAJOR_OUTAGE,
}
STATUSES = {
    "INVESTIGATING": "investigating",
    "IDENTIFIED": "identified",
    "MONITORING": "monitoring",
    "RESOLVED": "resolved",
}
LONGEST = 366 * 86400


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    if not isinstance(payload, dict) or not isinstance(payload.get("uptime"), list):
        raise Unreadable(Reason.WRONG_SHAPE)
    whole = payload.get("partialError", False) is False
    services = list(_services(payload["uptime"]))
    told = by_posts(
        [_post(service, event) for service in services for event in _events(service)], {}
    )
    states = {c.id: c for c in told.components}
    found = Rows()
    for service in services:
        upstream_id, name = identifier(service.get("id")), service.get("name")
        well = ComponentReading(upstream_id, "", State.OPERATIONAL)
        said = states.get(upstream_id, well) if isinstance(service.get("days"), list) else None
        found.add(upstream_id, _row(upstream_id, name, said, whole))
    return reading(
        found,
        config,
        incidents=told.incidents,
        remark=None if whole else Reason.INCOMPLETE,
    )


def _services(groups: list[Any]) -> Iterator[dict[str, Any]]:
    for group in rows(groups)[:MOST_COMPONENTS]:
        yield from rows(group.get("services"))[:MOST_COMPONENTS]


def _events(service: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for day in rows(service.get("days")):
        yield from rows(day.get("events"))


def _row(
    upstream_id: str, name: Any, said: ComponentReading | None, whole: bool
) -> ComponentReading:
    if said and said.state is State.OPERATIONAL and not whole:
        return unknown(upstream_id, line(name) or upstream_id, Reason.INCOMPLETE)
    return component(upstream_id, name, None if said is None or said.reason else said.state)


def _post(service: Mapping[str, Any], event: Mapping[str, Any]) -> Post:
    upstream_id = identifier(service.get("id"))
    word, severity = event.get("lastUpdateStatus"), event.get("severity")
    state = STATUSES.get(word) if isinstance(word, str) else None
    bad = SEVERITIES.get(severity) if isinstance(severity, str) else None
    starts, lasts = instant(event.get("created_at")), event.get("duration")
    over = state == "resolved"
    known = isinstance(lasts, int) and not isinstance(lasts, bool) and 0 <= lasts < LONGEST
    told = IncidentReading(
        id=identifier(event.get("id")),
        title=line(event.get("name")),
        state=state or "unknown",
        started_at=starts,
        resolved_at=starts + timedelta(seconds=lasts or 0) if starts and over and known else None,
        components=(upstream_id,),
    )
    return Post(told, not over, {upstream_id: bad if state else None})
