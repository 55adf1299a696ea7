"""How often, and how much? And what would help?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from continuity.orgs.http import OrgRequest
from continuity.risk.outlook import reading
from continuity.risk.outlook import simulated as outlook


@require_safe
def year(request: OrgRequest) -> HttpResponse:
    """How often, and how much?"""
    found, waiting = outlook.current(request.org)
    context = {
        "outlook": found,
        "result": found.result if found else None,
        "waiting": waiting,
        "curves": reading.curves(found.result) if found else None,
    }
    return render(request, "risk/year.html", context)


@require_safe
def advice(request: OrgRequest) -> HttpResponse:
    """What would help, all of it."""
    found, waiting = outlook.current(request.org)
    context = {
        "outlook": found,
        "advice": found.result["advice"] if found else [],
        "waiting": waiting,
    }
    return render(request, "risk/advice.html", context)
