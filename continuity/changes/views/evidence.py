"""What was kept: before and after on one day, its record, and its PDF."""

from typing import TypeVar

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.changes import actions
from continuity.changes.forms import KeepForm
from continuity.changes.models import Evidence
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role
from continuity.plans.snapshot import canonical

from .changes import frozen, show
from .rows import the_change, the_evidence

Response = TypeVar("Response", HttpResponse, FileResponse)


@require_POST
def keep(request: OrgRequest, pk: int) -> HttpResponse:
    change = the_change(request, pk)
    form = KeepForm(request.actor, request.POST)
    if evidence := form.perform(actions.keep, change):
        return redirect(evidence)
    change = the_change(request, pk)
    if form.errors:
        refusal = [str(error) for errors in form.errors.values() for error in errors]
        return show(request, change, refusal=refusal)
    messages.info(request, _("That has been kept already: nothing differs from the newest."))
    return redirect(change)


@require_safe
def evidence(request: OrgRequest, pk: int, number: int) -> HttpResponse:
    row = the_evidence(request, pk, number)
    held = row.snapshot
    context = {
        "change": row.change,
        "evidence": row,
        "lines": held["steps"],
        "figures": held["figures"],
        "serves": held["said"]["serves"],
        "may_edit": request.actor.may(Role.EDITOR),
        **frozen(held),
    }
    template = "changes/_pdf.html" if request.htmx else "changes/evidence.html"
    return render(request, template, context)


@require_POST
def remake(request: OrgRequest, pk: int, number: int) -> HttpResponse:
    row = the_evidence(request, pk, number)
    actions.remake(request.actor, row)
    return redirect(row)


@require_safe
def pdf(request: OrgRequest, pk: int, number: int) -> FileResponse:
    """The document; 404 until it is made."""
    row = the_evidence(request, pk, number)
    if not row.pdf:
        raise Http404
    response = FileResponse(
        row.pdf.open("rb"), filename=f"{_stem(row)}.pdf", content_type="application/pdf"
    )
    return _private(response)


@require_safe
def record(request: OrgRequest, pk: int, number: int) -> HttpResponse:
    """The very bytes whose SHA-256 is kept."""
    row = the_evidence(request, pk, number)
    response = HttpResponse(canonical(row.snapshot), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{_stem(row)}.json"'
    return _private(response)


def _stem(row: Evidence) -> str:
    return f"{slugify(row.change.title)[:60] or 'change'}-{row.number}"


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
