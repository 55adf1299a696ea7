"""Many at once: functions a line each, and one option for many dependencies."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.core.notices import say
from continuity.core.picking import is_key
from continuity.core.web import typed
from continuity.inventory import actions
from continuity.inventory.bulk_forms import LinesForm
from continuity.inventory.forms import OptionForm
from continuity.inventory.lines import MOST_LINES, Fault, read
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest

SHOWN = 200


@for_editors
def add_many(request: OrgRequest) -> HttpResponse:
    """Every fault by its line, then a preview, then all or nothing; what was typed stays."""
    form = LinesForm(request.actor, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "most": MOST_LINES}
    if form.is_bound and "back" not in request.POST and form.is_valid():
        told = read(form.cleaned_data["lines"], form.defaults())
        faults = [*told.faults, *_taken(request, told.rows)]
        faults.sort(key=lambda fault: fault.line)
        if not faults and told.rows and "confirm" in request.POST:
            try:
                return _added(request, told.rows)
            except ValidationError as refusal:
                context["refused"] = refusal.messages
        context |= {
            "faults": [(fault, _said(fault)) for fault in faults[:SHOWN]],
            "in_all": len(faults),
            "rows": [] if faults else told.rows,
            "shown": [] if faults else told.rows[:SHOWN],
            "nothing": not told.rows,
        }
    if "back" in request.POST:
        form.errors.clear()
    return render(request, "inventory/add_many.html", context)


def _taken(request: OrgRequest, rows: list[dict[str, Any]]) -> list[Fault]:
    held = set(Function.objects.for_org(request.org).values_list("name", flat=True))
    return [Fault(row["line"], "name", "taken", row["name"]) for row in rows if row["name"] in held]


def _added(request: OrgRequest, rows: list[dict[str, Any]]) -> HttpResponse:
    wanted = [{name: value for name, value in row.items() if name != "line"} for row in rows]
    batch = actions.add_functions(request.actor, wanted)
    n, undo = len(rows), ""
    if batch is not None:
        undo = reverse("inventory:undo", args=[request.org.slug, batch.pk])
    told = ngettext("%(n)s function was added.", "%(n)s functions were added.", n)
    say(request, told % {"n": n}, undo=undo)
    return redirect("inventory:index", request.org.slug)


def _said(fault: Fault) -> str:
    words = {
        "nameless": _("the name is missing"),
        "long_name": _("the name is longer than 120 characters"),
        "twice": _("the same name stands in line %(cell)s"),
        "taken": _("you have a function of the name “%(cell)s” already"),
        "duration": _("“%(cell)s” is no length of time such as “2 h 40 min”, “90” or “1 d”"),
        "criticality": _("“%(cell)s” is no criticality: write 1 (low) to 5 (vital)"),
        "owner": _("“%(cell)s” is no e-mail address"),
        "cells": _("more than five columns: “%(cell)s”"),
        "too_long": _("the RTO is longer than the MTPD"),
        "many": _("more lines than can be taken at once: send the rest after these"),
    }
    return words[fault.reason] % {"cell": fault.cell}


@for_editors
def add_option_to_many(request: OrgRequest) -> HttpResponse:
    """One option, told once, for all dependencies that are ticked; ``?q=`` finds them."""
    words = typed(request.GET, "q")
    ticked = [key for key in request.POST.getlist("ask") if is_key(key)][:SHOWN]
    form = OptionForm(request.actor, request.POST if request.method == "POST" else None)
    untold = False
    if request.method == "POST" and not form.searching:
        chosen = list(_live(request).filter(pk__in=ticked))
        untold = not chosen
        if chosen and form.perform(actions.add_option_to_many, chosen):
            n = len(chosen)
            told = ngettext(
                "%(n)s dependency has it now as its last option.",
                "%(n)s dependencies have it now as their last option.",
                n,
            )
            say(request, told % {"n": n})
            return redirect("inventory:index", request.org.slug)
    found = list(_found(request, words, ticked)[: SHOWN + 1])
    context = {
        "form": form,
        "q": words,
        "asks": found[:SHOWN],
        "more": len(found) > SHOWN,
        "ticked": {int(key) for key in ticked},
        "untold": untold,
    }
    return render(request, "inventory/option_to_many.html", context)


def _live(request: OrgRequest) -> QuerySet:
    rows = Dependency.objects.for_org(request.org).filter(function__removed_at=None)
    ways = Option.objects.for_org(request.org).order_by("position", "pk")
    return rows.select_related("function").prefetch_related(Prefetch("options", ways))


def _found(request: OrgRequest, words: str, ticked: list[str]) -> QuerySet:
    """Those that hold the words in what they are called or lean on; and those ticked already."""
    rows = _live(request).order_by("function__name", "position", "pk")
    if not words:
        return rows
    leaning = Option.objects.for_org(request.org).filter(
        Q(name__icontains=words) | Q(on__name__icontains=words) | Q(on__key__icontains=words)
    )
    return rows.filter(
        Q(pk__in=leaning.values("dependency"))
        | Q(name__icontains=words)
        | Q(function__name__icontains=words)
        | Q(pk__in=ticked)
    )
