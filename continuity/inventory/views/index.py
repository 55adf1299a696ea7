"""What do we lean on? The list, its rows added and changed in place."""

import csv
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from continuity.core.status import KNOWN
from continuity.core.web import page
from continuity.inventory import actions, listing
from continuity.inventory.exporters import exporters
from continuity.inventory.forms import RowForm
from continuity.inventory.models import Function
from continuity.inventory.owners import strangers
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role
from continuity.providers.models import Component

PER_PAGE = 50


@require_safe
def index(request: OrgRequest) -> HttpResponse | StreamingHttpResponse:
    rows = listing.functions(request.org, request.GET)
    if request.GET.get("format") == "csv":
        return _csv(request, rows)
    wanted = listing.wanted(request.GET)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": shown,
        "strangers": strangers(request.org, (row.owner_email for row in shown)),
        "wanted": wanted,
        "filtered": any(wanted.values()),
        "component": _component(request, wanted["component"]),
        "criticalities": Function.Criticality.choices,
        "verdicts": [
            (verdict, KNOWN[verdict].word) for verdict in (*listing.VERDICTS, *listing.FILLINGS)
        ],
        "suggested": listing.suggested(request.org),
        "may_edit": request.actor.may(Role.EDITOR),
        "exporters": exporters(),
        "row_form": RowForm(request.actor, auto_id="new_%s"),
        "any_removed": Function.objects.removed(
            request.org
        ).exists,  # asked where the list is empty
    }
    return page(request, "inventory/index.html", context, partial="inventory/_rows.html")


def _component(request: OrgRequest, key: str) -> Component | None:
    if not key.isdecimal():
        return None
    return Component.objects.for_org(request.org).filter(pk=key[:18]).first()


class _Echo:
    def write(self, line: str) -> str:
        return line


def _csv(request: OrgRequest, rows) -> StreamingHttpResponse:  # type: ignore[no-untyped-def]
    def lines() -> Iterator[str]:
        writer = csv.writer(_Echo())
        yield "\ufeff"
        for cells in listing.as_csv(rows):
            yield writer.writerow(cells)

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    name = f"functions-{request.org.slug}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def add_row(request: OrgRequest) -> HttpResponse:
    """From the foot of the list; what is refused comes back as typed."""
    form = RowForm(request.actor, request.POST, auto_id="new_%s")
    if function := form.perform(actions.add_function):
        if not request.htmx:
            return redirect("inventory:function", request.org.slug, function.pk)
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = function.get_absolute_url()
        return response
    template = "inventory/_add_row.html" if request.htmx else "inventory/form.html"
    return render(request, template, {"row_form": form, "form": form})


@for_editors
def edit_row(request: OrgRequest, pk: int) -> HttpResponse:
    """One row of the list as a form, and back again."""
    rows = Function.objects.for_org(request.org).select_related("score__worst")
    row = get_object_or_404(rows, pk=pk)
    if request.method == "GET" and request.GET.get("cancel"):
        return _row(request, row)
    form = RowForm(request.actor, request.POST or None, instance=row, auto_id=f"row{pk}_%s")
    if request.method == "POST":
        form.perform(actions.edit_function, row)
        if not form.errors:
            if request.htmx:
                return _row(request, row)
            return redirect("inventory:index", request.org.slug)
    template = "inventory/_row_form.html" if request.htmx else "inventory/form.html"
    return render(request, template, {"row": row, "form": form, "function": row})


def _row(request: OrgRequest, row: Function) -> HttpResponse:
    context = {"row": row, "may_edit": True, "strangers": strangers(request.org, [row.owner_email])}
    return render(request, "inventory/_row.html", context)
