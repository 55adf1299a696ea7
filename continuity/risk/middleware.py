"""Who opens a page sees the scores of what is there now, where working them out is quick."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from .current import current


class FreshScores:
    """After OrgMiddleware: before a page of an organisation is read, its scores catch up.

    One query when nothing changed. Large organisations are left to the sweep.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: list, kwargs: dict) -> None:
        if request.method == "GET" and getattr(request, "org", None) is not None:
            request.assessment = current(request.org)
