"""The ways to serve a dependency, in order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from continuity.core.notices import say
from continuity.inventory import actions
from continuity.inventory.forms import OptionForm, SwapForm
from continuity.inventory.models import Dependency, Option
from continuity.inventory.order import crossing, moved
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

from .attempts import attempt
from .dependencies import live as live_dependency
from .dependencies import on_its_own_or_inside, to_function
from .functions import show


def live(request: OrgRequest, pk: int) -> Option:
    rows = Option.objects.for_org(request.org).filter(
        dependency__removed_at=None, dependency__function__removed_at=None
    )
    return get_object_or_404(rows.select_related("dependency__function"), pk=pk)


@for_editors
def add_option(request: OrgRequest, pk: int) -> HttpResponse:
    dependency = live_dependency(request, pk)
    form = OptionForm(request.actor, request.POST or None, auto_id=f"dependency{pk}_option_%s")
    if request.method == "POST" and form.perform(actions.add_option, dependency):
        return to_function(request, dependency.function_id, f"dependency-{pk}")
    context = {
        "function": dependency.function,
        "dependency": dependency,
        "title": _("An option for “%(name)s”") % {"name": dependency.name},
    }
    return _form(request, form, context)


@for_editors
def edit_option(request: OrgRequest, pk: int) -> HttpResponse:
    row = live(request, pk)
    form = OptionForm(request.actor, request.POST or None, instance=row, auto_id=f"option{pk}_%s")
    if request.method == "POST" and not form.searching:
        form.perform(actions.edit_option, row)
        if not form.errors:
            return to_function(
                request, row.dependency.function_id, f"dependency-{row.dependency_id}"
            )
    name = Option.objects.for_org(request.org).get(pk=pk).name  # not what was just typed
    context = {"function": row.dependency.function, "option": row, "title": name}
    return _form(request, form, context)


def _form(request: OrgRequest, form: OptionForm, context: dict[str, Any]) -> HttpResponse:
    return on_its_own_or_inside(request, "inventory/option_form.html", {**context, "form": form})


def remove_option(request: OrgRequest, pk: int) -> HttpResponse:
    row = live(request, pk)
    dependency = row.dependency
    if request.method == "POST":
        try:
            actions.remove_option(request.actor, row)
        except ValidationError as refusal:
            return _refused(request, dependency, refusal)
        undo = reverse("inventory:restore_option", args=[request.org.slug, pk])
        say(request, _("“%(name)s” was removed.") % {"name": row}, undo=undo)
    return to_function(request, dependency.function_id, f"dependency-{dependency.pk}")


@require_POST
def restore_option(request: OrgRequest, pk: int) -> HttpResponse:
    rows = Option.objects.removed(request.org).filter(dependency__function__removed_at=None)
    row = get_object_or_404(rows.select_related("dependency__function"), pk=pk)
    attempt(request, actions.restore_option, row)
    return to_function(request, row.dependency.function_id, f"dependency-{row.dependency_id}")


def move_option(request: OrgRequest, pk: int) -> HttpResponse:
    """By keyboard: a button says to which place."""
    row = live(request, pk)
    to = request.POST.get("to", "")
    if to.isdecimal() and len(to) < 6:
        return _moved(request, row, int(to))
    return to_function(request, row.dependency.function_id, f"option-{pk}")


@for_editors
def order_options(request: OrgRequest, pk: int) -> HttpResponse:
    """By pointer: the whole list in its new order; the one that moved most is moved."""
    dependency = live_dependency(request, pk)
    rows = {str(row.pk): row for row in dependency.options.all()}
    wanted = [key for key in request.POST.getlist("option") if key in rows]
    before = list(rows)
    if before and len(wanted) == len(before):
        key = max(wanted, key=lambda k: abs(wanted.index(k) - before.index(k)))
        return _moved(request, live(request, int(key)), wanted.index(key))
    return to_function(request, dependency.function_id, f"dependency-{pk}")


def _moved(request: OrgRequest, row: Option, to: int) -> HttpResponse:
    """Moved; or, where a fallback that takes time would run, one question first, in place."""
    request.actor.require(Role.EDITOR)
    dependency = row.dependency
    options = list(dependency.options.all())
    swap = crossing(dependency.required, options, moved(options, row.pk, to))
    if swap and swap.rises.switch_minutes:
        form = SwapForm(request.actor, swap.falls, _answer(request))
        if not form.perform(actions.move_option, row, to):
            asked = {"form": form, "option": row, "to": to, "dependency": dependency.pk}
            asked |= {"rises": swap.rises, "falls": swap.falls}
            return show(request, dependency.function_id, swap=asked)
    else:
        try:
            actions.move_option(request.actor, row, to)
        except ValidationError as refusal:
            return _refused(request, dependency, refusal)
    return to_function(request, dependency.function_id, f"option-{row.pk}")


def _answer(request: OrgRequest) -> Any:
    return request.POST if "switch_minutes" in request.POST else None


def _refused(request: OrgRequest, dependency: Dependency, refusal: ValidationError) -> HttpResponse:
    """The page again, with the reason beside the options that it is about."""
    told = {"dependency": dependency.pk, "text": " ".join(refusal.messages)}
    return show(request, dependency.function_id, refused=told)
