"""Steps, changed in place: with htmx the list alone comes back, without it the page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from continuity.core.errors import Conflict
from continuity.core.notices import say
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.runbooks import actions
from continuity.runbooks.forms import AddStepForm, StepForm
from continuity.runbooks.models import Step
from continuity.runbooks.reading import read

from .context import about, runbook_of, steps_now


def _step(request: OrgRequest, pk: int, step: int) -> Step:
    rows = Step.objects.for_org(request.org).filter(runbook__removed_at=None)
    return get_object_or_404(rows.select_related("runbook"), runbook=pk, pk=step)


@for_editors
def add_step(request: OrgRequest, pk: int) -> HttpResponse:
    """At the end of the list; on a page of its own with ``?after=``: below that step, 0: first."""
    runbook = runbook_of(request, pk)
    form = AddStepForm(
        request.actor, runbook, request.POST or None, after=request.GET.get("after", "")
    )
    if request.method == "POST" and (step := form.perform(actions.add_step, runbook)):
        return steps_now(request, pk, f"step-{step.pk}")
    if request.htmx:
        return render(request, "runbooks/_steps_answer.html", about(request, runbook, form))
    return render(request, "runbooks/step_form.html", {"runbook": runbook, "form": form})


@for_editors
def edit_step(request: OrgRequest, pk: int, step: int) -> HttpResponse:
    row = _step(request, pk, step)
    form = StepForm(
        request.actor, row.runbook, request.POST or None, instance=row, auto_id=f"step{step}_%s"
    )
    if request.method == "POST":
        form.perform(actions.edit_step, row)
        if not form.errors:
            return steps_now(request, pk, f"step-{step}")
    kept = _step(request, pk, step)  # not what was just typed
    context = {"runbook": row.runbook, "step": kept, "form": form}
    template = "runbooks/_step_form.html" if request.htmx else "runbooks/step_form.html"
    return render(request, template, context)


@require_POST
@for_editors
def remove_step(request: OrgRequest, pk: int, step: int) -> HttpResponse:
    row = actions.remove_step(request.actor, _step(request, pk, step))
    text = _("“%(title)s” was removed.") % {"title": row.title}
    if count := len(row.waited_by):
        text += " " + ngettext(
            "The step that waited for it now waits for what it waited for.",
            "The %(count)s steps that waited for it now wait for what it waited for.",
            count,
        ) % {"count": count}
    undo = reverse("runbooks:restore_step", args=[request.org.slug, pk, step])
    say(request, text, undo=undo)
    return steps_now(request, pk)


@require_POST
@for_editors
def restore_step(request: OrgRequest, pk: int, step: int) -> HttpResponse:
    """Pressed twice, it is back already: that is what was wanted."""
    rows = Step.objects.removed(request.org).filter(runbook__removed_at=None, runbook=pk, pk=step)
    if row := rows.select_related("runbook").first():
        actions.restore_step(request.actor, row)
        say(request, _("“%(title)s” is back at its place.") % {"title": row.title})
    else:
        _step(request, pk, step)
    return steps_now(request, pk, f"step-{step}")


@require_POST
@for_editors
def move_step(request: OrgRequest, pk: int, step: int) -> HttpResponse:
    """What waits for what stays: where a step now stands above one it waits for, say so."""
    found, to = _step(request, pk, step), request.POST.get("to", "")
    if to.isdecimal() and len(to) < 6:
        try:
            actions.move_step(request.actor, found, int(to))
        except Conflict as refusal:
            say(request, " ".join(refusal.messages), level=messages.ERROR)
    for line in read(runbook_of(request, pk)).lines:
        if line.backwards and (line.step.pk == step or found.key in line.step.waits_for):
            below = ", ".join(str(place) for place in line.after if place > line.place)
            text = _("Step %(place)s now waits for step %(below)s, which stands below it.")
            words = {"place": line.place, "below": below}
            say(request, text % words, level=messages.WARNING)
    return steps_now(request, pk, f"step-{step}")
