"""Steps, changed in place: with htmx the list alone comes back, without it the page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from continuity.orgs.http import OrgRequest
from continuity.runbooks import actions
from continuity.runbooks.forms import StepForm
from continuity.runbooks.models import Runbook, Step
from continuity.runbooks.reading import read


def _runbook(request: OrgRequest, pk: int) -> Runbook:
    return get_object_or_404(Runbook.objects.for_org(request.org).with_reading(), pk=pk)


def _step(request: OrgRequest, pk: int, step: int) -> Step:
    rows = Step.objects.for_org(request.org).filter(runbook__removed_at=None)
    return get_object_or_404(rows.select_related("runbook"), runbook=pk, pk=step)


def _steps(request: OrgRequest, pk: int) -> HttpResponse:
    """The list as it is now."""
    if not request.htmx:
        return redirect(reverse("runbooks:detail", args=[request.org.slug, pk]) + "#steps")
    runbook = _runbook(request, pk)
    form = StepForm(request.actor, runbook)
    context = {"runbook": runbook, "reading": read(runbook), "step_form": form}
    return render(request, "runbooks/_steps.html", context)


@require_POST
def add_step(request: OrgRequest, pk: int) -> HttpResponse:
    runbook = _runbook(request, pk)
    form = StepForm(request.actor, runbook, request.POST)
    if form.perform(actions.add_step, runbook):
        return _steps(request, pk)
    context = {"runbook": runbook, "reading": read(runbook), "step_form": form}
    template = "runbooks/_steps.html" if request.htmx else "runbooks/step_form.html"
    return render(request, template, context | {"form": form})


def edit_step(request: OrgRequest, pk: int, step: int) -> HttpResponse:
    row = _step(request, pk, step)
    form = StepForm(request.actor, row.runbook, request.POST or None, instance=row)
    if request.method == "POST":
        form.perform(actions.edit_step, row)
        if not form.errors:
            return _steps(request, pk)
    context = {"runbook": row.runbook, "step": row, "form": form}
    template = "runbooks/_step_form.html" if request.htmx else "runbooks/step_form.html"
    return render(request, template, context)


@require_POST
def remove_step(request: OrgRequest, pk: int, step: int) -> HttpResponse:
    actions.remove_step(request.actor, _step(request, pk, step))
    return _steps(request, pk)


@require_POST
def move_step(request: OrgRequest, pk: int, step: int) -> HttpResponse:
    found, to = _step(request, pk, step), request.POST.get("to", "")
    if to.isdecimal() and len(to) < 6:
        actions.move_step(request.actor, found, int(to))
    return _steps(request, pk)
