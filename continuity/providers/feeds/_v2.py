"""The ``/api/v2`` envelope of Statuspage, which incident.io and others imitate."""

from collections.abc import Iterable, Mapping
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
from ._text import Unreadable, identifier, instant, line, load_json, rows

MOST_COMPONENTS, MOST_INCIDENTS, MOST_WINDOWS = 5000, 200, 500


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
    page = payload["page"] if isinstance(payload.get("page"), dict) else {}
    page_id, page_name = identifier(page.get("id")), line(page.get("name"))
    refuse_other_page(page_id, page_name, config)
    listed, odd = _components(payload["components"], words)
    if not listed:
        raise Unreadable(Reason.WRONG_SHAPE if odd else Reason.NO_COMPONENTS)
    posts = rows(payload.get("incidents"))[:MOST_INCIDENTS]
    incidents = tuple(_incident(post, words) for post in posts)
    open_posts = [post for post, said in zip(posts, incidents, strict=True) if not said.is_closed]
    wanted = config.get("components")
    shown = _wanted(wanted, listed, open_posts, words) if wanted else tuple(listed.values())
    return Reading(
        readable=True,
        reason=_first_reason(shown, odd),
        components=(*shown, *(_others(shown, listed) if config.get("names") else ())),
        incidents=incidents,
        page_id=page_id or None,
        page_name=page_name or None,
        maintenances=tuple(
            _maintenance(window)
            for window in rows(payload.get("scheduled_maintenances"))[:MOST_WINDOWS]
        ),
    )


def refuse_other_page(page_id: str, page_name: str, config: Mapping[str, Any]) -> None:
    """Refuse the page of somebody else. A page that does not say whose it is passes: the ids
    of its components, which belong to one page only, still have to match."""
    wanted_id, wanted_name = config.get("page_id"), config.get("page_name")
    if wanted_id and page_id:
        if page_id != wanted_id:
            raise Unreadable(Reason.OTHER_PAGE)
    elif wanted_name and page_name and page_name.casefold() != str(wanted_name).casefold():
        raise Unreadable(Reason.OTHER_PAGE)


def _components(listed: list[Any], words: Words) -> tuple[dict[str, ComponentReading], bool]:
    """Components by id, without group rows (they repeat their children), and whether any row
    had to be left out."""
    found: dict[str, ComponentReading] = {}
    odd = len(listed) > MOST_COMPONENTS
    for row in listed[:MOST_COMPONENTS]:
        if isinstance(row, dict) and row.get("group") is True:
            continue
        upstream_id = identifier(row.get("id")) if isinstance(row, dict) else ""
        if not upstream_id:
            odd = True
            continue
        reading = _component(upstream_id, row, words)
        twin = found.get(upstream_id)
        if twin and twin.state != reading.state:
            reading = _unknown(upstream_id, reading.name, Reason.DUPLICATE_ID)
        found[upstream_id] = reading
    return found, odd


def _component(upstream_id: str, row: Mapping[str, Any], words: Words) -> ComponentReading:
    name = line(row.get("name")) or upstream_id
    state = _state(row.get("status"), words)
    if state is None:
        return _unknown(upstream_id, name, Reason.UNLISTED_WORD)
    return ComponentReading(upstream_id, name, state)


def _state(word: Any, words: Words) -> State | None:
    return words.components.get(word) if isinstance(word, str) else None


def _unknown(upstream_id: str, name: str, reason: Reason) -> ComponentReading:
    return ComponentReading(upstream_id, name, State.UNKNOWN, reason)


def _wanted(
    ids: Iterable[Any],
    listed: Mapping[str, ComponentReading],
    open_posts: list[dict[str, Any]],
    words: Words,
) -> tuple[ComponentReading, ...]:
    """The components asked for. One that is not listed (hidden while fine, or dropped from the
    summary) may still stand, with its state, in an open incident."""
    hurt: dict[str, ComponentReading] = {}
    for post in open_posts:
        for row in rows(post.get("components"))[:MOST_COMPONENTS]:
            upstream_id = identifier(row.get("id"))
            reading = _component(upstream_id, row, words)
            if upstream_id not in hurt or reading.state.rank > hurt[upstream_id].state.rank:
                hurt[upstream_id] = reading
    return tuple(
        listed.get(str(i)) or hurt.get(str(i)) or _unknown(str(i), str(i), Reason.COMPONENT_MISSING)
        for i in dict.fromkeys(ids)
    )


def _others(
    shown: Iterable[ComponentReading], listed: Mapping[str, ComponentReading]
) -> Iterable[ComponentReading]:
    """What was not asked for, so that a name can be found in it."""
    known = {c.id for c in shown}
    return (c for c in listed.values() if c.id not in known)


def _incident(post: Mapping[str, Any], words: Words) -> IncidentReading:
    word = post.get("status")
    return IncidentReading(
        id=identifier(post.get("id")),
        title=line(post.get("name")),
        state=words.incidents.get(word, "unknown") if isinstance(word, str) else "unknown",
        started_at=instant(post.get("started_at")) or instant(post.get("created_at")),
        resolved_at=instant(post.get("resolved_at")),
        components=_named(post),
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


def _first_reason(shown: Iterable[ComponentReading], odd: bool) -> str | None:
    reason = next((c.reason for c in shown if c.reason), None)
    return str(reason) if reason else (str(Reason.ODD_ROWS) if odd else None)
