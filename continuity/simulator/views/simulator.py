"""What if? An event replayed on what the organisation leans on."""

import csv
import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from continuity.core.web import page
from continuity.inventory.listing import safe
from continuity.inventory.portable import write_event
from continuity.orgs.http import OrgRequest
from continuity.orgs.models import Role
from continuity.simulator import drawing, running, showing
from continuity.simulator.actions import runs
from continuity.simulator.asking import WAYS, Asked, asked
from continuity.simulator.choice import Choice
from continuity.simulator.effect import Effect
from continuity.simulator.forms import MOST_ROWS, ScenarioForm
from continuity.simulator.models import Run, Scenario

PER_PAGE = 50
COLUMNS = (
    "name",
    "criticality",
    "rto_minutes",
    "mtpd_minutes",
    "down_minutes",
    "longest_minutes",
    "rto_breached_at",
    "mtpd_breached_at",
    "cost",
    "carried_by",
)


@require_safe
def simulator(request: OrgRequest) -> HttpResponse:
    """What is asked stands in the address; while something is missing, the page asks for it."""
    wish = asked(request.org, request.GET)
    if wish.choice is None:
        return _choose(request, wish)
    if request.GET.get("format") == "event":
        return _file(request, "event", write_event(wish.choice.event), wish.choice)
    done = running.replayed(request.org, wish.choice)
    if isinstance(done, Run):
        return _wait(request, done)
    if request.htmx:  # it was waited for, and is there
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.GET.get("format") == "json":
        return _file(request, "replay", done, wish.choice)
    if request.GET.get("format") == "csv":
        return _csv(request, done)
    return _result(request, wish, done)


def _choose(request: OrgRequest, wish: Asked) -> HttpResponse:
    context: dict[str, Any] = {
        "asked": wish,
        "ways": WAYS,
        **showing.shelf(request.GET),
        "may_edit": request.actor.may(Role.EDITOR),
    }
    if wish.by == "saved":
        rows = Scenario.objects.for_org(request.org).order_by("-saved_at", "-pk")
        gone = Scenario.objects.removed(request.org).order_by("-removed_at")
        context["kept"] = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        context["gone"] = gone[:PER_PAGE]
    status = 404 if wish.stranger else 422 if _is_wrong(wish.form) else 200
    template = "simulator/choose.html"
    return page(request, template, context, partial="simulator/_shelves.html", status=status)


def _is_wrong(form: Any) -> bool:
    if form is None or not form.is_bound:
        return False
    return form.wrong if hasattr(form, "wrong") else bool(form.errors)


def _result(request: OrgRequest, wish: Asked, done: Effect) -> HttpResponse:
    assert wish.choice is not None  # noqa: S101 — for the types
    context = {
        "asked": wish,
        "address": address_of(request.GET),
        **showing.result(done, wish.choice, request.GET.get("page")),
        "may_edit": request.actor.may(Role.EDITOR),
        "save_form": ScenarioForm(request.actor, initial={"name": wish.choice.event.name}),
        "drawn": _drawn(wish.choice, done),
    }
    return render(request, "simulator/result.html", context)


def address_of(asked_for: QueryDict) -> str:
    """What of the address is the question: not the page of its rows, nor the form of the answer."""
    kept = asked_for.copy()
    for name in ("page", "format"):
        kept.pop(name, None)
    return kept.urlencode()


def _drawn(choice: Choice, done: Effect) -> str:
    """The address at which the same spans can be changed by hand; empty if they are too many."""
    query = QueryDict(mutable=True)
    query["by"], query["name"], query["rows"] = "spans", choice.event.name, "times"
    told = [(c["id"], s, e) for c in done["components"] for s, e, _ in drawing.spans_of(c)]
    if not 0 < len(told) <= MOST_ROWS:
        return ""
    query.setlist("on", list(dict.fromkeys(component for component, _, _ in told)))
    for n, (component, start, end) in enumerate(told):
        query[f"s{n}-component"] = component
        query[f"s{n}-start"] = f"{timezone.localtime(start):%Y-%m-%dT%H:%M}"
        query[f"s{n}-end"] = f"{timezone.localtime(end):%Y-%m-%dT%H:%M}"
    return query.urlencode()


def _wait(request: OrgRequest, row: Run) -> HttpResponse:
    """It is being made; htmx asks again, and gets the whole page once it is there."""
    context = {"run": row, "address": address_of(request.GET)}
    template = "simulator/_run.html" if request.htmx else "simulator/wait.html"
    return render(request, template, context)


def _file(request: OrgRequest, what: str, told: dict[str, Any], choice: Choice) -> HttpResponse:
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"{slugify(choice.event.name)[:60] or 'event'}.{what}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(request: OrgRequest, done: Effect) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"replay-{slugify(done['name'])[:60] or 'event'}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    for row in done["hit"]:
        told = row | {"name": safe(row["name"]), "carried_by": safe("; ".join(row["carried_by"]))}
        writer.writerow([told[name] for name in COLUMNS])
    return response


@require_POST
def run(request: OrgRequest, pk: int) -> HttpResponse:
    """Stop a replay that is being made, or have it made after all."""
    row = get_object_or_404(Run.objects.for_org(request.org).defer("result"), pk=pk)
    if request.POST.get("decision") == "again":
        runs.again(row)
    else:
        runs.cancel(row)
    return redirect(_back(request, request.POST.get("address", "")))


def _back(request: OrgRequest, address: str) -> str:
    return f"{reverse('simulator:index', args=[request.org.slug])}?{QueryDict(address).urlencode()}"
