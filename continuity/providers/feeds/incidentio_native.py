"""incident.io's own data: ``/proxy/<host>`` (summary), ``…/incidents`` and ``…/component_impacts``.

Undocumented, and lost when incident.io likes: a second source, for the posts that the compatible
API leaves out and the components that they name. The summary lists every component; one is
operational unless it is listed as affected. The other two say nothing of a component but while it
is hurt: one asked for is operational unless an impact on it has no end.
"""

from collections.abc import Mapping
from itertools import chain
from typing import Any

from . import IncidentReading, MaintenanceReading, Reading, Reason, State, incidentio
from ._listed import MOST_INCIDENTS, MOST_WINDOWS, Rows, reading, refuse_other_page, state_of
from ._posts import Post, by_posts
from ._text import Unreadable, identifier, instant, line, link, load_json, refusing, rows
from ._times import facts

LABEL = "incident.io (native)"
EXAMPLE = b"""{"summary": {"id": "01J0000000000000000000PAGE", "name": "Example AI",
 "public_url": "https://status.example.com/",
 "components": [
  {"id": "01J0000000000000000000API0", "name": "API"},
  {"id": "01J0000000000000000000CHAT", "name": "Chat"}],
 "affected_components": [
  {"component_id": "01J0000000000000000000API0", "status": "full_outage"}],
 "ongoing_incidents": [{"id": "01J0000000000000000000INC0", "name": "No answers",
  "status": "identified", "type": "incident", "published_at": "2026-08-01T10:00:00Z",
  "affected_components": [{"component_id": "01J0000000000000000000API0",
   "current_status": "full_outage"}],
  "updates": [{"published_at": "2026-08-01T10:00:00Z", "to_status": "identified",
   "message_string": "We found the cause."}]}],
 "scheduled_maintenances": []}}"""

COMPONENTS = incidentio.WORDS.components
INCIDENTS = incidentio.WORDS.incidents
MAINTENANCES = {
    "maintenance_scheduled": "scheduled",
    "maintenance_in_progress": "in_progress",
    "maintenance_complete": "completed",
}


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    """One payload of any of the three."""
    payload = load_json(body, headers)
    if not isinstance(payload, dict):
        raise Unreadable(Reason.WRONG_SHAPE)
    if isinstance(payload.get("summary"), dict):
        return _summary(payload["summary"], config)
    if all(isinstance(payload.get(key), list) for key in ("component_impacts", "incident_links")):
        return _impacts(payload, config)
    if isinstance(payload.get("incidents"), list) and "page" not in payload:
        return _incidents(payload["incidents"], config)
    raise Unreadable(Reason.WRONG_SHAPE)


def _summary(summary: Mapping[str, Any], config: Mapping[str, Any]) -> Reading:
    if not isinstance(summary.get("components"), list):
        raise Unreadable(Reason.WRONG_SHAPE)
    page_id, page_name = identifier(summary.get("id")), line(summary.get("name"))
    refuse_other_page(page_id, page_name, config)
    posts = rows(summary.get("ongoing_incidents"))
    windows = rows(summary.get("in_progress_maintenances"))
    affected = summary.get("affected_components")
    if affected is None and any(key in summary for key in ("ongoing_incidents", "structure")):
        affected = list(chain.from_iterable(_affected(post) for post in (*posts, *windows)))
    if not isinstance(affected, list):
        raise Unreadable(Reason.WRONG_SHAPE)
    hurt = {identifier(row.get("component_id")): row for row in rows(affected)}
    found = Rows()
    for row in summary["components"]:
        row = row if isinstance(row, dict) else {}
        said = hurt.get(identifier(row.get("id")), {"status": "operational"})
        word = said.get("status", said.get("current_status"))
        found.row(row.get("id"), row.get("name"), state_of(COMPONENTS, word))
    found.odd = (
        found.odd or len(rows(affected)) != len(affected) or not hurt.keys() <= found.listed.keys()
    )
    return reading(
        found,
        config,
        page_id=page_id,
        page_name=page_name,
        incidents=map(_incident, posts[:MOST_INCIDENTS]),
        maintenances=map(
            _maintenance, (windows + rows(summary.get("scheduled_maintenances")))[:MOST_WINDOWS]
        ),
    )


def _affected(post: Mapping[str, Any]) -> list[Any]:
    return rows(post.get("affected_components"))


