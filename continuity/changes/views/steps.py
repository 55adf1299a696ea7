"""The steps of a change: chosen, written down, put in order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from continuity.changes import actions, reading
from continuity.changes.forms import FORMS, Added
from continuity.changes.models import Change, Step
from continuity.changes.sources import PICKED
from continuity.core.picking import answer, is_key
from continuity.orgs.editors import for_editors
from continuity.orgs.http import OrgRequest

from .changes import show
from .rows import the_change, the_step

MOST_ADDED = 200
form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@for_editors
def add_step(request: OrgRequest, pk: int) -> HttpResponse:
    """The kinds to choose from; with ``?kind=``, its form, which other words may begin."""
    change = the_change(request, pk)
    kind = request.GET.get("kind", "")
    if kind not in FORMS:
        return render(request, "changes/kinds.html", {"change": change, "kinds": Step.Kind.choices})
    form = FORMS[kind](
        request.actor,
        request.POST or None,
        added=_added(request, change),
        initial=_asked(request, kind),
    )

    def add(actor: Any, **told: Any) -> Step:
        return actions.add_step(actor, change, kind, **told)

    if request.method == "POST" and form.perform(add):
        return redirect(change)
    context = {"form": form, "change": change, "title": Step.Kind(kind).label}
    return render(request, "changes/step.html", context)


def _asked(request: OrgRequest, kind: str) -> dict[str, Any]:
    """What an address may begin a form with: rows by their primary keys."""
    given = {name: request.GET.get(name, "") for name in ("option", "dependency", "component")}
    keys = {name: [key] for name, key in given.items() if is_key(key)}
    if kind == Step.Kind.ADD:
        begun = {"dependencies": keys.get("dependency"), "leans_on": keys.get("component")}
    elif kind == Step.Kind.REPLACE:
        begun = {"old": keys.get("component"), "options": keys.get("option")}
    else:
        begun = {"option": keys.get("option")}
    return {name: value for name, value in begun.items() if value}


def _added(request: OrgRequest, change: Change, before: Step | None = None) -> Added:
    """What the steps before this one add, or all of them."""
    found: Added = []
    for line in reading.read(request.org, change).lines:
        if before and line.step.pk == before.pk:
            break
        found += line.added
    return found[:MOST_ADDED]


@form_page
@for_editors
def edit_step(request: OrgRequest, pk: int, step: int) -> HttpResponse:
    row = the_step(request, pk, step)
    kind = FORMS[row.kind]
    form = kind(
        request.actor,
        request.POST or None,
        added=_added(request, row.change, row),
        initial=kind.begun(row.wanted),
    )
    if request.method == "POST" and not form.searching:
        form.perform(actions.edit_step, row)
        if not form.errors:
            return redirect(row.change)
    context = {"form": form, "change": row.change, "title": row.get_kind_display(), "step": row}
    return render(request, "changes/step.html", context)


@require_POST
def move_step(request: OrgRequest, pk: int, step: int) -> HttpResponse:
    row = the_step(request, pk, step)
    to = request.POST.get("to", "")
    if not (to.isdecimal() and len(to) < 6):
        return redirect(row.change)
    return _done(request, row, actions.move_step, int(to))


@require_POST
def remove_step(request: OrgRequest, pk: int, step: int) -> HttpResponse:
    return _done(request, the_step(request, pk, step), actions.remove_step)


def _done(request: OrgRequest, row: Step, verb: Any, *args: Any) -> HttpResponse:
    try:
        verb(request.actor, row, *args)
    except ValidationError as refused:
        return show(request, the_change(request, row.change_id), refusal=refused.messages)
    return redirect(f"{row.change.get_absolute_url()}#planned")


@require_safe
def pick(request: OrgRequest, source: str) -> HttpResponse:
    """The search of a form of steps."""
    asked, rows = PICKED[source]
    return answer(request, request.org.slug, asked, rows(request.org))
