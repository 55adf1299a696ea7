"""The front: an organisation's home, and the door to the demonstration."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from continuity.orgs.actor import Actor
from continuity.orgs.http import OrgRequest

from . import actions
from . import home as front


@require_safe
def home(request: OrgRequest) -> HttpResponse:
    """How exposed are we, now?"""
    assessment = getattr(request, "assessment", None)  # FreshScores left it there
    if assessment is None or not assessment.summary.get("functions"):
        filled = assessment is None and front.has_functions(request.org)
        return render(request, "dashboard/empty.html", {"filled": filled})
    today = timezone.localdate()
    context = {
        "assessment": assessment,
        "summary": assessment.summary,
        "headline": assessment.summary["headline"],
        "failing": front.failing_now(request.org),
        "sight": front.sight(request.org),
        "points": front.year_of_scores(request.org, today),
        "reminders": front.due_soon(request.org),
        "spofs": front.single_points(request.org),
    }
    return render(request, "dashboard/home.html", context)


@login_not_required
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """One click: the demonstration, made if it is not there, with the visitor seated in it."""
    if not settings.DEMONSTRATION:
        raise Http404
    org = actions.ensure_demo()
    known = request.user if request.user.is_authenticated else None
    seat = actions.visit(Actor.system(org), known)
    if known is None:
        login(request, seat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home", org.slug)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the web process can ask the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
