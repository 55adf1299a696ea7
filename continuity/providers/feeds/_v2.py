"""The ``/api/v2`` envelope of Statuspage, which incident.io and others imitate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import (
    MAINTENANCE_STATES,
    ComponentReading,
    IncidentReading,
    MaintenanceReading,
    Reading,
    Reason,
    State,
)
from ._listed import (
    MOST_COMPONENTS,
    MOST_INCIDENTS,
    MOST_WINDOWS,
    Rows,
    component,
    reading,
    refuse_other_page,
    state_of,
)
from ._text import Unreadable, identifier, instant, line, link, load_json, rows, table
from ._times import facts


@dataclass(frozen=True)
class Words:
    """The words that a format defines. What is not here is unknown."""

    components: Mapping[str, State]
    incidents: Mapping[str, str]


def read(
    body: bytes, headers: Mapping[str, str], config: Mapping[str, Any], words: Words
) -> Reading:
    """Read ``summary.json`` or ``components.json``. Never raises."""
    try:
        return _read(load_json(body, headers), config, words)
    except Unreadable as refusal:
        return Reading.unreadable(refusal.reason)


def _read(payload: Any, config: Mapping[str, Any], words: Words) -> Reading:
    if not isinstance(payload, dict) or not isinstance(payload.get("components"), list):
        raise Unreadable(Reason.WRONG_SHAPE)
    if "page" not in payload and "id" in payload:  # a page that is its own envelope: another format
        raise Unreadable(Reason.WRONG_SHAPE)
    page = table(payload.get("page"))
    page_id, page_name = identifier(page.get("id")), line(page.get("name"))
    refuse_other_page(page_id, page_name, config)
    posts = rows(payload.get("incidents"))[:MOST_INCIDENTS]
    incidents = tuple(incident(post, words.incidents) for post in posts)
    open_posts = [post for post, said in zip(posts, incidents, strict=True) if not said.is_closed]
    return reading(
        _components(payload["components"], words),
        config,
        page_id=page_id,
        page_name=page_name,
        incidents=incidents,
        maintenances=map(_maintenance, rows(payload.get("scheduled_maintenances"))[:MOST_WINDOWS]),
        elsewhere=_hurt(open_posts, words) if config.get("components") else None,
    )


def _components(listed: list[Any], words: Words) -> Rows:
    """Without group rows: they repeat their children."""
    found = Rows()
    found.odd = len(listed) > MOST_COMPONENTS
    for row in map(table, listed[:MOST_COMPONENTS]):
        if row.get("group") is not True:
            found.row(row.get("id"), row.get("name"), state_of(words.components, row.get("status")))
    return found


def _hurt(open_posts: list[dict[str, Any]], words: Words) -> dict[str, ComponentReading]:
    """Components that open incidents name, with the state they stand there in: one that is not
    listed (hidden while fine, or dropped from the summary) may still be there."""
    hurt: dict[str, ComponentReading] = {}
    for post in open_posts:
        for row in rows(post.get("components"))[:MOST_COMPONENTS]:
            upstream_id = identifier(row.get("id"))
            state = state_of(words.components, row.get("status"))
            found = component(upstream_id, row.get("name"), state)
            if upstream_id not in hurt or found.state.rank > hurt[upstream_id].state.rank:
                hurt[upstream_id] = found
    return hurt


def incident(post: Mapping[str, Any], words: Mapping[str, str]) -> IncidentReading:
    word, page = post.get("status"), link(post.get("shortlink"))
    updates = rows(post.get("incident_updates"))[:MOST_INCIDENTS]
    over = "postmortem" in (word, *(update.get("status") for update in updates))
    return IncidentReading(
        id=identifier(post.get("id")),
        title=line(post.get("name")),
        state=words.get(word, "unknown") if isinstance(word, str) else "unknown",
        started_at=instant(post.get("started_at")) or instant(post.get("created_at")),
        resolved_at=instant(post.get("resolved_at")),
        components=_named(post),
        link=page,
        writeup=page if over else "",
        **facts(
            (instant(u.get("display_at")) or instant(u.get("created_at")), u.get("body"))
            for u in updates
        ),
    )


def _maintenance(window: Mapping[str, Any]) -> MaintenanceReading:
    word = window.get("status")
    return MaintenanceReading(
        id=identifier(window.get("id")),
        title=line(window.get("name")),
        state=word if word in MAINTENANCE_STATES else "unknown",
        starts_at=instant(window.get("scheduled_for")),
        ends_at=instant(window.get("scheduled_until")),
        components=_named(window),
    )


def _named(post: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the components that a post names: its list, and those of its updates."""
    ids = [identifier(row.get("id")) for row in rows(post.get("components"))]
    for update in rows(post.get("incident_updates"))[:MOST_INCIDENTS]:
        ids += [identifier(row.get("code")) for row in rows(update.get("affected_components"))]
    return tuple(dict.fromkeys(i for i in ids if i))[:MOST_COMPONENTS]
