"""What if we did this? Planned changes, before and after, and what became of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from continuity.changes import actions, reading, telling, words
from continuity.changes.forms import FORMS, ChangeForm, KeepForm
from continuity.changes.models import Change, Evidence, Step
from continuity.core.notices import say
from continuity.core.web import page, typed
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role

from .rows import the_change

SHOWN = 50
MOST_FUNCTIONS = 100


@require_safe
def index(request: OrgRequest) -> HttpResponse:
    wanted = {name: typed(request.GET, name) for name in ("q", "state")}
    rows = Paginator(_narrow(request, wanted), SHOWN).get_page(request.GET.get("page"))
    context = {
        "rows": rows,
        "wanted": wanted,
        "filtered": any(wanted.values()),
        "states": Change.State.choices,
        "may_edit": request.actor.may(Role.EDITOR),
    }
    return page(request, "changes/index.html", context, partial="changes/_rows.html")


def _narrow(request: OrgRequest, wanted: dict[str, str]) -> QuerySet[Change]:
    """Those asked for, the last edited first, each with its newest evidence's figures."""
    newest = Evidence.objects.for_org(request.org).filter(change=OuterRef("pk"))
    newest = newest.order_by("-number")
    changes = Change.objects.for_org(request.org).annotate(
        planned=Count("steps"),
        number=Subquery(newest.values("number")[:1]),
        before=Subquery(newest.values("score_before")[:1]),
        after=Subquery(newest.values("score_after")[:1]),
        day=Subquery(newest.values("day")[:1]),
    )
    if wanted["state"] in Change.State.values:
        changes = changes.filter(state=wanted["state"])
    if wanted["q"]:
        changes = changes.filter(title__icontains=wanted["q"])
    return changes.order_by("-edited_at", "-pk")


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def add(request: OrgRequest) -> HttpResponse:
    """The query may name the first step: ``?kind=resize&option=12``, and is handed on to it."""
    begun = {"title": typed(request.GET, "title")[:120]}
    form = ChangeForm(request.actor, request.POST or None, initial=begun)
    if request.method == "POST" and (change := form.perform(actions.add_change)):
        kind = request.GET.get("kind", "")
        first = {n: typed(request.GET, n) for n in ("kind", "option", "dependency", "component")}
        if kind not in FORMS:
            return redirect(change)
        there = reverse("changes:add_step", args=[request.org.slug, change.pk])
        return redirect(f"{there}?{urlencode({n: v for n, v in first.items() if v})}")
    return render(request, "changes/form.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def edit(request: OrgRequest, pk: int) -> HttpResponse:
    change = the_change(request, pk)
    form = ChangeForm(request.actor, request.POST or None, instance=change)
    if request.method == "POST":
        form.perform(actions.edit_change, change)
        if not form.errors:
            return redirect(change)
    return render(request, "changes/form.html", {"form": form, "change": the_change(request, pk)})


@require_safe
def detail(request: OrgRequest, pk: int) -> HttpResponse:
    return show(request, the_change(request, pk))


def show(request: OrgRequest, change: Change, **more: Any) -> HttpResponse:
    """The page; ``more``: what a verb refused."""
    evidence = list(Evidence.objects.for_org(request.org).filter(change=change).defer("snapshot"))
    context = {
        "change": change,
        "evidence": evidence,
        "keep_form": KeepForm(request.actor),
        "kinds": Step.Kind.choices,
        "may_edit": request.actor.may(Role.EDITOR) and change.is_open,
        "may_bring_back": request.actor.may(Role.EDITOR) and change.state == "thrown_away",
        **(_today(request, change) if change.is_open else _then(request, change)),
        **more,
    }
    return render(request, "changes/detail.html", context)


def _today(request: OrgRequest, change: Change) -> dict[str, Any]:
    found = reading.read(request.org, change)
    figures = found.figures
    context: dict[str, Any] = {"lines": found.lines, "fault": found.fault, "figures": figures}
    if fault := found.fault:
        context["fault_at"] = found.lines.index(fault) + 1
    return context | (said(figures, request.org.currency) if figures else {})


def said(figures: dict[str, Any], currency: str) -> dict[str, Any]:
    return {
        "headline": telling.headline(figures),
        "points": telling.points(figures),
        "table": telling.table(figures, currency),
        "rests_on": telling.rests_on(),
        "functions": figures["functions"][:MOST_FUNCTIONS],
        "more_functions": max(0, figures["differ"] - MOST_FUNCTIONS),
    }


def _then(request: OrgRequest, change: Change) -> dict[str, Any]:
    """Of a change that has ended: as it was last kept; its bare steps where it never was."""
    newest = Evidence.objects.for_org(request.org).filter(change=change).first()
    if newest:
        held = newest.snapshot
        return {"lines": held["steps"], "figures": held["figures"], **frozen(held)}
    rows = reading.rows_of(request.org, change)
    names = words.Names(kept={name: text for row in rows for name, text in row.names.items()})
    return {"lines": [{"said": words.of_step(row, names)} for row in rows]}


def frozen(held: dict[str, Any]) -> dict[str, Any]:
    figures = held["figures"]
    return {
        **{name: held["said"][name] for name in ("headline", "points", "table", "rests_on")},
        "functions": figures["functions"][:MOST_FUNCTIONS],
        "more_functions": max(0, figures["differ"] - MOST_FUNCTIONS),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def apply(request: OrgRequest, pk: int) -> HttpResponse:
    """First exactly what will be written; then, agreed to, all of it or nothing."""
    change = the_change(request, pk)
    refusal: list[str] = []
    if request.method == "POST":
        try:
            actions.apply(request.actor, change, request.POST.get("seen", "")[:64])
        except ValidationError as refused:
            refusal = refused.messages
            change = the_change(request, pk)
        else:
            messages.success(request, _("Applied. The inventory is now as it was planned."))
            return redirect(change)
    if not change.is_open:
        return show(request, change, refusal=refusal)
    found = reading.read(request.org, change)
    context = {
        "change": change,
        "found": found,
        "refusal": refusal,
        "fits": found.figures is not None,
    }
    status = 409 if refusal else 200
    return render(request, "changes/apply.html", context, status=status)


@require_POST
def throw_away(request: OrgRequest, pk: int) -> HttpResponse:
    change = the_change(request, pk)
    try:
        actions.throw_away(request.actor, change)
    except ValidationError as refused:
        return show(request, the_change(request, pk), refusal=refused.messages)
    undo = reverse("changes:bring_back", args=[request.org.slug, pk])
    say(request, _("“%(title)s” was thrown away.") % {"title": change}, undo=undo)
    return redirect("changes:index", request.org.slug)


@require_POST
def bring_back(request: OrgRequest, pk: int) -> HttpResponse:
    change = the_change(request, pk)
    try:
        actions.bring_back(request.actor, change)
    except ValidationError as refused:
        return show(request, change, refusal=refused.messages)
    return redirect(change)
