"""How did we come here? A period in the URL; in words, as a line, and day by day."""

import csv
import io
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from continuity.audit.words import said
from continuity.core import charts
from continuity.core.days import FIRST
from continuity.inventory.listing import safe
from continuity.orgs.http import OrgRequest
from continuity.risk.history import days as past
from continuity.risk.history.days import Day, Span
from continuity.risk.history.periods import periods, quarter
from continuity.risk.method.scores import band

PER_PAGE = 30
LABELS = {
    "month": _("The last 30 days"),
    "quarter": _("This quarter"),
    "last-quarter": _("The quarter before"),
    "year": _("The last 12 months"),
}
HEAD = ["day", "score", "band", "change", "better", "worse", "new", "gone", "what_moved"]
HEAD += ["exercises_too_old", "audit_entries"]


@require_safe
def history(request: OrgRequest) -> HttpResponse:
    """The score from a day on, with what moved it."""
    today = timezone.localdate()
    asked, since, until = _period(request, today)
    held = past.span(request.org, since, until)
    context: dict[str, Any] = {
        "asked": asked,
        "since": since,
        "until": until,
        "today": today,
        "labels": LABELS.items(),
    }
    if held is None:
        return render(request, "risk/history.html", context)
    if request.GET.get("format") == "csv":
        return _csv(request, held)
    shown = Paginator(held.changes, PER_PAGE).get_page(request.GET.get("page"))
    days = past.days(request.org, list(shown))
    compared = past.compare(request.org, held)
    context |= {
        "held": held,
        "compared": compared,
        "bands": [band(float(end.score)) for end in (held.baseline, held.last)],
        "line": charts.steps(_points(held), _start(held), until),
        "page": shown,
        "told": any(day.entries or day.elsewhere for day in days),
        "days": [(day, band(float(day.assessment.score)), _entries(day)) for day in days],
    }
    return render(request, "risk/history.html", context)


def _period(request: OrgRequest, today: date) -> tuple[str, date, date]:
    """The word chosen, or none where the days were written; the first day, and the last."""
    word = request.GET.get("period", "")
    spans = periods(today)
    if word in spans:
        return word, *spans[word]
    since, until = (_day(request.GET.get(name, "")) for name in ("from", "to"))
    if since is None and until is None:
        return "quarter", *spans["quarter"]
    until = min(until or today, today)
    return "", min(since or quarter(until), until), until


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return max(found, FIRST)


def _start(held: Span) -> date:
    return max(held.since, held.baseline.day)


def _points(held: Span) -> list[tuple[date, float]]:
    """From the day on which the line begins, the baseline drawn there."""
    first = (_start(held), float(held.baseline.score))
    return [first, *((day.day, float(day.score)) for day in held.days[1:])]


def _entries(day: Day) -> list[tuple[Any, str, str]]:
    """What was done, to what, by whom."""
    return [(said(e["verb"]), e["label"], e["actor"]) for e in day.entries]


def _csv(request: OrgRequest, held: Span) -> HttpResponse:
    """Every day on which something moved, as the page tells it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for day in past.days(request.org, held.changes):
        kinds = day.told.sorted
        moved = "; ".join(f"{row.name} {row.words}" for row in day.told.shown)
        writer.writerow(
            [
                day.assessment.day.isoformat(),
                f"{day.assessment.score:.1f}",
                band(float(day.assessment.score)),
                "" if day.by is None else f"{day.by:+.1f}",
                *(len(getattr(kinds, kind)) for kind in ("better", "worse", "new", "gone")),
                safe(moved) if day.before else "",
                len(day.aged),
                day.entries_in_all,
            ]
        )
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    name = f"history-{request.org.slug}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
