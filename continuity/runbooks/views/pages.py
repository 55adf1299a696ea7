"""Lists, pages and the forms of a runbook itself."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.core.notices import say
from continuity.core.web import page, typed
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role
from continuity.runbooks import actions
from continuity.runbooks.forms import PublishForm, RunbookForm, TemplateForm
from continuity.runbooks.library import TEMPLATES
from continuity.runbooks.models import Runbook
from continuity.runbooks.reading import as_kept, read

from .context import about, runbook_of


@require_safe
def index(request: OrgRequest) -> HttpResponse:
    runbooks = Runbook.objects.for_org(request.org).with_reading().order_by("title")
    query = typed(request.GET, "q")
    if query:
        runbooks = runbooks.filter(title__icontains=query)
    rows = Paginator(runbooks, 50).get_page(request.GET.get("page"))
    readings = [read(runbook) for runbook in rows]
    context = {
        "rows": rows,
        "readings": readings,
        "query": query,
        "templates": TEMPLATES,
        "may_edit": request.actor.may(Role.EDITOR),
    }
    return page(request, "runbooks/index.html", context, partial="runbooks/_rows.html")


@require_safe
def detail(request: OrgRequest, pk: int) -> HttpResponse:
    runbook = runbook_of(request, pk)
    activations = runbook.activations.select_related("outage__component").order_by("-proposed_at")
    context = about(request, runbook) | {"activations": activations[:20]}
    return page(request, "runbooks/detail.html", context, partial="runbooks/_steps.html")


@for_editors
def add(request: OrgRequest) -> HttpResponse:
    initial = {"owner_email": request.user.email}
    form = RunbookForm(request.actor, request.POST or None, initial=initial)
    if request.method == "POST" and (runbook := form.perform(actions.add_runbook)):
        return redirect(runbook)
    return render(request, "runbooks/form.html", {"form": form, "templates": TEMPLATES})


@require_POST
@for_editors
def from_template(request: OrgRequest) -> HttpResponse:
    form = TemplateForm(request.actor, request.POST)
    owner = {"owner_email": request.user.email}
    if runbook := form.perform(lambda a, name: actions.add_from_template(a, name, **owner)):
        messages.success(request, _("Made from the template. Change what is different with you."))
        return redirect(runbook)
    return render(request, "runbooks/form.html", {"form": form, "templates": TEMPLATES})


@for_editors
def edit(request: OrgRequest, pk: int) -> HttpResponse:
    runbook = get_object_or_404(Runbook.objects.for_org(request.org), pk=pk)
    form = RunbookForm(request.actor, request.POST or None, instance=runbook)
    if request.method == "POST":
        form.perform(actions.edit_runbook, runbook)
        if not form.errors:
            return redirect(runbook)
    return render(request, "runbooks/form.html", {"form": form, "runbook": runbook})


@require_POST
@for_editors
def remove(request: OrgRequest, pk: int) -> HttpResponse:
    runbook = get_object_or_404(Runbook.objects.for_org(request.org), pk=pk)
    actions.remove_runbook(request.actor, runbook)
    undo = reverse("runbooks:restore", args=[request.org.slug, pk])
    text = _("“%(title)s” was removed.") % {"title": runbook.title}
    say(request, text, undo=undo)
    return redirect("runbooks:index", request.org.slug)


@require_POST
@for_editors
def restore(request: OrgRequest, pk: int) -> HttpResponse:
    """Pressed twice, it is back already: that is what was wanted."""
    runbook = Runbook.objects.removed(request.org).filter(pk=pk).first()
    if runbook is None:
        return redirect(get_object_or_404(Runbook.objects.for_org(request.org), pk=pk))
    actions.restore_runbook(request.actor, runbook)
    return redirect(runbook)


@require_POST
@for_editors
def publish(request: OrgRequest, pk: int) -> HttpResponse:
    runbook = get_object_or_404(Runbook.objects.for_org(request.org), pk=pk)
    form = PublishForm(request.actor, request.POST)
    if form.perform(actions.publish_runbook, runbook):
        kept = _("Reviewed today. What it says now is kept as version %(number)s.")
        say(request, kept % {"number": runbook.version})
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect(runbook)


@require_safe
def print_sheet(request: OrgRequest, pk: int, number: int | None = None) -> HttpResponse:
    """One sheet: of what is written now, or of version ``number`` as it was kept."""
    runbook = runbook_of(request, pk)
    reading, kept = read(runbook), None
    if number is not None:
        kept = get_object_or_404(runbook.versions, number=number)
        reading = as_kept(reading, kept)
    context = {
        "runbook": reading.runbook,
        "reading": reading,
        "kept": kept,
        "newest": runbook.version,
        "changed": read(runbook).changed_since_review,
    }
    return render(request, "runbooks/print.html", context)


@require_safe
def version(request: OrgRequest, pk: int, number: int) -> HttpResponse:
    runbook = runbook_of(request, pk)
    kept = get_object_or_404(runbook.versions, number=number)
    reading = read(runbook)
    context = {
        "runbook": runbook,
        "version": kept,
        "lines": as_kept(reading, kept).lines,
        "changed": reading.changed_since_review,
    }
    return render(request, "runbooks/version.html", context)
