"""Pages outside any organisation."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from continuity.core.notices import say
from continuity.core.web import page
from continuity.orgs.actor import Actor
from continuity.orgs.keys import invitation_of
from continuity.orgs.models import Invitation, Membership, Role, User

from . import actions
from .forms import OrganizationForm


class PersonRequest(HttpRequest):
    """Of somebody signed in, outside any organisation."""

    user: User


YEAR_SECONDS = 365 * 24 * 3600
THEMES = ("auto", "light", "dark")


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What this is; to who is signed in, the way to their organisation."""
    if not isinstance(request.user, User):
        return render(request, "people/start.html")
    seats = list(_seats(request.user)[:2])
    if len(seats) == 1:
        return redirect(seats[0].organization)
    return redirect("organizations" if seats else "organization_new")


@require_safe
def organizations(request: PersonRequest) -> HttpResponse:
    context = {"seats": _seats(request.user)}
    return page(request, "people/organizations.html", context, partial="people/_switcher.html")


@require_http_methods(["GET", "POST"])
def new_organization(request: PersonRequest) -> HttpResponse:
    form = OrganizationForm(request.POST or None)
    if request.method == "POST" and (org := form.found(request.user)):
        say(request, _("%(name)s is ready.") % {"name": org.name})
        return redirect(org)
    first = not _seats(request.user).exists()
    return render(request, "people/organization_new.html", {"form": form, "first": first})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """A seat offered. Reading tells the organisation's name alone; only POST takes the seat."""
    found = invitation_of(secret)
    if found is None:
        raise Http404
    error, guest = "", _guest(found, request.user)
    if request.method == "POST" and guest:
        try:
            actions.accept_invitation(Actor(found.organization, guest, Role.VIEWER), found)
            say(request, _("Welcome to %(name)s.") % {"name": found.organization.name})
            return redirect(found.organization)
        except ValidationError as refusal:
            error = refusal.messages[0]
    context = {"invitation": found, "error": error, "mine": guest is not None}
    return render(request, "people/invitation.html", context, status=409 if error else 200)


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says: kept in a cookie of this browser."""
    wanted = request.POST.get("theme", "")
    back = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if here else "start")
    if wanted in THEMES:
        response.set_cookie(
            "theme", wanted, YEAR_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return response


def _seats(user: User) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user=user)
        .select_related("organization")
        .order_by("organization__name", "pk")
    )


def _guest(invitation: Invitation, user: User | AnonymousUser) -> User | None:
    """Who is signed in, if it is the one invited."""
    return user if isinstance(user, User) and user.email.lower() == invitation.email else None
