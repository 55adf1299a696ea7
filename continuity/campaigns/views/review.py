"""Shall it be written down so? One answer as it was given, beside what stands there now."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.campaigns import actions
from continuity.campaigns.comparing import Change, changes, edited, merged
from continuity.campaigns.forms import HandOverForm, SendBackForm
from continuity.campaigns.lastyear import last_answer
from continuity.campaigns.lifecycle import GIVEN
from continuity.campaigns.models import Answer, Campaign
from continuity.campaigns.records import names, record
from continuity.campaigns.words import lines, told
from continuity.core.notices import say
from continuity.inventory.owners import strangers
from continuity.inventory.views.attempts import attempt
from continuity.orgs.actor import Actor
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

from .questions import answer_of, is_asked, to_answer


@require_safe
def review(request: OrgRequest, pk: int) -> HttpResponse:
    return _page(request, answer_of(request, pk))


@require_POST
def sign_off(request: OrgRequest, pk: int) -> HttpResponse:
    """``take-<field>``: whose word counts, where somebody edited the field meanwhile."""
    answer = answer_of(request, pk)
    take = {k.removeprefix("take-"): str(v) for k, v in request.POST.items() if k[:5] == "take-"}
    of = request.POST.get("of", "")
    if not attempt(request, lambda actor: actions.sign_off(actor, answer, of=of, take=take)):
        return redirect("campaigns:review", request.org.slug, pk)
    say(request, _("“%(name)s” is signed off.") % {"name": answer})
    return redirect("campaigns:detail", request.org.slug, answer.campaign_id)


@require_POST
def send_back(request: OrgRequest, pk: int) -> HttpResponse:
    answer = answer_of(request, pk)
    form = SendBackForm(request.actor, request.POST)
    of = request.POST.get("of", "")

    def verb(actor: Actor, row: Answer, reason: str) -> Answer:
        return actions.send_back(actor, row, reason, of=of)

    if form.perform(verb, answer):
        say(request, _("Sent back. Whoever is asked is told why."))
        return redirect("campaigns:detail", request.org.slug, answer.campaign_id)
    return _page(request, answer, send_back_form=form)


@require_POST
def take_back(request: OrgRequest, pk: int) -> HttpResponse:
    answer = to_answer(request, answer_of(request, pk))
    if attempt(request, actions.take_back, answer):
        return redirect("campaigns:questions", request.org.slug, pk)
    return redirect("campaigns:review", request.org.slug, pk)


@require_POST
def hand_over(request: OrgRequest, pk: int) -> HttpResponse:
    answer = to_answer(request, answer_of(request, pk))
    form = HandOverForm(request.actor, request.POST)
    if row := form.perform(actions.hand_over, answer):
        say(request, _("%(email)s is asked now, and written to.") % {"email": row.asked_email})
        return redirect("campaigns:detail", request.org.slug, row.campaign_id)
    if not form.errors:
        say(request, _("Nothing was changed."), level=messages.ERROR)
    return _page(request, answer, hand_over_form=form)


def _page(request: OrgRequest, answer: Answer, **more: Any) -> HttpResponse:
    running = answer.campaign.state == Campaign.State.OPEN
    to_sign = running and answer.state == Answer.State.ANSWERED
    seats = request.org.memberships.order_by("user__email")
    context = {
        "answer": answer,
        "campaign": answer.campaign,
        "given": answer.state in GIVEN,
        "is_asked": is_asked(answer),
        "may_answer": answer.may_be_answered_by(request.actor),
        "may_take_back": to_sign and answer.may_be_answered_by(request.actor),
        "may_sign": to_sign and request.actor.may(Role.APPROVER),
        "own": answer.answered_by.lower() == request.user.email.lower(),
        "strangers": strangers(request.org, [answer.asked_email]),
        "may_invite": request.actor.may(Role.ADMIN),
        "send_back_form": SendBackForm(request.actor),
        "hand_over_form": HandOverForm(request.actor),
        "people": seats.values_list("user__email", flat=True),
        **_differences(request, answer, to_sign),
        **more,
    }
    return render(request, "campaigns/review.html", context)


def _differences(request: OrgRequest, answer: Answer, to_sign: bool) -> dict[str, Any]:
    """What the answer changes, what somebody edited since, and what differs from last year."""
    if answer.state not in GIVEN:
        return {}
    seen, said = answer.seen, answer.said
    now = record(answer.function) if to_sign and not answer.function.removed_at else seen
    last = last_answer(answer)
    before = last.said if last else answer.was
    known = names(request.org, [seen, said, now, before])
    currency = request.org.currency

    def told_of(found: list[Change]) -> Any:
        return lines(found, known, currency, seen)

    merges = merged(seen, said, now)
    written = told_of([merge.change for merge in merges])
    return {
        "written": [
            (line, merge, told(line.field, merge.now, known, currency))
            for line, merge in zip(written, merges, strict=True)
        ],
        "conflicts": any(merge.conflict for merge in merges),
        "edited": told_of(edited(seen, said, now)),
        "changed": written,
        "since": told_of(changes(before, said)),
        "last": last,
    }
