"""A button that asks for a verb: what the verb refuses is said on the next page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError

from continuity.core.notices import say
from continuity.orgs.http import OrgRequest


def attempt(request: OrgRequest, verb: Callable[..., Any], *args: Any) -> bool:
    """Whether ``verb(actor, *args)`` was done; if not, why not is already said."""
    try:
        verb(request.actor, *args)
    except ValidationError as refusal:
        say(request, " ".join(refusal.messages), level=messages.ERROR)
        return False
    return True
