"""What stood on a feed at its last reading, as JSON: what the provider posted, and its windows.

Kept on the feed so that who reads it later (the track record, reminders of maintenance) needs
no second fetch. Pure.
"""

from datetime import datetime
from typing import Any

from .feeds import IncidentReading, MaintenanceReading, Reading, stamp

MOST = 100  # of each, the newest first
MOST_COMPONENTS = 500  # named by one of them


def of(reading: Reading) -> dict[str, Any]:
    """``{"incidents": [...], "windows": [...]}`` with instants as text; {} if there are none."""
    found = {
        "incidents": [_incident(i) for i in _newest(reading.incidents, "started_at")],
        "windows": [_window(w) for w in _newest(reading.maintenances, "starts_at")],
    }
    return {name: rows for name, rows in found.items() if rows}


def _newest(rows: Any, moment: str) -> list[Any]:
    def when(row: Any) -> float:
        at: datetime | None = getattr(row, moment)
        return at.timestamp() if at else 0.0

    return sorted((row for row in rows if row.id), key=when, reverse=True)[:MOST]


def _incident(post: IncidentReading) -> dict[str, Any]:
    return {
        "id": post.id,
        "title": post.title,
        "state": post.state,
        "started_at": stamp(post.started_at),
        "resolved_at": stamp(post.resolved_at),
        "components": list(post.components[:MOST_COMPONENTS]),
        "updates": [stamp(at) for at in post.updates],
        "words": post.last_words,
        "writeup": post.writeup,
        "link": post.link,
    }


def _window(window: MaintenanceReading) -> dict[str, Any]:
    return {
        "id": window.id,
        "title": window.title,
        "state": window.state,
        "starts_at": stamp(window.starts_at),
        "ends_at": stamp(window.ends_at),
        "components": list(window.components[:MOST_COMPONENTS]),
    }
