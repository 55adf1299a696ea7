"""Better Stack: ``/index.json`` of a status page (JSON:API).

Resources are driven by monitors and flap. One that is ``not_monitored`` is unknown. A section can
be asked for by ``section-<id>``, or found by its name: it is down when all that is watched in it
is, and a part of it is out when one is. References to what is not included are left alone.
"""

from collections.abc import Mapping
from typing import Any

from . import IncidentReading, MaintenanceReading, Reading, Reason, State
from ._listed import (
    MOST_COMPONENTS,
    MOST_INCIDENTS,
    MOST_WINDOWS,
    Rows,
    component,
    reading,
    refuse_other_page,
    state_of,
    unknown,
)
from ._text import Unreadable, identifier, instant, line, load_json, refusing, rows, table

LABEL = "Better Stack"
PATHS = ("/index.json",)
EXAMPLE = b"""{"data": {"id": "1", "type": "status_page", "attributes": {
  "company_name": "Example Hub", "aggregate_state": "downtime"}},
 "included": [
  {"id": "10", "type": "status_page_section", "attributes": {"name": "Inference"}},
  {"id": "100", "type": "status_page_resource", "attributes": {
   "status_page_section_id": 10, "public_name": "Inference API", "status": "downtime"}},
  {"id": "101", "type": "status_page_resource", "attributes": {
   "status_page_section_id": 10, "public_name": "Console", "status": "operational"}},
  {"id": "501", "type": "status_report", "attributes": {"title": "API outage",
   "report_type": "manual", "starts_at": "2026-08-01T09:58:00.000Z", "ends_at": null,
   "affected_resources": [{"status_page_resource_id": "100", "status": "downtime"}],
   "aggregate_state": "downtime"}}]}"""

WORDS = {
    "operational": State.OPERATIONAL,
    "maintenance": State.MAINTENANCE,
    "degraded": State.DEGRADED,
    "downtime": State.MAJOR_OUTAGE,
}
UNWATCHED = "not_monitored"
LASTING, OVER = (*WORDS,), ("resolved", "recovered")


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    page = table(payload.get("data")) if isinstance(payload, dict) else {}
    if page.get("type") != "status_page" or not isinstance(payload.get("included"), list):
        raise Unreadable(Reason.WRONG_SHAPE)
    page_id = identifier(page.get("id"))
    name = line(table(page.get("attributes")).get("company_name"))
    refuse_other_page(page_id, name, config)
    included = rows(payload["included"])
    found = _resources(included)
    if config.get("names") or config.get("components"):
        _add_sections(found, included)
    reports = _of(included, "status_report")
    planned = [r for r in reports if _facts(r).get("report_type") == "maintenance"]
    posted = [r for r in reports if _facts(r).get("report_type") != "maintenance"]
    return reading(
        found,
        config,
        page_id=page_id,
        page_name=name,
        incidents=map(_incident, posted[:MOST_INCIDENTS]),
        maintenances=map(_maintenance, planned[:MOST_WINDOWS]),
    )


def _of(included: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [row for row in included if row.get("type") == kind][:MOST_COMPONENTS]


def _facts(row: Mapping[str, Any]) -> dict[str, Any]:
    return table(row.get("attributes"))


def _resources(included: list[dict[str, Any]]) -> Rows:
    found = Rows()
    for row in _of(included, "status_page_resource"):
        facts, upstream_id = _facts(row), identifier(row.get("id"))
        word, name = facts.get("status"), line(facts.get("public_name")) or upstream_id
        if word == UNWATCHED:
            found.add(upstream_id, unknown(upstream_id, name, Reason.NOT_MONITORED))
        else:
            found.row(upstream_id, name, state_of(WORDS, word))
    return found


def _add_sections(found: Rows, included: list[dict[str, Any]]) -> None:
    inside: dict[str, list[State | None]] = {}
    for row in _of(included, "status_page_resource"):
        facts = _facts(row)
        if facts.get("status") != UNWATCHED:
            section = identifier(facts.get("status_page_section_id"))
            inside.setdefault(section, []).append(state_of(WORDS, facts.get("status")))
    for row in _of(included, "status_page_section"):
        said = inside.get(section := identifier(row.get("id")))
        if said:
            upstream_id = f"section-{section}"
            name = _facts(row).get("name")
            found.add(upstream_id, component(upstream_id, name, _together(said)))


def _together(said: list[State | None]) -> State | None:
    known = [state for state in said if state]
    worst = max(known, key=lambda state: state.rank, default=State.OPERATIONAL)
    if None in said and not worst.is_bad:
        return None
    if worst is State.MAJOR_OUTAGE and set(said) != {State.MAJOR_OUTAGE}:
        return State.PARTIAL_OUTAGE
    if worst is State.MAINTENANCE and set(said) != {State.MAINTENANCE}:
        return State.OPERATIONAL
    return worst


def _incident(row: Mapping[str, Any]) -> IncidentReading:
    facts, word = _facts(row), _facts(row).get("aggregate_state")
    over = word in OVER or instant(facts.get("ends_at")) is not None
    return IncidentReading(
        id=identifier(row.get("id")),
        title=line(facts.get("title")),
        state="resolved" if over else "investigating" if word in LASTING else "unknown",
        started_at=instant(facts.get("starts_at")),
        resolved_at=instant(facts.get("ends_at")),
        components=_affected(facts),
    )


def _maintenance(row: Mapping[str, Any]) -> MaintenanceReading:
    facts = _facts(row)
    return MaintenanceReading(
        id=identifier(row.get("id")),
        title=line(facts.get("title")),
        state="completed" if facts.get("aggregate_state") in OVER else "scheduled",
        starts_at=instant(facts.get("starts_at")),
        ends_at=instant(facts.get("ends_at")),
        components=_affected(facts),
    )


def _affected(facts: Mapping[str, Any]) -> tuple[str, ...]:
    named = rows(facts.get("affected_resources"))
    ids = (identifier(row.get("status_page_resource_id")) for row in named)
    return tuple(dict.fromkeys(filter(None, ids)))