def _incident(post: Mapping[str, Any]) -> IncidentReading:
    word, said = post.get("status"), rows(post.get("updates"))
    impacts = rows(post.get("component_impacts"))
    named = [identifier(r.get("component_id")) for r in (*_affected(post), *impacts)]
    starts = [t for t in (instant(i.get("start_at")) for i in impacts) if t]
    ends = [t for t in (instant(i.get("end_at")) for i in impacts) if t]
    over = [t for t in (instant(u.get("published_at")) for u in said if _closes(u)) if t] or ends
    closed = _closes({"to_status": word})
    return IncidentReading(
        id=identifier(post.get("id")),
        title=line(post.get("name")),
        state=INCIDENTS.get(word, "unknown") if isinstance(word, str) else "unknown",
        started_at=min(starts, default=instant(post.get("published_at"))),
        resolved_at=max(over, default=None) if closed else None,
        components=tuple(dict.fromkeys(filter(None, named))),
        link=link(post.get("permalink")),
        writeup=link(post.get("postmortem_url")),
        **facts((instant(u.get("published_at")), u.get("message_string")) for u in said),
    )


def _closes(update: Mapping[str, Any]) -> bool:
    return update.get("to_status") in ("resolved", "postmortem", "maintenance_complete")


def _maintenance(window: Mapping[str, Any]) -> MaintenanceReading:
    word = window.get("status")
    named = (identifier(r.get("component_id")) for r in _affected(window))
    return MaintenanceReading(
        id=identifier(window.get("id")),
        title=line(window.get("name")),
        state=MAINTENANCES.get(word, "unknown") if isinstance(word, str) else "unknown",
        starts_at=instant(window.get("started_at")) or instant(window.get("scheduled_start_at")),
        ends_at=instant(window.get("scheduled_end_at")),
        components=tuple(dict.fromkeys(filter(None, named))),
    )


def _incidents(listed: list[Any], config: Mapping[str, Any]) -> Reading:
    posts = rows(listed)
    if not listed:  # it holds the history, so an empty one is no quiet one
        raise Unreadable(Reason.NO_COMPONENTS)
    if len(posts) != len(listed) or not all("status" in p and "updates" in p for p in posts):
        raise Unreadable(Reason.WRONG_SHAPE)
    windows = [p for p in posts if p.get("type") == "maintenance"]
    told = [p for p in posts if p.get("type") != "maintenance"]
    return by_posts(
        [_post(p, rows(p.get("component_impacts"))) for p in told],
        config,
        maintenances=map(_maintenance, windows[:MOST_WINDOWS]),
    )


def _impacts(payload: Mapping[str, Any], config: Mapping[str, Any]) -> Reading:
    links, impacts = rows(payload.get("incident_links")), rows(payload["component_impacts"])
    if len(impacts) != len(payload["component_impacts"]):
        raise Unreadable(Reason.WRONG_SHAPE)
    by_post: dict[str, list[dict[str, Any]]] = {}
    for impact in impacts:
        by_post.setdefault(identifier(impact.get("status_page_incident_id")), []).append(impact)
    known = [_post(p, by_post.pop(identifier(p.get("id")), []), hurts=True) for p in links]
    nameless = [_post({"id": i, "status": ""}, group, hurts=True) for i, group in by_post.items()]
    ids = [identifier(row.get("component_id")) for row in rows(payload.get("component_uptimes"))]
    asked = config.get("components") or tuple(dict.fromkeys(filter(None, ids)))
    return by_posts(known + nameless, {**config, "components": asked})


def _post(post: Mapping[str, Any], impacts: list[dict[str, Any]], hurts: bool = False) -> Post:
    """``hurts``: its impacts alone say whether it is open."""
    told = _incident({**post, "component_impacts": impacts})
    lasting = [i for i in impacts if i.get("end_at") is None]
    says: dict[str, State | None] = dict.fromkeys(told.components, State.OPERATIONAL)
    for impact in lasting:
        said = state_of(COMPONENTS, impact.get("status"))
        before = says.get(i := identifier(impact.get("component_id")), State.OPERATIONAL)
        worse = said is None or (before is not None and said.rank > before.rank)
        says[i] = said if worse else before
    is_open = bool(lasting) if hurts else not told.is_closed
    return Post(
        told,
        is_open,
        says,
        state=None if is_open and told.state == "unknown" else State.OPERATIONAL,
    )
