"""incident.io: a public incident began, changed or ended.

What it is about stands in its custom fields: each value chosen there is something that can be
mapped. An incident without any is told of as one thing, "any incident".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from continuity.providers.feeds import State

from . import OTHER_EVENT, WRONG_SHAPE, Heard, Word, inside, items, loaded, meaning, moment, text

LABEL = "incident.io"
SIGNED = "standard"
EXAMPLE = b"""{"event_type": "public_incident.incident_updated_v2",
"public_incident.incident_updated_v2": {"id": "01H", "name": "Slow answers",
"incident_status": {"category": "live", "name": "Fixing"}, "severity": {"name": "Major"},
"updated_at": "2026-11-02T12:00:00Z", "custom_field_entries": [{"custom_field":
{"id": "f1", "name": "Affected services"}, "values":
[{"value_catalog_entry": {"id": "s1", "name": "API"}}]}]}}"""
OVER = frozenset({"learning", "closed", "declined", "merged", "canceled"})
SEVERITIES = {
    "minor": State.DEGRADED,
    "major": State.PARTIAL_OUTAGE,
    "critical": State.MAJOR_OUTAGE,
}
ANY = "any incident"


def read(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Heard:
    sent, reason = loaded(body)
    if reason:
        return Heard(reason=reason)
    key = text(headers.get("webhook-id"), 110)
    event = text(sent.get("event_type"))
    if not event:
        return Heard(reason=WRONG_SHAPE)
    incident = inside(sent, event, "incident") or sent.get(event)
    number = text(inside(incident, "id"), 60)
    if not isinstance(incident, dict) or not event.startswith("public_incident.") or not number:
        return Heard(key=key, reason=OTHER_EVENT)
    state, term = _state(incident, config)
    at, title = moment(incident.get("updated_at")), text(incident.get("name"), 300)
    told = dict(_affected(incident)) or {ANY: ANY}
    words = [Word(k, name, state, at, number, title, term) for k, name in told.items()]
    return Heard(tuple(words), key, whole=number)


def _state(incident: dict[str, Any], config: Mapping[str, Any]) -> tuple[State, str]:
    """Over, or as bad as its severity; before it was accepted as one, unknown."""
    category = text(inside(incident, "incident_status", "category"), 80).lower()
    if category in OVER:
        return State.OPERATIONAL, category
    severity = text(inside(incident, "severity", "name"), 80)
    if category not in ("live", "active", "paused"):
        return State.UNKNOWN, category
    return meaning(severity, SEVERITIES, config), severity


def _affected(incident: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in items(incident.get("custom_field_entries")):
        for value in items(entry.get("values")):
            chosen = value.get("value_catalog_entry") or value.get("value_option")
            key = text(inside(chosen, "id"))
            if key:
                yield key, text(inside(chosen, "name")) or text(inside(chosen, "value")) or key
