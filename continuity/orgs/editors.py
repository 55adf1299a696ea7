"""The door of pages that change something: shut before any work to those who may only look."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from .http import OrgRequest
from .models import Role

View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """403 for viewers, whether they ask for the form or send it."""

    @wraps(view)
    def guarded(request: OrgRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.actor.require(Role.EDITOR)
        return view(request, *args, **kwargs)

    return guarded
