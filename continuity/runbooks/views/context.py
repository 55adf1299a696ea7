"""What the page of a runbook shows, whole or in part."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role
from continuity.runbooks.forms import AddStepForm, PublishForm
from continuity.runbooks.models import Runbook, RunbookVersion
from continuity.runbooks.reading import Reading, read
from continuity.runbooks.snapshot import Difference, as_snapshot, difference

NEWEST = 20


def runbook_of(request: OrgRequest, pk: int) -> Runbook:
    return get_object_or_404(Runbook.objects.for_org(request.org).with_reading(), pk=pk)


def about(request: OrgRequest, runbook: Runbook, form: AddStepForm | None = None) -> dict[str, Any]:
    """Of a row fetched by ``with_reading``; ``form``: of a step that could not be added."""
    runbook.organization = request.org
    reading, versions = read(runbook), list(runbook.versions.all()[:NEWEST])
    may_edit = request.actor.may(Role.EDITOR)
    return {
        "runbook": runbook,
        "reading": reading,
        "versions": versions,
        "difference": _difference(reading, versions),
        "may_edit": may_edit,
        "step_form": (form or AddStepForm(request.actor, runbook)) if may_edit else None,
        "publish_form": PublishForm(
            request.actor, initial={"seen": reading.sha256}, auto_id="publish_%s"
        ),
    }


def _difference(reading: Reading, versions: list[RunbookVersion]) -> Difference | None:
    """From the newest version to what is written now, if nobody has reviewed that."""
    if not reading.changed_since_review or not versions:
        return None
    return difference(versions[0].snapshot, as_snapshot(reading.runbook, reading.steps))


def steps_now(request: OrgRequest, pk: int, anchor: str = "steps") -> HttpResponse:
    """After a change: with htmx the list, its headline and its notices, else the page."""
    if not request.htmx:
        return redirect(reverse("runbooks:detail", args=[request.org.slug, pk]) + f"#{anchor}")
    return render(request, "runbooks/_steps_answer.html", about(request, runbook_of(request, pk)))
