"""What stops this, and what then? The page of a function, and its form."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.core.notices import say
from continuity.core.picking import answer
from continuity.inventory import actions, listing
from continuity.inventory.forms import FunctionForm
from continuity.inventory.ground import ground
from continuity.inventory.models import Function
from continuity.inventory.owners import strangers
from continuity.inventory.picker import FUNCTIONS
from continuity.inventory.reading import read
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

from .attempts import attempt
from .removed import inside


@require_safe
def function(request: OrgRequest, pk: int) -> HttpResponse:
    return show(request, pk)


def show(request: OrgRequest, pk: int, **more: Any) -> HttpResponse:
    """The page; ``more``: what a verb refused or asks, said where one stands on it."""
    rows = listing.with_inside(Function.objects.for_org(request.org))
    row = get_object_or_404(rows, pk=pk)
    context = {
        "function": row,
        "reading": read(row, ground(request.org, timezone.localdate())),
        "strangers": strangers(request.org, (row.owner_email, row.deputy_email)),
        "removed": inside(row),
        "may_edit": request.actor.may(Role.EDITOR),
        "may_invite": request.actor.may(Role.ADMIN),
        **more,
    }
    return render(request, "inventory/function.html", context)


@for_editors
def add(request: OrgRequest) -> HttpResponse:
    initial = {"owner_email": request.user.email}
    form = FunctionForm(request.actor, request.POST or None, initial=initial)
    if request.method == "POST" and (row := form.perform(actions.add_function)):
        return redirect("inventory:function", request.org.slug, row.pk)
    return render(request, "inventory/form.html", {"form": form})


@for_editors
def edit(request: OrgRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Function.objects.for_org(request.org), pk=pk)
    form = FunctionForm(request.actor, request.POST or None, instance=row)
    if request.method == "POST" and not form.searching:
        form.perform(actions.edit_function, row)
        if not form.errors:
            return redirect("inventory:function", request.org.slug, pk)
    return render(request, "inventory/form.html", {"form": form, "function": row})


@require_safe
def functions(request: OrgRequest) -> HttpResponse:
    """The search of a form that asks for some of them."""
    rows = Function.objects.for_org(request.org)
    return answer(request, request.org.slug, FUNCTIONS, rows)


@require_POST
def remove(request: OrgRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Function.objects.for_org(request.org), pk=pk)
    actions.remove_function(request.actor, row)
    undo = reverse("inventory:restore", args=[request.org.slug, pk])
    say(request, _("“%(name)s” was removed, with all that was in it.") % {"name": row}, undo=undo)
    return redirect("inventory:index", request.org.slug)


@require_POST
def restore(request: OrgRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Function.objects.removed(request.org), pk=pk)
    if not attempt(request, actions.restore_function, row):
        return redirect("inventory:index", request.org.slug)
    return redirect("inventory:function", request.org.slug, pk)
