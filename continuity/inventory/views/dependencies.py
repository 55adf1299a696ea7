"""What a function asks of AI: added, changed and removed on the function's page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from continuity.core.notices import say
from continuity.core.web import page
from continuity.inventory import actions
from continuity.inventory.forms import DependencyForm
from continuity.inventory.models import Dependency, Function
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest

from .attempts import attempt


def to_function(request: OrgRequest, function: int, place: str) -> HttpResponse:
    url = reverse("inventory:function", args=[request.org.slug, function])
    return redirect(f"{url}#{place}")


def on_its_own_or_inside(
    request: OrgRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    """A form as a page; or, when htmx asks, as a part of the function's page, with the focus."""
    if request.htmx:
        context["form"].fields["name"].widget.attrs["autofocus"] = True
        context["inline"] = True
    return page(request, template, context, partial=template.replace("/", "/_"))


def live(request: OrgRequest, pk: int) -> Dependency:
    rows = Dependency.objects.for_org(request.org).filter(function__removed_at=None)
    return get_object_or_404(rows.select_related("function"), pk=pk)


@for_editors
def add_dependency(request: OrgRequest, pk: int) -> HttpResponse:
    function = get_object_or_404(Function.objects.for_org(request.org), pk=pk)
    form = DependencyForm(request.actor, request.POST or None, auto_id="new_dependency_%s")
    if request.method == "POST" and (row := form.perform(actions.add_dependency, function)):
        return redirect("inventory:add_option", request.org.slug, row.pk)
    context = {"form": form, "function": function, "title": _("What it asks of AI")}
    return on_its_own_or_inside(request, "inventory/inside_form.html", context)


@for_editors
def edit_dependency(request: OrgRequest, pk: int) -> HttpResponse:
    row = live(request, pk)
    form = DependencyForm(
        request.actor, request.POST or None, instance=row, auto_id=f"dependency{pk}_%s"
    )
    if request.method == "POST":
        form.perform(actions.edit_dependency, row)
        if not form.errors:
            return to_function(request, row.function_id, f"dependency-{pk}")
    context = {"form": form, "function": row.function, "title": row.name}
    return on_its_own_or_inside(request, "inventory/inside_form.html", context)


@require_POST
def remove_dependency(request: OrgRequest, pk: int) -> HttpResponse:
    row = live(request, pk)
    actions.remove_dependency(request.actor, row)
    undo = reverse("inventory:restore_dependency", args=[request.org.slug, pk])
    say(request, _("“%(name)s” was removed, with its options.") % {"name": row}, undo=undo)
    return to_function(request, row.function_id, "dependencies")


@require_POST
def restore_dependency(request: OrgRequest, pk: int) -> HttpResponse:
    rows = Dependency.objects.removed(request.org).filter(function__removed_at=None)
    row = get_object_or_404(rows, pk=pk)
    attempt(request, actions.restore_dependency, row)
    return to_function(request, row.function_id, f"dependency-{pk}")
