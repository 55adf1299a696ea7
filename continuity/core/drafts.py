"""What was typed and the session that ended meanwhile; the other half is static/js/drafts.js.

The browser keeps each form being filled in until it hears that the form was taken.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

TAKEN = "taken"
SECONDS = 60  # long enough to follow a redirect
SAFE = ("GET", "HEAD", "OPTIONS")


class Drafts:
    """A form sent and answered by going elsewhere was taken: a cookie says which.

    One that met a session which had ended leads, after signing in, to the page it stood on; a part
    of a page asked for by htmx is told 401, so that no sign-in page lands in the middle of a table.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, TAKEN, False):
            name(request, response)
            return response
        if response.status_code not in (302, 303):
            return response
        login = resolve_url(settings.LOGIN_URL)
        view = request.resolver_match and request.resolver_match.func
        private = getattr(view, "login_required", True)
        if not private or urlsplit(response.headers["Location"]).path != login:
            if request.method not in SAFE and not was_refused(request):
                name(request, response)
        elif request.htmx:
            return HttpResponse(status=401)
        elif request.method not in SAFE:
            response.headers["Location"] = (
                f"{login}?{urlencode({REDIRECT_FIELD_NAME: came_from(request)})}"
            )
        return response


def was_taken(request: HttpRequest) -> None:
    """For a page that answers a form with itself, such as one that shows a secret once."""
    request.taken = True  # type: ignore[attr-defined]


def name(request: HttpRequest, response: HttpResponse) -> None:
    path = quote(request.path, safe="")
    response.set_cookie(TAKEN, path, SECONDS, secure=request.is_secure(), samesite="Lax")


def was_refused(request: HttpRequest) -> bool:
    """Whether an error waits to be told on the next page. Reading them by the front door would
    use them up."""
    waiting = getattr(get_messages(request), "_queued_messages", ())
    return any(message.level >= messages.ERROR for message in waiting)


def came_from(request: HttpRequest) -> str:
    """The page of ours on which the form stood; the form's own address if that is not told."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return request.get_full_path()
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
