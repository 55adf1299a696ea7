"""Whether the loops turn: for who looks after them, and for who watches from outside."""

from typing import Any

from django.contrib.auth.decorators import login_not_required, user_passes_test
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from continuity.core.clock import database_now
from continuity.core.sweeps import queue_of
from continuity.core.web import page

from .reading import standing, unwell


@require_safe
@user_passes_test(lambda user: user.is_staff)
def watch(request: HttpRequest) -> HttpResponse:
    """Every loop, its last turn and what it said."""
    rows: list[dict[str, Any]] = [
        {
            "loop": loop,
            "tick": tick,
            "name": loop.name.rpartition(".")[2],
            "app": loop.name.split(".")[1],
            "queue": queue_of(loop.name),
            "minutes": round(loop.every.total_seconds() / 60),
        }
        for loop, tick in standing(database_now())
    ]
    rows.sort(key=lambda row: row["loop"].well)
    ill = [row for row in rows if not row["loop"].well]
    waiting = sum(row["loop"].word == "waits" for row in rows)
    context = {"rows": rows, "ill": ill, "waiting": waiting}
    return page(request, "watchdog/watch.html", context, partial="watchdog/_rows.html")


@login_not_required
@never_cache
@require_safe
def deep(request: HttpRequest) -> HttpResponse:
    """200 while every loop turns; 503 and the names of those that do not."""
    ill = unwell(database_now())
    return JsonResponse({"well": not ill, "loops": ill}, status=503 if ill else 200)
