"""Hand-made payloads in the shapes that real status pages send."""

import json
from typing import Any

STATUSPAGE_WORDS = {
    "operational": "operational",
    "under_maintenance": "maintenance",
    "degraded_performance": "degraded",
    "partial_outage": "partial_outage",
    "major_outage": "major_outage",
}


def component(id: str, status: Any, name: str = "", **more: Any) -> dict[str, Any]:
    return {"id": id, "name": name or f"Component {id}", "status": status, **more}


def incident(id: str, status: str = "investigating", **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "name": f"Trouble {id}",
        "status": status,
        "created_at": "2026-11-20T10:00:00.000Z",
        "resolved_at": None,
        "components": [],
        **more,
    }


def summary(*components: Any, incidents: Any = (), page: Any = None, **more: Any) -> bytes:
    return json.dumps(
        {
            "page": {"id": "abcdefghij12", "name": "Example AI"} if page is None else page,
            "status": {"indicator": "none", "description": "All Systems Operational"},
            "components": list(components),
            "incidents": list(incidents),
            "scheduled_maintenances": [],
            **more,
        }
    ).encode()
