"""What every template may ask: of the person and their role, and of this installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from .models import Role


def standing(request: HttpRequest) -> dict[str, Any]:
    """``may_edit``: whoever asks is at least an editor, in the organisation of the page.

    ``mail_is_sent``: a mail server is set, and this is no demonstration; else letters are kept in
    the outbox.
    """
    actor = getattr(request, "actor", None)
    rehearsal = actor is not None and actor.org.is_demo  # from there nothing ever leaves
    return {
        "may_edit": actor is not None and actor.may(Role.EDITOR),
        "mail_is_sent": bool(settings.EMAIL_HOST) and not rehearsal,
    }
