"""The front: an organisation's home, and the door to the demonstration."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from continuity.orgs.access import VISITOR, visitor_for
from continuity.orgs.actor import Actor
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Organization, User
from continuity.plans.pressing import standings
from continuity.risk.pressure import of_functions, pressed

from . import actions
from . import home as front

MOST_PRESSING = 6


@require_safe
def home(request: OrgRequest) -> HttpResponse:
    """How exposed are we, now?"""
    assessment = getattr(request, "assessment", None)  # FreshScores left it there
    if assessment is None or not assessment.summary.get("functions"):
        filled = assessment is None and front.has_functions(request.org)
        return render(request, "dashboard/empty.html", {"filled": filled})
    now, today, under = timezone.now(), timezone.localdate(), pressed(request.org)
    sight = front.sight(request.org, now)
    failing = front.failing_now(under)
    suspected = sum(row.outage.suspected for row in failing)
    context = {
        "assessment": assessment,
        "summary": assessment.summary,
        "headline": assessment.summary["headline"],
        "failing": failing,
        "suspected": suspected,
        "certain": len(failing) - suspected,
        "tone": "bad" if len(failing) > suspected else "watch",
        "pressing": of_functions(under, set())[:MOST_PRESSING],
        "plans": standings(request.org, under),
        "sight": sight,
        "unreadable": front.unreadable(request.org, now) if sight.lost else [],
        "points": front.year_of_scores(request.org, today),
        "reminders": front.due_soon(request.org),
        "spofs": front.single_points(request.org, now),
    }
    return render(request, "dashboard/home.html", context)


@login_not_required
@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """One click: the demonstration, made if it is not there, with the visitor seated in it."""
    if not settings.DEMONSTRATION:
        raise Http404
    org = actions.ensure_demo()
    if _visits(request, org):
        return redirect("home", org.slug)
    if not ratelimit.consume(request, action="demonstration"):
        return ratelimit.respond_429(request)
    seat = actions.visit(Actor.system(org))
    if request.user.is_authenticated:
        request.session[VISITOR] = seat.user_id
    else:
        login(request, seat.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session.set_expiry(timezone.now() + actions.VISIT)
    return redirect("home", org.slug)


def _visits(request: HttpRequest, org: Organization) -> bool:
    """Whether who asks is seated there already, as the visitor that they are or go as."""
    who = visitor_for(request, org.slug) or request.user
    return isinstance(who, User) and who.memberships.filter(organization=org).exists()


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the web process can ask the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
