"""What an outage means, on the pages of a function and of a provider; with the plans it touches."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from continuity.core.panels import Panel, once
from continuity.inventory.models import Function
from continuity.orgs.models import Organization
from continuity.providers.models import Provider
from continuity.risk.pressure import Pressed, of_functions, pressed

from .models import Plan

MOST = 12


def under_pressure(request: HttpRequest) -> list[Pressed]:
    """What presses on the organisation of the page, asked once a page."""
    org: Organization = request.org  # type: ignore[attr-defined]
    return once(request, "pressed", lambda: pressed(org))


def touched(org: Organization, functions: Iterable[int]) -> list[Plan]:
    """The plans that cover one of ``functions``: those that choose none cover all. Two queries."""
    asked = set(functions)
    if not asked:
        return []
    held = chosen(org)
    plans = Plan.objects.for_org(org).select_related("organization").order_by("title")
    return [plan for plan in plans if not held[plan.pk] or held[plan.pk] & asked]


def chosen(org: Organization) -> dict[int, set[int]]:
    """The functions that each plan chooses. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    links = Plan.functions.through.objects.filter(plan__organization=org)
    for plan, function in links.values_list("plan", "function"):
        found[plan].add(function)
    return found


def of_function(request: HttpRequest, *, function: Function) -> Panel | None:
    rows = [row for row in under_pressure(request) if row.hit.function.pk == function.pk]
    if not rows:
        return None
    sure, late = _sure(rows), any(row.hit.is_late for row in rows)
    if not all(row.hit.is_carried for row in rows):
        words = _("Something that it runs on is down, and nothing carries it.")
        perhaps = _("Something that it runs on may be down, and nothing would carry it.")
    elif late:
        words = _("Something that it runs on is down; what carries it comes after its RTO.")
        perhaps = _("Something that it runs on may be down; what carries it comes after its RTO.")
    else:
        words = _("Something that it runs on is down; it is carried meanwhile.")
        perhaps = _("Something that it runs on may be down; it would be carried meanwhile.")
    title = (
        _("Down now, beneath this function") if sure else _("Perhaps down, beneath this function")
    )
    return _panel(request, rows, "function", title, words if sure else perhaps)


def of_provider(request: HttpRequest, *, provider: Provider, **_more: Any) -> Panel | None:
    every = [r for r in under_pressure(request) if r.outage.component.provider_id == provider.pk]
    rows = of_functions(every, set())
    if not rows:
        return None
    sure, n = _sure(rows), len(rows)
    words = ngettext(
        "%(n)s function of yours feels it now.", "%(n)s functions of yours feel it now.", n
    )
    perhaps = ngettext(
        "Suspected, not confirmed: %(n)s function of yours would feel it.",
        "Suspected, not confirmed: %(n)s functions of yours would feel it.",
        n,
    )
    title = _("Down now: what it stops of yours") if sure else _("Perhaps down: what it would stop")
    return _panel(request, rows, "", title, (words if sure else perhaps) % {"n": n})


def _sure(rows: list[Pressed]) -> bool:
    """Whether any of them is more than suspected."""
    return any(not row.outage.suspected for row in rows)


def _panel(request: HttpRequest, rows: list[Pressed], of: str, title: str, words: str) -> Panel:
    org: Organization = request.org  # type: ignore[attr-defined]
    plans = once(
        request, f"plans:{title}", lambda: touched(org, {row.hit.function.pk for row in rows})
    )
    context = {"rows": rows[:MOST], "of": of, "title": title, "sentence": words, "plans": plans}
    context["tone"] = "bad" if _sure(rows) else "watch"
    return Panel("risk/pressed_panel.html", context)


PANELS = {"function": of_function, "provider": of_provider}
