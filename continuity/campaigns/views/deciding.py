"""Buttons on the page of a campaign: started, reminded, signed off at once, closed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from continuity.campaigns import actions
from continuity.core.notices import say
from continuity.inventory.views.attempts import attempt
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

from .campaigns import campaign_of

Verb = Callable[..., Any]


def _do(request: OrgRequest, pk: int, verb: Verb, words: str, undo: str = "") -> HttpResponse:
    back = reverse(undo, args=[request.org.slug, pk]) if undo else ""
    if attempt(request, verb, campaign_of(request, pk)):
        say(request, words, undo=back)
    return redirect("campaigns:detail", request.org.slug, pk)


@require_POST
def start(request: OrgRequest, pk: int) -> HttpResponse:
    words = _("It has begun. Everybody who is asked gets one letter, within a minute or two.")
    return _do(request, pk, actions.start, words)


@require_POST
def close(request: OrgRequest, pk: int) -> HttpResponse:
    return _do(request, pk, actions.close, _("It is closed."), undo="campaigns:reopen")


@require_POST
def reopen(request: OrgRequest, pk: int) -> HttpResponse:
    return _do(request, pk, actions.reopen, _("It is open again."))


@require_POST
def drop(request: OrgRequest, pk: int) -> HttpResponse:
    row = campaign_of(request, pk)
    if not attempt(request, actions.drop, row):
        return redirect("campaigns:detail", request.org.slug, pk)
    undo = reverse("campaigns:restore", args=[request.org.slug, pk])
    say(request, _("The draft “%(title)s” was removed.") % {"title": row}, undo=undo)
    return redirect("campaigns:index", request.org.slug)


@require_POST
def restore(request: OrgRequest, pk: int) -> HttpResponse:
    return _do(request, pk, actions.restore, _("It is back."))


@require_POST
def remind(request: OrgRequest, pk: int) -> HttpResponse:
    words = _("Whoever still owes an answer is written to; who was today already, tomorrow.")
    return _do(request, pk, actions.remind_all, words)


@require_POST
def sign_unchanged(request: OrgRequest, pk: int) -> HttpResponse:
    request.actor.require(Role.APPROVER)
    signed, refused = actions.sign_off_unchanged(request.actor, campaign_of(request, pk))
    words = ngettext("%(n)s answer was signed off.", "%(n)s answers were signed off.", signed)
    said = words % {"n": signed}
    if refused:
        more = ngettext(
            "%(n)s was not: you gave it yourself, or its function is gone.",
            "%(n)s were not: you gave them yourself, or their functions are gone.",
            refused,
        )
        said = f"{said} {more % {'n': refused}}"
    say(request, said)
    return redirect("campaigns:detail", request.org.slug, pk)
