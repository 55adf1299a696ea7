"""Messages that may be taken back: what was done, and a button that undoes it."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

UNDO = "undo:"


def say(
    request: HttpRequest, text: str | Promise, *, undo: str = "", level: int = messages.SUCCESS
) -> None:
    """Show ``text`` on the next page; ``undo``: the address that a button there POSTs to."""
    messages.add_message(request, level, str(text), extra_tags=f"{UNDO}{undo}" if undo else "")


def undo_address(extra_tags: str | None) -> str:
    """The address given to ``say``, or nothing."""
    tags = extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO) else ""
