"""incident.io through its Statuspage-compatible API (``/api/v2/…``).

The same envelope with gaps: no group rows, incidents that name no component, no ``incidents``
at all when quiet, and a ``summary.json`` that leaves some components out: prefer
``components.json`` where all are wanted.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import Reading, Reason, State, statuspage
from ._v2 import Words, read

LABEL = "incident.io"
PATHS = ("/api/v2/components.json", "/api/v2/summary.json")  # the first lists more
EXAMPLE = b"""{"page": {"id": "01J0000000000000000000AAAA", "name": "Example AI"},
 "status": {"indicator": "critical", "description": "Full outage"},
 "components": [
  {"id": "01J0000000000000000000API0", "name": "Login", "status": "full_outage"},
  {"id": "01J0000000000000000000CHAT", "name": "Login", "status": "operational"}],
 "incidents": [{"id": "01J0000000000000000000INC0", "name": "Nobody can sign in",
  "status": "fixing", "created_at": "2026-08-01T10:00:00Z", "resolved_at": null,
  "components": []}]}"""

WORDS = Words(
    components={**statuspage.WORDS.components, "full_outage": State.MAJOR_OUTAGE},
    incidents={**statuspage.WORDS.incidents, "fixing": "identified"},
)
STATUSPAGE_ID = re.compile(r"[a-z0-9]{12}\Z")


def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    """One payload. Unreadable with ``other_format`` once the page is made by Statuspage."""
    reading = read(body, headers, config, WORDS)
    if reading.page_id and STATUSPAGE_ID.match(reading.page_id):
        return replace(Reading.unreadable(Reason.OTHER_FORMAT), page_id=reading.page_id)
    return reading
