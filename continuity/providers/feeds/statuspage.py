"""Atlassian Statuspage v2: ``/api/v2/summary.json`` or ``/api/v2/components.json``.

The state of a component is its own word. The page's indicator is not used (a big page is never
quite ``none``), nor is ``page.updated_at``, which says nothing about how fresh the page is.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import INCIDENT_STATES, Reading, Reason, State
from ._v2 import Words, read

LABEL = "Atlassian Statuspage"
PATHS = ("/api/v2/summary.json",)
EXAMPLE = b"""{"page": {"id": "abcdefghij12", "name": "Example AI", "time_zone": "Etc/UTC"},
 "status": {"indicator": "minor", "description": "Partially Degraded Service"},
 "components": [
  {"id": "g1", "name": "Inference", "status": "degraded_performance", "group": true},
  {"id": "c1", "name": "API", "status": "degraded_performance", "group": false, "group_id": "g1"},
  {"id": "c2", "name": "Console", "status": "operational", "group": false, "group_id": null}],
 "incidents": [{"id": "i1", "name": "Slow answers", "status": "investigating", "impact": "minor",
  "started_at": "2026-08-01T11:40:00.000+02:00", "created_at": "2026-08-01T12:00:00.000+02:00",
  "resolved_at": null, "components": [{"id": "c1", "name": "API"}]}],
 "scheduled_maintenances": []}"""

WORDS = Words(
    components={
        "operational": State.OPERATIONAL,
        "under_maintenance": State.MAINTENANCE,
        "degraded_performance": State.DEGRADED,
        "partial_outage": State.PARTIAL_OUTAGE,
        "major_outage": State.MAJOR_OUTAGE,
    },
    incidents={word: word for word in INCIDENT_STATES},
)
# Page ids tell the makers apart: twelve small letters and digits here, a ULID at incident.io.
ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}\Z")


def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    """One payload. Unreadable with ``other_format`` once the page is made by incident.io."""
    reading = read(body, headers, config, WORDS)
    if reading.page_id and ULID.match(reading.page_id):
        return replace(Reading.unreadable(Reason.OTHER_FORMAT), page_id=reading.page_id)
    return reading
