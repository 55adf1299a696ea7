"""A version as HTML, then as PDF: from its record and the words of those who approved it."""

from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string

from .document import compose
from .models import Version
from .render import Rendered, render
from .snapshot import canonical

HISTORY = 12


@cache
def stylesheet() -> str:
    return (Path(settings.BASE_DIR) / "static" / "css" / "plan.css").read_text(encoding="utf-8")


def cover(version: Version) -> dict[str, Any]:
    """What stands beside the record on the control page."""
    zone = ZoneInfo(version.snapshot["organization"]["timezone"])

    def stamp(moment: Any) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}"

    approvals = [
        (
            a.user.name or a.user.email,
            a.role,
            stamp(a.at),
            "approved" if a.approved else "sent back",
            a.comment or "–",
        )
        for a in version.approvals.select_related("user").order_by("at", "pk")
    ]
    earlier = version.plan.versions.filter(number__lt=version.number).order_by("-number")[:HISTORY]
    return {
        "number": version.number,
        "state": version.get_state_display(),
        "approved": version.state == Version.State.APPROVED,
        "sha256": version.sha256,
        "frozen_at": stamp(version.created_at),
        "frozen_by": version.created_by,
        "approvals": approvals,
        "history": [
            (str(v.number), stamp(v.created_at), v.created_by, v.note or "–")
            for v in [version, *earlier]
        ],
    }


def html(version: Version) -> str:
    """The whole document. Everything that people wrote is escaped, or sanitised Markdown."""
    facts = cover(version)
    record = version.snapshot
    context = {
        "record": record,
        "cover": facts,
        "sections": compose(record, facts),
        "created": version.created_at,
        "language": "en",
    }
    return render_to_string("plans/pdf.html", context)


def make(version: Version) -> Rendered:
    """Raises CannotRender."""
    return render(
        html(version),
        stylesheet(),
        canonical(version.snapshot),
        identifier=version.sha256,
        cache=settings.VAR / "cache",
    )
