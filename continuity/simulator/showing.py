"""What the templates of a replay are given; also for a page of another app that shows one."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils import timezone

from continuity.core.web import typed
from continuity.inventory.portable import Portfolio
from continuity.orgs.models import Organization

from . import drawing, library, running
from .asking import asked
from .choice import Choice
from .effect import Effect

PER_PAGE = 50


def result(effect: Effect, choice: Choice, page: str | None = None) -> dict[str, Any]:
    """For ``simulator/_result.html``: one replay."""
    rows = Paginator(effect["hit"], PER_PAGE).get_page(page)
    lines = drawing.lines(effect, rows.object_list)
    worst = drawing.lines(effect, effect["hit"][:1])
    return {
        "effect": effect,
        "choice": choice,
        "famous": choice.famous,
        "rows": rows,
        "lines": lines,
        "worst": worst[0] if worst and worst[0].told["down_minutes"] else None,
        "scale": drawing.scale(effect),
        "start": drawing.start_of(effect),
        "today": timezone.localdate(drawing.start_of(effect)) == timezone.localdate(),
        "about": round(effect["cost"]),
        "held": [{**row, "more": len(row["functions"]) - 1} for row in effect["held"]],
        "said": [library.component_name(key) for key in choice.said_hit],
        "totals": {
            "down": sum(row["down_minutes"] for row in effect["hit"]),
            "longest": max((row["longest_minutes"] for row in effect["hit"]), default=0),
        },
        "end": drawing.end_of(effect),
        "fallen": [(c, drawing.spans_of(c)) for c in effect["components"]],
        "not_used": [c["name"] for c in effect["components"] if not c["functions"]],
        "not_hit": effect["functions"] - len(effect["hit"]),
    }


def shelf(data: QueryDict) -> dict[str, Any]:
    """For ``simulator/_library.html``: the events that fit what is searched for."""
    wanted = {name: typed(data, name) for name in ("q", "kind", "grade")}
    return {
        "shelves": library.search(wanted["q"], wanted["kind"], wanted["grade"]),
        "wanted": wanted,
        "first": library.FIRST,
    }


def simulated(
    org: Organization, data: QueryDict, portfolios: Sequence[tuple[str, Portfolio]]
) -> dict[str, Any]:
    """For ``simulator/_compared.html``: what ``data`` asks, replayed on each portfolio.

    A portfolio goes by the primary keys that `load` gives, with whatever was changed in it since;
    the title beside it heads its column. Nothing is replayed while something is missing.
    """
    wish = asked(org, data)
    context: dict[str, Any] = {"asked": wish, **shelf(data)}
    if wish.choice is None:
        return context
    done = [(title, running.on(org, wish.choice, portfolio)) for title, portfolio in portfolios]
    return context | {"choice": wish.choice, "results": done, "compared": _beside(done)}


def _beside(done: Sequence[tuple[str, Effect]]) -> list[dict[str, Any]]:
    """A row for each function that is hit in any of them: its name, and what each says of it."""
    found: dict[str, dict[str, Any]] = {}
    for at, (_title, effect) in enumerate(done):
        for line in drawing.lines(effect, effect["hit"]):
            row = found.setdefault(
                line.told["id"], {"name": line.told["name"], "lines": [None] * len(done)}
            )
            row["lines"][at] = line
    return list(found.values())
