"""Many functions at once: filled in, looked at before and after, done, and taken back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from continuity.core.notices import say
from continuity.inventory import actions, listing
from continuity.inventory.bulk import Change, fingerprint, plan, told
from continuity.inventory.bulk_forms import BulkForm
from continuity.inventory.models import Batch, Function
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest

from .attempts import attempt

SHOWN = 200


@for_editors
def bulk(request: OrgRequest) -> HttpResponse:
    """The query string says which functions, as the list does; what is sent, what to do to them."""
    if request.POST.get("act") == "remove":
        return _remove(request)
    back = "back" in request.POST
    form = BulkForm(request.actor, request.POST if request.method == "POST" else None)
    if form.is_bound and not back and form.is_valid():
        return _edit(request, form)
    if back:
        form.errors.clear()
    rows = listing.chosen(request.org, request.GET)
    context = {"form": form, "n": rows.count(), "names": _first(rows), "back": _list(request)}
    return render(request, "inventory/bulk.html", context)


def _edit(request: OrgRequest, form: BulkForm) -> HttpResponse:
    rows = listing.chosen(request.org, request.GET)
    refused: list[str] = []
    if "confirm" in request.POST:
        try:
            batch = actions.edit_functions(
                request.actor, rows, **form.cleaned_data, seen=request.POST.get("seen", "")
            )
        except ValidationError as refusal:
            refused = refusal.messages
        else:
            return _done(request, batch, _changed)
    planned = plan(request.org, rows, form.cleaned_data["fields"])
    context = {
        "form": form,
        "planned": planned,
        "changes": [(c.name, c.pk, _lines(c)) for c in planned.changes[:SHOWN]],
        "faults": planned.faults[:SHOWN],
        "more_changes": len(planned.changes) - SHOWN,
        "more_faults": len(planned.faults) - SHOWN,
        "refused": refused,
        "back": _list(request),
    }
    return render(request, "inventory/bulk_preview.html", context)


def _remove(request: OrgRequest) -> HttpResponse:
    rows = listing.chosen(request.org, request.GET)
    refused: list[str] = []
    if "confirm" in request.POST:
        try:
            batch = actions.remove_functions(request.actor, rows, seen=request.POST.get("seen", ""))
        except ValidationError as refusal:
            refused = refusal.messages
        else:
            return _done(request, batch, _gone)
    held = told(rows)
    context = {
        "n": len(held),
        "names": [row["name"] for row in held[:SHOWN]],
        "more": len(held) - SHOWN,
        "seen": fingerprint(held),
        "refused": refused,
        "back": _list(request),
    }
    return render(request, "inventory/bulk_remove.html", context)


def _lines(change: Change) -> list[tuple[str, str, Any, Any]]:
    named = [(name, Function._meta.get_field(name), both) for name, both in change.fields.items()]
    return [(name, str(field.verbose_name), *both) for name, field, both in named]  # type: ignore[union-attr]


def _changed(n: int) -> str:
    return ngettext("%(n)s function was changed.", "%(n)s functions were changed.", n) % {"n": n}


def _gone(n: int) -> str:
    return ngettext(
        "%(n)s function was removed, with all that was in it.",
        "%(n)s functions were removed, with all that was in them.",
        n,
    ) % {"n": n}


def _done(request: OrgRequest, batch: Batch | None, words: Any) -> HttpResponse:
    if batch is None:
        say(request, _("All of it was so already: nothing was changed."))
    else:
        undo = reverse("inventory:undo", args=[request.org.slug, batch.pk])
        say(request, words(len(batch.rows)), undo=undo)
    return redirect(_list(request))


def _list(request: OrgRequest) -> str:
    """The list as it was filtered when its rows were ticked."""
    asked = request.GET.copy()
    for name in ("all", "function"):
        asked.pop(name, None)
    url = reverse("inventory:index", args=[request.org.slug])
    return f"{url}?{asked.urlencode()}" if asked else url


def _first(rows: Any) -> list[str]:
    return list(rows.order_by("name").values_list("name", flat=True)[:5])


@require_POST
def undo(request: OrgRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(Batch.objects.for_org(request.org), pk=pk)
    if attempt(request, actions.undo_batch, batch):
        n, left = batch.undone.functions, batch.undone.left
        told_of = ngettext("%(n)s function is as it was.", "%(n)s functions are as they were.", n)
        say(request, told_of % {"n": n})
        if left:
            say(request, _left(left), level=messages.WARNING)
    return redirect("inventory:index", request.org.slug)


def _left(names: list[str]) -> str:
    told = ", ".join(f"“{name}”" for name in names[:5])
    if len(names) > 5:
        told = _("%(names)s and %(n)s more") % {"names": told, "n": len(names) - 5}
    return _("Left as they are, for they were changed since: %(names)s.") % {"names": told}
