"""The ways to serve a dependency, in order; and the search for what they rest on."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from continuity.core.notices import say
from continuity.core.web import typed
from continuity.inventory import actions
from continuity.inventory.forms import OptionForm
from continuity.inventory.models import Option
from continuity.inventory.picker import search, ticked
from continuity.orgs.http import OrgRequest

from .attempts import attempt
from .dependencies import live as live_dependency
from .dependencies import on_its_own_or_inside, to_function


def live(request: OrgRequest, pk: int) -> Option:
    rows = Option.objects.for_org(request.org).filter(
        dependency__removed_at=None, dependency__function__removed_at=None
    )
    return get_object_or_404(rows.select_related("dependency__function"), pk=pk)


def add_option(request: OrgRequest, pk: int) -> HttpResponse:
    dependency = live_dependency(request, pk)
    form = OptionForm(request.actor, request.POST or None, auto_id=f"dependency{pk}_option_%s")
    if _sent(request) and form.perform(actions.add_option, dependency):
        return to_function(request, dependency.function_id, f"dependency-{pk}")
    context = {
        "function": dependency.function,
        "dependency": dependency,
        "title": _("An option for “%(name)s”") % {"name": dependency.name},
    }
    return _form(request, form, context)


def edit_option(request: OrgRequest, pk: int) -> HttpResponse:
    row = live(request, pk)
    form = OptionForm(request.actor, request.POST or None, instance=row, auto_id=f"option{pk}_%s")
    if _sent(request):
        form.perform(actions.edit_option, row)
        if not form.errors:
            return to_function(
                request, row.dependency.function_id, f"dependency-{row.dependency_id}"
            )
    name = Option.objects.for_org(request.org).get(pk=pk).name  # not what was just typed
    context = {"function": row.dependency.function, "option": row, "title": name}
    return _form(request, form, context)


def _sent(request: OrgRequest) -> bool:
    """Whether to save; Enter or the button beside the search only looks for components."""
    searching = "search" in request.POST and typed(request.POST, "component")
    return request.method == "POST" and not searching


def _form(request: OrgRequest, form: OptionForm, context: dict[str, Any]) -> HttpResponse:
    chosen = form.chosen
    if request.method == "POST" and not _sent(request):  # kept as typed, not yet judged
        typed_so_far = request.POST.dict()
        form = OptionForm(
            request.actor, initial=typed_so_far, instance=form.instance, auto_id=form.auto_id
        )
    context |= {"form": form, "chosen": chosen, **search(request.org, request.POST, chosen)}
    return on_its_own_or_inside(request, "inventory/option_form.html", context)


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
    """What is ticked and what is found for the words typed, as tick boxes."""
    chosen = ticked(request.org, request.GET.getlist("on"))
    context = {"chosen": chosen, **search(request.org, request.GET, chosen)}
    return render(request, "inventory/_components.html", context)
