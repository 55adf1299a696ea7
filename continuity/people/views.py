"""Pages of one organisation: its settings, its members, its tokens."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from continuity.core.drafts import was_taken
from continuity.core.notices import say
from continuity.orgs.context import standing
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Invitation, Membership, Role, Token

from . import actions
from .forms import InviteForm, RoleForm, SettingsForm, TokenForm, roles_below


@require_http_methods(["GET", "POST"])
def settings(request: OrgRequest) -> HttpResponse:
    """What holds for the whole organisation. Others than administrators read it."""
    form = SettingsForm(request.actor, request.POST or None, instance=request.org)
    if request.method == "POST":
        request.actor.require(Role.ADMIN)
        if form.perform(actions.edit_organization) or not form.errors:
            say(request, _("Saved."))
            return redirect("people:settings", request.org.slug)
    context = {"form": form, "may_edit": request.actor.may(Role.ADMIN)}
    return render(request, "people/settings.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def members(request: OrgRequest) -> HttpResponse:
    """Where no mail is sent, the link of a new invitation is shown, in this answer only."""
    form = InviteForm(request.actor, request.POST or None)
    made = form.perform(actions.invite) if request.method == "POST" else None
    if made and standing(request)["mail_is_sent"]:
        say(request, _("An invitation is on its way to %(email)s.") % {"email": made.email})
        return redirect("people:members", request.org.slug)
    if made:
        was_taken(request)
    return _members_page(request, InviteForm(request.actor) if made else form, made)


def _members_page(
    request: OrgRequest, form: InviteForm, made: Invitation | None = None
) -> HttpResponse:
    may_edit = request.actor.may(Role.ADMIN)
    seats = request.org.memberships.select_related("user").order_by("-role", "user__email")
    waiting = Invitation.objects.for_org(request.org).filter(accepted_at=None, revoked_at=None)
    context = {
        "form": form,
        "seats": seats,
        "roles": roles_below(request.actor),
        "waiting": waiting.select_related("invited_by").order_by("-created_at") if may_edit else [],
        "may_edit": may_edit,
        "made": made,
    }
    return render(request, "people/members.html", context)


@require_POST
def role(request: OrgRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    form = RoleForm(request.actor, request.POST)
    if form.is_valid():
        changed = _try(request, actions.change_role, member, form.cleaned_data["role"])
        if changed:
            named = {"who": changed.user, "role": changed.get_role_display()}
            say(request, _("%(who)s is now %(role)s.") % named)
    return redirect("people:members", request.org.slug)


@require_http_methods(["GET", "POST"])
def remove(request: OrgRequest, pk: int) -> HttpResponse:
    """Asks first: it cannot be undone, since tokens and invitations of theirs end with it."""
    member = _member(request, pk)
    myself = member.user_id == request.user.pk
    if not myself:
        request.actor.require(Role.ADMIN)
    if request.method == "GET":
        return render(request, "people/remove.html", {"member": member, "myself": myself})
    removed = _try(request, actions.remove_member, member)
    if removed and myself:
        say(request, _("You have left %(name)s.") % {"name": request.org.name})
        return redirect("start")
    if removed:
        say(request, _("%(who)s is no longer a member.") % {"who": member.user})
    return redirect("people:members", request.org.slug)


@require_POST
def revoke_invitation(request: OrgRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.for_org(request.org), pk=pk)
    if actions.revoke_invitation(request.actor, invitation):
        say(request, _("The invitation to %(email)s is void.") % {"email": invitation.email})
    return redirect("people:members", request.org.slug)


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: OrgRequest) -> HttpResponse:
    """One's own tokens; to administrators, all. A new one is shown in this answer only."""
    form = TokenForm(request.actor, request.POST or None)
    made = form.perform(actions.create_token) if request.method == "POST" else None
    if made:
        was_taken(request)
    live = Token.objects.for_org(request.org).filter(revoked_at=None).select_related("user")
    if not request.actor.may(Role.ADMIN):
        live = live.filter(user=request.user)
    context = {
        "form": TokenForm(request.actor) if made else form,
        "made": made,
        "tokens": live.order_by("-created_at", "-pk"),
    }
    return render(request, "people/tokens.html", context)


@require_POST
def revoke_token(request: OrgRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(Token.objects.for_org(request.org), pk=pk)
    if actions.revoke_token(request.actor, token):
        say(request, _("The token “%(name)s” no longer opens anything.") % {"name": token.name})
    return redirect("people:tokens", request.org.slug)


def _member(request: OrgRequest, pk: int) -> Membership:
    return get_object_or_404(request.org.memberships.select_related("user"), pk=pk)


def _try(request: OrgRequest, verb, *args):  # type: ignore[no-untyped-def]
    """What the verb did; what it refuses becomes a message."""
    try:
        return verb(request.actor, *args)
    except ValidationError as refusal:
        say(request, refusal.messages[0], level=40)
        return None
