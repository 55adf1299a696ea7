"""Where does that number come from? The rows behind scores, exposures and shares."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from continuity.core.web import typed
from continuity.orgs.http import OrgRequest
from continuity.providers.models import Component
from continuity.risk import behind
from continuity.risk.current import current

PER_PAGE = 50


def _page(request: OrgRequest, rows: QuerySet) -> Page:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


@require_safe
def score(request: OrgRequest) -> HttpResponse:
    assessment = current(request.org)
    whole = behind.criticality(request.org)
    shown = _page(request, behind.scores(request.org))
    for row in shown:
        row.points = row.weighed / whole if whole else 0.0
    context = {"rows": shown, "assessment": assessment, "criticality": whole}
    return render(request, "risk/score.html", context)


@require_safe
def exposure(request: OrgRequest, component: int) -> HttpResponse:
    row = get_object_or_404(Component.objects.for_org(request.org), pk=component)
    assessment = current(request.org)
    whole = behind.criticality(request.org)
    rows = behind.gaps(request.org, row)
    total = sum(rows.values_list("weighed", flat=True))
    shown = _page(request, rows)
    for gap in shown:
        gap.points = gap.weighed / whole if whole else 0.0
    context = {
        "component": row,
        "rows": shown,
        "assessment": assessment,
        "criticality": whole,
        "exposure": total / whole if whole else 0.0,
    }
    return render(request, "risk/exposure.html", context)


@require_safe
def shares(request: OrgRequest, level: str) -> HttpResponse:
    """Who holds how much; with ``?holder=`` the options that make it so."""
    if level not in behind.LEVELS:
        raise Http404
    assessment = current(request.org)
    nothing: dict[str, Any] = {"shares": [], "hhi": 0}
    held = assessment.summary["concentration"][level] if assessment else nothing
    context: dict[str, Any] = {"level": level, "held": held, "assessment": assessment}
    if asked := typed(request.GET, "holder"):
        known = next((row for row in held["shares"] if str(row["id"]) == asked), None)
        if known is None:
            raise Http404
        holding = behind.Holding(request.org, level, asked)
        rows = _page(request, holding.options())
        context |= {"holder": known, "rows": rows, "parts": holding.parts(rows.object_list)}
    return render(request, "risk/shares.html", context)
