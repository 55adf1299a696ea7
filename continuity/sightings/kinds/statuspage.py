"""Atlassian Statuspage, and pages that send the same: a component changed, or an incident did.

What an incident says of components counts; an incident that names none says nothing of any.
"""

from collections.abc import Mapping
from typing import Any

from continuity.providers.feeds import State

from . import WRONG_SHAPE, Heard, Word, inside, items, loaded, meaning, moment, text

LABEL = "Statuspage"
SIGNED = ""  # it cannot
EXAMPLE = b"""{"page": {"id": "abc123def456"}, "component_update": {"id": "u1",
"component_id": "c1", "new_status": "major_outage", "created_at": "2026-11-02T12:00:00Z"},
"component": {"id": "c1", "name": "API", "status": "major_outage"}}"""
STATES = {
    "operational": State.OPERATIONAL,
    "under_maintenance": State.MAINTENANCE,
    "degraded_performance": State.DEGRADED,
    "partial_outage": State.PARTIAL_OUTAGE,
    "major_outage": State.MAJOR_OUTAGE,
    "full_outage": State.MAJOR_OUTAGE,
}


def read(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Heard:
    sent, reason = loaded(body)
    if reason:
        return Heard(reason=reason)
    update, incident = sent.get("component_update"), sent.get("incident")
    if isinstance(update, dict) and isinstance(sent.get("component"), dict):
        part = {"status": update.get("new_status"), **sent["component"]}
        at, key, title, parts = update.get("created_at"), text(update.get("id"), 80), "", [part]
        key = key and f"component:{key}"
    elif isinstance(incident, dict):
        at, parts = incident.get("updated_at"), items(incident.get("components"))
        title, number = text(incident.get("name"), 300), text(incident.get("id"), 60)
        key = f"incident:{number}:{text(at, 40)}" if number and text(at) else ""
    else:
        return Heard(reason=WRONG_SHAPE)
    words = [_word(part, config, moment(at), title) for part in parts]
    return Heard(tuple(word for word in words if word.upstream), key)


def _word(part: dict[str, Any], config: Mapping[str, Any], at: Any, title: str) -> Word:
    number, term = text(inside(part, "id")), text(part.get("status"), 80)
    name = text(part.get("name")) or number
    return Word(number, name, meaning(term, STATES, config), at, title=title, term=term)
