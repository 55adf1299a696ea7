"""Evidence as HTML, then as PDF: from its record alone, by the renderer of plans."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import override as localtime
from django.utils.translation import override

from continuity.plans.printable import printable
from continuity.plans.render import Rendered, render
from continuity.plans.rendering import LANGUAGE, stylesheet
from continuity.plans.snapshot import canonical

from .document import compose
from .models import Evidence


def cover(evidence: Evidence) -> dict[str, Any]:
    """What stands beside the record."""
    zone = ZoneInfo(evidence.snapshot["organization"]["timezone"])
    at = evidence.created_at.astimezone(zone)
    return {
        "number": evidence.number,
        "note": evidence.note,
        "sha256": evidence.sha256,
        "kept_at": f"{at:%Y-%m-%d %H:%M\N{NO-BREAK SPACE}%Z}",
        "kept_by": evidence.created_by,
    }


def html(evidence: Evidence) -> str:
    """The whole document. Everything that people wrote is escaped, or sanitised Markdown."""
    record = printable(evidence.snapshot)
    facts = printable(cover(evidence))
    context = {
        "record": record,
        "cover": facts,
        "sections": compose(record, facts),
        "created": evidence.created_at,
        "language": LANGUAGE,
        "attached": "change.json",
    }
    with override(LANGUAGE), localtime(UTC):
        return render_to_string("changes/pdf.html", context)


def make(evidence: Evidence) -> Rendered:
    """Raises CannotRender."""
    return render(
        html(evidence),
        stylesheet(),
        canonical(evidence.snapshot),
        identifier=evidence.sha256,
        cache=settings.VAR / "cache",
        attached="change.json",
    )
