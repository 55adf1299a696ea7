"""Is it still right? The questions about one function, kept as they are typed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.campaigns import actions
from continuity.campaigns.comparing import FIELDS, Change, as_said, changes, value
from continuity.campaigns.lastyear import beside, last_answer
from continuity.campaigns.models import Answer, Campaign
from continuity.campaigns.questions import STEPS, Step, said, steps
from continuity.campaigns.records import names, record
from continuity.campaigns.words import lines
from continuity.core.notices import say
from continuity.inventory.views.attempts import attempt
from continuity.orgs.http import OrgRequest


def answer_of(request: OrgRequest, pk: int) -> Answer:
    rows = Answer.objects.for_org(request.org).select_related("campaign", "function")
    row: Answer = get_object_or_404(rows, pk=pk)
    row.organization = row.function.organization = request.org
    return row


def to_answer(request: OrgRequest, answer: Answer) -> Answer:
    """For whoever may give it; 403 to others."""
    if not answer.may_be_answered_by(request.actor):
        raise PermissionDenied(_("Somebody else is asked about this function."))
    return answer


def is_asked(answer: Answer) -> bool:
    running = answer.campaign.state == Campaign.State.OPEN
    return running and answer.is_owed and answer.function.removed_at is None


def questions(request: OrgRequest, pk: int) -> HttpResponse:
    """One step. What is sent is kept first, then judged; htmx hears in a line what was kept."""
    answer = to_answer(request, answer_of(request, pk))
    if not is_asked(answer):
        words = _("It is no longer asked: %(state)s.") % {"state": answer.get_state_display()}
        return _not_kept(request, answer, words)
    number = _number(request.GET.get("step", "1"))
    make = STEPS[number - 1]
    form = make(request.actor, answer, answer.function)
    if request.method != "POST":
        if set(answer.draft) & set(form.fields):
            form = make(request.actor, answer, answer.function, form.over(answer.draft))
        return _page(request, answer, form, number)
    try:
        actions.keep(request.actor, answer, form.typed(request.POST))
    except ValidationError as refusal:
        return _not_kept(request, answer, " ".join(refusal.messages))
    form = make(request.actor, answer, answer.function, request.POST)
    if request.htmx:
        return render(request, "campaigns/_kept.html", {"answer": answer, "form": form})
    if request.POST.get("go") == "back":
        return _to_step(request, pk, number - 1)
    if form.is_valid():
        return _to_step(request, pk, number + 1)
    return _page(request, answer, form, number)


@require_safe
def check(request: OrgRequest, pk: int) -> HttpResponse:
    """What would be sent: what differs from what stands, and from last year."""
    answer = to_answer(request, answer_of(request, pk))
    if not is_asked(answer):
        return redirect("campaigns:review", request.org.slug, pk)
    forms = steps(request.actor, answer, answer.function)
    faulty = [(number, form) for number, form in enumerate(forms, 1) if not form.is_valid()]
    context = _around(answer, len(STEPS) + 1) | {"faulty": faulty}
    if not faulty:
        parts = said(forms)
        now = record(answer.function)
        would = as_said(now, parts["says"], parts["costs"], parts["gone"])
        last = last_answer(answer)
        before = last.said if last else answer.was
        known = names(request.org, [now, would, before])
        currency = request.org.currency
        context |= {
            "changed": lines(changes(now, would), known, currency, now),
            "since": lines(changes(before, would), known, currency, before),
            "last": last,
            "remark": parts["remark"],
        }
    return render(request, "campaigns/check.html", context)


@require_POST
def send(request: OrgRequest, pk: int) -> HttpResponse:
    answer = to_answer(request, answer_of(request, pk))
    forms = steps(request.actor, answer, answer.function)
    if is_asked(answer) and not all(form.is_valid() for form in forms):
        return redirect("campaigns:check", request.org.slug, pk)
    try:
        actions.send(request.actor, answer, **(said(forms) if is_asked(answer) else {"says": {}}))
    except ValidationError as refusal:
        say(request, " ".join(refusal.messages), level=messages.ERROR)
        return redirect("campaigns:review", request.org.slug, pk)
    return _thanks(request, answer)


@require_POST
def confirm(request: OrgRequest, pk: int) -> HttpResponse:
    """All of it is still right: one click. What was typed before is not passed over."""
    answer = to_answer(request, answer_of(request, pk))
    if answer.draft:
        say(request, _("You have changed something: check it, then send."), level=messages.ERROR)
        return redirect("campaigns:questions", request.org.slug, pk)
    if attempt(request, lambda actor: actions.send(actor, answer, says={})):
        return _thanks(request, answer)
    return redirect("campaigns:review", request.org.slug, pk)


def _not_kept(request: OrgRequest, answer: Answer, why: str) -> HttpResponse:
    """Somebody answered meanwhile, or closed the campaign: said where one stands."""
    if request.htmx:
        return render(request, "campaigns/_kept.html", {"answer": answer, "refusal": why})
    if request.method == "POST":
        say(request, why, level=messages.ERROR)
    return redirect("campaigns:review", request.org.slug, answer.pk)


def _thanks(request: OrgRequest, answer: Answer) -> HttpResponse:
    undo = reverse("campaigns:take_back", args=[request.org.slug, answer.pk])
    say(request, _("Your answer for “%(name)s” is sent.") % {"name": answer}, undo=undo)
    if answer.asked_email == request.user.email.lower():
        return redirect("campaigns:mine", request.org.slug)
    return redirect("campaigns:detail", request.org.slug, answer.campaign_id)


def _page(request: OrgRequest, answer: Answer, form: Step, number: int) -> HttpResponse:
    last = last_answer(answer)
    now = record(answer.function)
    before = last.said if last else now
    known = names(request.org, [now, before])
    was = beside(now, before, known, request.org.currency)
    keys = {f"ai_{ask.pk}": f"dependency:{ask.key}" for ask in answer.function.dependencies.all()}
    seats = request.org.memberships.order_by("user__email")
    everything = [Change(field, value(now, field), value(now, field)) for field in FIELDS]
    context = _around(answer, number) | {
        "form": form,
        "rows": [(bound, was.get(keys.get(bound.name, bound.name))) for bound in form],
        "last": last,
        "stands": lines(everything, known, request.org.currency, now) if number == 1 else [],
        "asks": [ask["name"] for ask in now["dependencies"]],
        "people": seats.values_list("user__email", flat=True),
    }
    return render(request, "campaigns/questions.html", context)


def _around(answer: Answer, number: int) -> dict[str, Any]:
    """What stands on every step: where one is, of how many."""
    titles = [*(step.title for step in STEPS), _("Check and send")]
    return {
        "answer": answer,
        "campaign": answer.campaign,
        "number": number,
        "of": len(titles),
        "titles": list(enumerate(titles, 1)),
    }


def _number(text: str) -> int:
    return int(text) if text in {"1", "2", "3"} else 1


def _to_step(request: OrgRequest, pk: int, number: int) -> HttpResponseRedirect:
    if number > len(STEPS):
        return redirect("campaigns:check", request.org.slug, pk)
    url = reverse("campaigns:questions", args=[request.org.slug, pk])
    return redirect(f"{url}?step={max(1, number)}")
