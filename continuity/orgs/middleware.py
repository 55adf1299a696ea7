"""``/o/<org>/…`` becomes ``request.actor`` and ``request.org`` before any page runs."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from .access import actor_for, visitor_for

LARGEST = 2**63 - 1  # number of a row; a database fails on more


class OrgMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        timezone.deactivate()
        return response

    def process_view(self, request: Any, view: Any, args: list, kwargs: dict) -> None:
        """API views sign in by themselves, later: they find their actor in OrgViewSet."""
        if any(isinstance(value, int) and value > LARGEST for value in kwargs.values()):
            raise Http404
        if "org" in kwargs and not hasattr(view, "cls") and request.user.is_authenticated:
            slug = kwargs.pop("org")
            request.user = visitor_for(request, slug) or request.user
            request.actor = actor_for(request.user, slug)
            request.org = request.actor.org
            timezone.activate(ZoneInfo(request.org.timezone))
