"""Links in messages that open something by themselves: who may read them here, and for how long."""

import re
from collections.abc import Iterable
from datetime import datetime

from continuity.orgs.actor import Actor
from continuity.orgs.keys import invitations_of
from continuity.orgs.models import Role

from .models import Notification

OPENS = ("/invitations/", "/accounts/password/reset/key/", "/accounts/confirm-email/")
LINK = re.compile(rf"({'|'.join(OPENS)})([\w:-]{{16,}})")


def without_links(text: str) -> str:
    """The text, with what opens something left out."""
    return LINK.sub(r"\1…", text)


def read_by(actor: Actor | None, rows: Iterable[Notification], now: datetime) -> None:
    """Set ``shown`` on each row: its body as ``actor`` may read it; None is the keeper.

    A link stays readable while nobody sent it: to who has at least the role that it gives, as
    long as the invitation is open.
    """
    found = {row: [match[1] for match in LINK.findall(row.body)] for row in rows}
    invitations = invitations_of({secret for secrets in found.values() for secret in secrets})
    for row, secrets in found.items():
        kept = row.state == Notification.State.KEPT
        if actor is not None:
            offers = [invitations.get(secret) for secret in secrets]
            kept = kept and all(o and o.is_open(now) and actor.may(Role(o.role)) for o in offers)
        row.shown = row.body if kept else without_links(row.body)
