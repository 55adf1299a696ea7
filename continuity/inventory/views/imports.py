"""In as a file: sent, its columns understood, every fault by its place, confirmed, taken back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from continuity.core.notices import say
from continuity.core.uploads import LARGEST, too_large
from continuity.core.web import page
from continuity.inventory import actions
from continuity.inventory.columns import chosen, offered
from continuity.inventory.exporters import _csv
from continuity.inventory.importers import importers
from continuity.inventory.models import Function, Import
from continuity.inventory.tables.writing import Table
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

from .attempts import attempt
from .exchange import attached

SHOWN = 200
PER_PAGE = 20
OFFERED = 500  # names of functions
AT_ONCE = 256 * 1024  # bytes: what is larger is read in the background
AT_ONCE_PACKED = 64 * 1024
HEAVY = ("inverse", "faults", "evidence", "columns", "notes", "mapping")


@for_editors
def import_file(request: OrgRequest) -> HttpResponse:
    """Send a file; what can be sent, and what was sent earlier."""
    refusal = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is not None:
            try:
                row = actions.upload(request.actor, file)
            except ValidationError as fault:
                refusal = " ".join(fault.messages)
            else:
                return _on(request, row)
        elif too_large(request):
            refusal = _("The file is larger than %(n)s MB. Split it.") % {"n": LARGEST // 1024**2}
        else:
            refusal = _("Choose a file first.")
    rows = Import.objects.for_org(request.org).select_related("by", "organization").defer(*HEAVY)
    formats = importers()
    context = {
        "refusal": refusal,
        "formats": formats.values(),
        "endings": ",".join(sorted({e for module in formats.values() for e in module.ENDINGS})),
        "rows": Paginator(rows.order_by("-created_at", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        ),
    }
    return render(request, "inventory/import/index.html", context)


def _on(request: OrgRequest, row: Import) -> HttpResponse:
    """What is small is done before the answer; the rest waits for the sweep."""
    packed = row.name.lower().endswith((".xlsx", ".zip", ".gz"))
    if row.size <= (AT_ONCE_PACKED if packed else AT_ONCE):
        claimed = actions.claim(timezone.now(), row.pk)
        if claimed is not None:
            actions.work(claimed)
    return redirect("inventory:import_one", request.org.slug, row.pk)


def _row(request: OrgRequest, pk: int) -> Import:
    rows = Import.objects.for_org(request.org).select_related("organization", "by")
    return get_object_or_404(rows.defer("inverse"), pk=pk)


@for_editors
def import_one(request: OrgRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    if row.state == Import.State.COLUMNS:
        return redirect("inventory:import_columns", request.org.slug, pk)
    faults = row.faults
    context: dict[str, Any] = {
        "import": row,
        "format": importers().get(row.format),
        "waits": row.state in Import.WAITING,
        "open": row.state in Import.OPEN,
        "faults": faults[:SHOWN],
        "fault_count": len(faults),
        "more": max(0, len(faults) - SHOWN),
        "mapped": [one for one in row.columns if one["tree"]],
        "into": _into(request, row),
        "can_undo": row.state == Import.State.TAKEN_IN and row.seq and not row.outcome["nothing"],
    }
    return page(
        request, "inventory/import/one.html", context, partial="inventory/import/_state.html"
    )


def _into(request: OrgRequest, row: Import) -> dict[str, Any] | None:
    """For a file that belongs to one function: its name, and those that there are."""
    if row.state != Import.State.CHECKED or not hasattr(importers().get(row.format), "INTO"):
        return None
    told = row.outcome["functions"]
    names = [name for part in ("new", "changed", "same") for name in told[part]["first"]]
    if len(names) != 1:
        return None
    rows = Function.objects.for_org(request.org).order_by("name")
    return {"name": names[0], "names": rows.values_list("name", flat=True)[:OFFERED]}


@for_editors
def import_columns(request: OrgRequest, pk: int) -> HttpResponse:
    """What each column is: as guessed, or as it was said of an earlier file, to be corrected."""
    row = _row(request, pk)
    if not row.columns or row.state not in Import.OPEN:
        return redirect("inventory:import_one", request.org.slug, pk)
    if request.method == "POST":
        if not actions.say_columns(request.actor, row, chosen(row.columns, request.POST)):
            say(request, _("It was taken in or given up meanwhile."))
        return _on(request, row)
    context = {"import": row, "sheets": offered(row.columns)}
    return render(request, "inventory/import/columns.html", context)


@require_POST
@for_editors
def import_confirm(request: OrgRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    if actions.confirm(request.actor, row):
        response = _on(request, row)
        now = _row(request, pk)
        if now.state == Import.State.TAKEN_IN and not now.outcome["nothing"]:
            n = sum(now.outcome["functions"][part]["n"] for part in ("new", "changed"))
            said = ngettext("%(n)s function was taken in.", "%(n)s functions were taken in.", n)
            say(request, said % {"n": n})
        return response
    return redirect("inventory:import_one", request.org.slug, pk)


@require_POST
@for_editors
def import_into(request: OrgRequest, pk: int) -> HttpResponse:
    """Which function what was found belongs to, one that there is or a new one; read anew."""
    row = _row(request, pk)
    name = request.POST.get("function", "").strip()
    if not actions.say_columns(request.actor, row, {"function": name} if name else {}):
        say(request, _("It was taken in or given up meanwhile."))
    return _on(request, row)


@require_POST
@for_editors
def import_cancel(request: OrgRequest, pk: int) -> HttpResponse:
    if actions.cancel(request.actor, _row(request, pk)):
        say(request, _("Given up. Nothing was written, and the file is thrown away."))
    return redirect("inventory:import", request.org.slug)


@require_POST
@for_editors
def import_undo(request: OrgRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Import.objects.for_org(request.org), pk=pk)
    if attempt(request, actions.undo_import, row):
        say(request, _("Taken back. The inventory is as it was before the file."))
    return redirect("inventory:import_one", request.org.slug, pk)


@require_safe
def import_faults(request: OrgRequest, pk: int) -> HttpResponseBase:
    """Every fault as CSV."""
    request.actor.require(Role.EDITOR)
    row = _row(request, pk)
    head = (str(_("Place")), str(_("What is wrong")))
    rows = ((place if place != "$" else str(_("the file")), said) for place, said in row.faults)
    lines = _csv.lines(Table("Faults", head, rows))
    return attached(lines, "text/csv; charset=utf-8", f"faults-{row.pk}.csv")
