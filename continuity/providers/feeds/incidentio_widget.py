"""incident.io's documented summary for widgets: ``/api/v1/summary``.

It lists what is going on and no components: one asked for is operational while no open incident
or running maintenance names it.
"""

from collections.abc import Mapping
from typing import Any

from . import IncidentReading, MaintenanceReading, Reading, Reason, State
from ._listed import MOST_INCIDENTS, MOST_WINDOWS, state_of
from ._posts import Post, by_posts
from ._text import (
    Unreadable,
    identifier,
    instant,
    line,
    link,
    load_json,
    place,
    refusing,
    rows,
)
from ._times import facts
from .incidentio_native import COMPONENTS, INCIDENTS, MAINTENANCES

LABEL = "incident.io (summary for widgets)"
EXAMPLE = b"""{"page_title": "Example AI", "page_url": "https://status.example.com",
 "ongoing_incidents": [{"id": "01J0000000000000000000INC0", "name": "No answers",
  "status": "identified", "url": "https://status.example.com/incidents/1",
  "last_update_at": "2026-08-01T10:05:00Z", "last_update_message": "We found the cause.",
  "current_worst_impact": "full_outage", "affected_components": [
   {"id": "01J0000000000000000000API0", "name": "API", "current_status": "full_outage"}]}],
 "in_progress_maintenances": [], "scheduled_maintenances": []}"""

LISTS = ("ongoing_incidents", "in_progress_maintenances", "scheduled_maintenances")


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    if not isinstance(payload, dict) or not isinstance(payload.get("page_title"), str):
        raise Unreadable(Reason.WRONG_SHAPE)
    if not all(_all_rows(payload.get(name)) for name in LISTS):
        raise Unreadable(Reason.WRONG_SHAPE)
    ongoing, running, coming = (payload[name] for name in LISTS)
    return by_posts(
        [*map(_post, ongoing[:MOST_INCIDENTS]), *map(_work, running[:MOST_WINDOWS])],
        config,
        page_id=place(payload.get("page_url")),
        page_name=line(payload["page_title"]),
        maintenances=map(_maintenance, (running + coming)[:MOST_WINDOWS]),
    )


def _all_rows(value: Any) -> bool:
    return isinstance(value, list) and len(rows(value)) == len(value)


def _post(post: Mapping[str, Any]) -> Post:
    word = post.get("status")
    state = INCIDENTS.get(word, "unknown") if isinstance(word, str) else "unknown"
    named = _named(post)
    told = IncidentReading(
        id=identifier(post.get("id")),
        title=line(post.get("name")),
        state=state,
        started_at=instant(post.get("started_at")) or instant(post.get("created_at")),
        resolved_at=None,
        link=link(post.get("url")),
        **facts([(instant(post.get("last_update_at")), post.get("last_update_message"))]),
    )
    says = {i: state_of(COMPONENTS, row.get("current_status")) for i, row in named.items()}
    return Post(
        told,
        not told.is_closed,
        {i: None if state == "unknown" else said for i, said in says.items()},
        {i: line(row.get("name")) for i, row in named.items()},
        state=None if state == "unknown" else State.OPERATIONAL,
    )


def _work(window: Mapping[str, Any]) -> Post:
    """A running maintenance, as what it does to the components that it names."""
    named = _named(window)
    state = State.MAINTENANCE if window.get("status") in tuple(MAINTENANCES) else None
    names = {i: line(row.get("name")) for i, row in named.items()}
    return Post(None, True, dict.fromkeys(named, state), names, state=state)


def _named(post: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    found = {identifier(row.get("id")): row for row in rows(post.get("affected_components"))}
    return {i: row for i, row in found.items() if i}


def _maintenance(window: Mapping[str, Any]) -> MaintenanceReading:
    word = window.get("status")
    return MaintenanceReading(
        id=identifier(window.get("id")),
        title=line(window.get("name")),
        state=MAINTENANCES.get(word, "unknown") if isinstance(word, str) else "unknown",
        starts_at=instant(window.get("started_at")) or instant(window.get("starts_at")),
        ends_at=instant(window.get("scheduled_end_at")) or instant(window.get("ends_at")),
        components=tuple(_named(window)),
    )
