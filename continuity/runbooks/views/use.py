"""Exercises held, and what people decide on a proposed activation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from continuity.core.web import typed
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.runbooks import actions
from continuity.runbooks.forms import ExerciseForm
from continuity.runbooks.models import Activation, Runbook

LONGEST_SCENARIO = 300
DECISIONS = {"start": actions.start, "decline": actions.decline, "stand_down": actions.stand_down}


@for_editors
def add_exercise(request: OrgRequest, pk: int) -> HttpResponse:
    runbook = get_object_or_404(Runbook.objects.for_org(request.org), pk=pk)
    scenario = {"scenario": typed(request.GET, "scenario", LONGEST_SCENARIO)}
    form = ExerciseForm(request.actor, request.POST or None, initial=scenario)
    if request.method == "POST" and form.perform(actions.record_exercise, runbook):
        messages.success(request, _("The exercise is on record."))
        return redirect(f"{runbook.get_absolute_url()}#exercises")
    return render(request, "runbooks/exercise_form.html", {"runbook": runbook, "form": form})


@require_POST
@for_editors
def decide(request: OrgRequest, pk: int, activation: int) -> HttpResponse:
    row = get_object_or_404(
        Activation.objects.for_org(request.org).select_related("runbook"),
        runbook=pk,
        pk=activation,
    )
    decision = DECISIONS.get(request.POST.get("decision", ""))
    if decision is None:
        raise Http404
    try:
        decision(request.actor, row)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("runbooks:detail", request.org.slug, pk)
