"""Rootly: ``/api/v1/status.json``, the page as a whole.

It lists no components: the one row is the page, by its address. Rootly's indicator has no word
above ``major``, so that is the worst there is.
"""

from collections.abc import Mapping
from typing import Any

from . import Reading, Reason, State
from ._listed import MOST_INCIDENTS, Rows, reading, refuse_other_page, state_of
from ._text import Unreadable, line, load_json, place, refusing, rows
from ._v2 import incident
from .statuspage import WORDS

LABEL = "Rootly"
PATHS = ("/api/v1/status.json",)
EXAMPLE = b"""{"page": {"name": "Example AI", "url": "https://status.example.com",
  "time_zone": "Etc/UTC", "updated_at": "2026-08-01T10:00:00Z"},
 "status": {"indicator": "minor", "description": "Some systems are slow"},
 "incidents": [{"id": "i1", "name": "Slow answers", "status": "investigating",
  "created_at": "2026-08-01T10:00:00Z"}]}"""

INDICATORS = {
    "none": State.OPERATIONAL,
    "maintenance": State.MAINTENANCE,
    "minor": State.DEGRADED,
    "major": State.MAJOR_OUTAGE,
}


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    if not isinstance(payload, dict) or "components" in payload:
        raise Unreadable(Reason.WRONG_SHAPE)
    page, status = payload.get("page"), payload.get("status")
    if not isinstance(page, dict) or not isinstance(status, dict):
        raise Unreadable(Reason.WRONG_SHAPE)
    page_id, name = place(page.get("url")), line(page.get("name"))
    if not page_id or "indicator" not in status:
        raise Unreadable(Reason.WRONG_SHAPE)
    refuse_other_page(page_id, name, config)
    found = Rows()
    found.row(page_id, name, state_of(INDICATORS, status["indicator"]))
    posts = rows(payload.get("incidents"))[:MOST_INCIDENTS]
    return reading(
        found,
        config,
        page_id=page_id,
        page_name=name,
        incidents=[incident(post, WORDS.incidents) for post in posts],
    )
