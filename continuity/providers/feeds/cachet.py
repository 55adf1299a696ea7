"""Cachet: ``/api/v1/components`` (2.x) and ``/api/components`` (3.x, JSON:API).

Statuses are numbers, sometimes as text. A page of a longer list says so: what is asked for and
lies on another page is missing, never well. Its times have no zone and are not used.
"""

from collections.abc import Mapping
from typing import Any

from . import Reading, Reason, State
from ._listed import Rows, reading
from ._text import Unreadable, load_json, refusing, table

LABEL = "Cachet"
EXAMPLE = b"""{"meta": {"pagination": {"total": 2, "count": 2, "per_page": 20,
  "current_page": 1, "total_pages": 1}},
 "data": [
  {"id": 1, "name": "API", "status": 1, "enabled": true, "updated_at": "2026-08-01 10:00:00"},
  {"id": 2, "name": "Console", "status": "3", "updated_at": "2026-08-01 10:00:00"}]}"""

STATES = {
    "1": State.OPERATIONAL,
    "2": State.DEGRADED,
    "3": State.PARTIAL_OUTAGE,
    "4": State.MAJOR_OUTAGE,
    "6": State.MAINTENANCE,  # since 3.0, where 5 says that it is not known
}


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    if not isinstance(payload, dict) or not isinstance(payload.get("data"), list):
        raise Unreadable(Reason.WRONG_SHAPE)
    found = Rows()
    for row in map(table, payload["data"]):
        facts = table(row.get("attributes")) or row
        if "status" not in facts or "name" not in facts:
            found.odd = True
        elif facts.get("enabled") is not False:
            found.row(row.get("id"), facts["name"], _state(facts["status"]))
    return reading(found, config, remark=Reason.INCOMPLETE if _cut(payload) else None)


def _state(said: Any) -> State | None:
    if isinstance(said, dict):
        said = said.get("value")
    if isinstance(said, int) and not isinstance(said, bool):
        said = str(said)
    return STATES.get(said) if isinstance(said, str) else None


def _cut(payload: Mapping[str, Any]) -> bool:
    """Whether there are more pages than this one."""
    meta = table(payload.get("meta"))
    pages = table(meta.get("pagination")).get("total_pages", meta.get("last_page"))
    return isinstance(pages, int) and pages > 1
