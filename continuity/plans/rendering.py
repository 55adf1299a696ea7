"""A version as HTML, then as PDF: from its record and the words of those who approved it."""

from collections.abc import Callable
from datetime import UTC, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import override as localtime
from django.utils.translation import override

from .document import compose, missing
from .models import Approval, Version
from .printable import printable
from .render import Rendered, render
from .snapshot import canonical
from .words import _

HISTORY = 12
LANGUAGE = "en"
STAMPS = {
    "draft": _("Not approved"),
    "in_review": _("Not approved"),
    "rejected": _("Sent back, not in force"),
    "superseded": _("Superseded, no longer in force"),
    "withdrawn": _("Withdrawn, not in force"),
}


@cache
def stylesheet() -> str:
    """What is written by hand, and a class for each width of a column in percent."""
    file = Path(settings.BASE_DIR) / "static" / "css" / "plan.css"
    widths = "".join(f".w-{n} {{ width: {n}%; }}\n" for n in range(1, 101))
    return file.read_text(encoding="utf-8") + widths


def cover(version: Version) -> dict[str, Any]:
    """What stands beside the record on the control page."""
    zone = ZoneInfo(version.snapshot["organization"]["timezone"])

    def stamp(moment: Any) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M\N{NO-BREAK SPACE}%Z}"

    said = list(version.approvals.select_related("user").order_by("at", "pk"))
    approvals = [
        (
            a.user.name or a.user.email,
            a.role,
            stamp(a.at),
            _said(a),
            a.comment or "–",
        )
        for a in said
    ]
    yes = [row for row, a in zip(approvals, said, strict=True) if a.approved]
    versions = version.plan.versions.defer("snapshot").prefetch_related("approvals__user")
    earlier = versions.filter(number__lt=version.number).order_by("-number")
    reviewed = version.approved_at and version.approved_at.astimezone(zone).date()
    every = timedelta(days=version.snapshot["plan"]["review_every_days"])
    return {
        "next_review": f"{reviewed + every}" if reviewed else "",
        "number": version.number,
        "state": version.get_state_display(),
        "stamp": STAMPS.get(version.state, ""),
        "sha256": version.sha256,
        "frozen_at": stamp(version.created_at),
        "frozen_by": version.created_by,
        "approvals": approvals,
        "approved_by": "; ".join(f"{who}, {at}" for who, _r, at, _s, _c in yes),
        "history": [
            (
                str(v.number),
                stamp(v.created_at),
                v.created_by,
                _approved(v, stamp),
                v.note or "–",
            )
            for v in [version, *earlier[:HISTORY]]
        ],
        "older": max(0, earlier.count() - HISTORY),
    }


def _said(approval: Approval) -> str:
    if not approval.approved:
        return _("sent back")
    if approval.alone:
        return _("approved by who froze it: nobody else had the right to")
    return _("approved")


def _approved(version: Version, stamp: Callable[[Any], str]) -> str:
    """Who said yes, and when; one word each."""
    yes = [a for a in version.approvals.all() if a.approved]
    return "; ".join(f"{a.user.name or a.user.email}, {stamp(a.at)}" for a in yes) or _(
        "not approved"
    )


def html(version: Version) -> str:
    """The whole document. Everything that people wrote is escaped, or sanitised Markdown."""
    record = printable(version.snapshot)
    with override(LANGUAGE):
        facts = printable(cover(version))
    sections = compose(record, facts)
    context = {
        "record": record,
        "cover": facts,
        "sections": sections,
        "missing": missing(sections),
        "created": version.created_at,
        "language": LANGUAGE,
    }
    with override(LANGUAGE), localtime(UTC):
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
