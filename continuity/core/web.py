"""The HTTP helpers that every app shares."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from .drafts import came_from


def page(
    request: HttpRequest, template: str, context: dict, *, partial: str, status: int = 200
) -> HttpResponse:
    """The whole page; or, when htmx asks, only the part of it that lives."""
    chosen = partial if wants_part(request) else template
    response = render(request, chosen, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part. Of the page that a back button leads to it wants the whole."""
    asks = request.htmx  # type: ignore[attr-defined]
    return bool(asks) and not asks.boosted and not asks.history_restore_request


LONGEST_SEARCH = 200  # characters; databases refuse patterns that are much longer


def typed(asked: Mapping[str, str], name: str, longest: int = LONGEST_SEARCH) -> str:
    """What was typed into a search: trimmed, at most 200 characters, none of them NUL."""
    return asked.get(name, "").replace("\0", "").strip()[:longest]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of another session: say so, and lead back to it. To htmx: 401, the session is gone."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    return render(request, "403_csrf.html", {"page": came_from(request)}, status=403)
