"""The ways to serve a dependency, in order; and the search for what they rest on."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.core.notices import say
from continuity.inventory import actions
from continuity.inventory.forms import OptionForm
from continuity.inventory.models import Option
from continuity.orgs.http import OrgRequest
from continuity.providers.models import Component

from .attempts import attempt
from .dependencies import live as live_dependency
from .dependencies import to_function

FOUND = 20


def live(request: OrgRequest, pk: int) -> Option:
    rows = Option.objects.for_org(request.org).filter(
        dependency__removed_at=None, dependency__function__removed_at=None
    )
    return get_object_or_404(rows.select_related("dependency__function"), pk=pk)


def add_option(request: OrgRequest, pk: int) -> HttpResponse:
    dependency = live_dependency(request, pk)
    form = OptionForm(request.actor, request.POST or None)
    if request.method == "POST" and form.perform(actions.add_option, dependency):
        return to_function(request, dependency.function_id, f"dependency-{pk}")
    context = {
        "form": form,
        "function": dependency.function,
        "dependency": dependency,
        "title": _("An option for “%(name)s”") % {"name": dependency.name},
    }
    return render(request, "inventory/option_form.html", context)


def edit_option(request: OrgRequest, pk: int) -> HttpResponse:
    row = live(request, pk)
    form = OptionForm(request.actor, request.POST or None, instance=row)
    if request.method == "POST":
        form.perform(actions.edit_option, row)
        if not form.errors:
            return to_function(
                request, row.dependency.function_id, f"dependency-{row.dependency_id}"
            )
    context = {"form": form, "function": row.dependency.function, "option": row, "title": row.name}
    return render(request, "inventory/option_form.html", context)


@require_POST
def remove_option(request: OrgRequest, pk: int) -> HttpResponse:
    row = live(request, pk)
    if attempt(request, actions.remove_option, row):
        undo = reverse("inventory:restore_option", args=[request.org.slug, pk])
        say(request, _("“%(name)s” was removed.") % {"name": row}, undo=undo)
    return to_function(request, row.dependency.function_id, f"dependency-{row.dependency_id}")


@require_POST
def restore_option(request: OrgRequest, pk: int) -> HttpResponse:
    rows = Option.objects.removed(request.org).filter(dependency__function__removed_at=None)
    row = get_object_or_404(rows.select_related("dependency__function"), pk=pk)
    attempt(request, actions.restore_option, row)
    return to_function(request, row.dependency.function_id, f"dependency-{row.dependency_id}")


@require_POST
def move_option(request: OrgRequest, pk: int) -> HttpResponse:
    """By keyboard: a button says to which place."""
    row = live(request, pk)
    to = request.POST.get("to", "")
    if to.isdecimal() and len(to) < 6:
        attempt(request, actions.move_option, row, int(to))
    return to_function(request, row.dependency.function_id, f"option-{pk}")


@require_POST
def order_options(request: OrgRequest, pk: int) -> HttpResponse:
    """By pointer: the whole list in its new order; the one that moved most is moved."""
    dependency = live_dependency(request, pk)
    rows = {str(row.pk): row for row in dependency.options.all()}
    wanted = [key for key in request.POST.getlist("option") if key in rows]
    before = list(rows)
    if len(wanted) == len(before):
        key = max(wanted, key=lambda k: abs(wanted.index(k) - before.index(k)))
        row = Option.objects.for_org(request.org).select_related("dependency__function").get(pk=key)
        attempt(request, actions.move_option, row, wanted.index(key))
    return to_function(request, dependency.function_id, f"dependency-{pk}")


@require_safe
def components(request: OrgRequest) -> HttpResponse:
    """What is found for the words typed, as tick boxes: at most twenty."""
    words = request.GET.get("component", "").strip()[:80]
    chosen = [key for key in request.GET.getlist("on") if key.isdecimal()]
    rows = Component.objects.for_org(request.org).filter(retired_on=None).exclude(pk__in=chosen)
    for word in words.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(key__icontains=word) | Q(provider__name__icontains=word)
        )
    found = list(rows.select_related("provider").order_by("provider__name", "name")[: FOUND + 1])
    context = {"found": found[:FOUND], "more": len(found) > FOUND, "words": words}
    return render(request, "inventory/_components.html", context)
