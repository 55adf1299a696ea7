"""Sources that moved: found again, proposed, accepted or not.

What was found is bookkeeping; that somebody, or the app itself where it is certain, took it is a
verb in the installation's chain.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.providers import redetect
from continuity.providers.models import Feed, Signal, SourceHealth, host_of

MOST = 20  # sources a round
LOST = (SourceHealth.BROKEN, SourceHealth.MOVED)
KEPT = ("names", "read_for")  # of a feed's config: the rest names one page


def claim_lost(now: datetime, limit: int = MOST) -> list[Feed]:
    """Shared sources that seem to be elsewhere, each once a day."""
    rested = Q(searched_at=None) | Q(searched_at__lte=now - redetect.AGAIN)
    lost = Feed.objects.catalogue().filter(rested, enabled=True, health__in=LOST)
    rows = lost.select_related("provider").prefetch_related("signals").order_by("pk")
    found = [feed for feed in rows if redetect.is_suspicious(feed.reason)][:limit]
    mine = []
    for feed in found:
        held = Feed.objects.catalogue().filter(pk=feed.pk, searched_at=feed.searched_at)
        if held.update(searched_at=now):
            mine.append(feed)
    return mine


def propose(feed: Feed, found: Sequence[redetect.Candidate], now: datetime) -> bool:
    """Keep on the row what a person has to judge; whether there is anything."""
    dismissed = feed.proposal.get("dismissed", [])
    new = [one.as_json() for one in found if one.url not in dismissed]
    told = {"at": now.isoformat(), "candidates": new} if new else {}
    kept = {"dismissed": dismissed} if dismissed else {}
    Feed.objects.catalogue().filter(pk=feed.pk).update(proposal={**told, **kept})
    return bool(new)


@verb("feed.move", needs=Role.OWNER)
def accept_move(actor: Actor, feed: Feed, where: dict[str, Any]) -> Feed | None:
    """Read the source at ``where`` (a candidate as JSON) from now on; None if it is read there.

    What is known of each row goes along under its new id. The catalogue's own word for it is kept
    in ``moved_from``: a load leaves the source where it is until the files name another address.
    """
    _installation_only(actor)
    shared = Feed.objects.catalogue()
    if (feed.url, feed.format) == (where["url"], where["format"]):
        return None
    if shared.filter(url=where["url"]).exclude(pk=feed.pk).exists():
        raise ValidationError(_("Another source is read at that address already."))
    old = feed.url
    origin = feed.moved_from or old
    fields: dict[str, Any] = {
        "url": where["url"],
        "host": host_of(where["url"]),
        "format": where["format"],
        "config": {name: value for name, value in feed.config.items() if name in KEPT},
        "moved_from": "" if origin == where["url"] and not feed.moved_from else origin,
        "learned": {},
        "proposal": {},
        "missing": {},
        "etag": "",
        "last_modified": "",
        "next_due": timezone.now(),
    }
    note = {"url": [old, where["url"]], "format": [feed.format, where["format"]]}
    shared.filter(pk=feed.pk).update(**fields)
    for signal in Signal.objects.catalogue().filter(feed=feed):
        new = where["ids"].get(signal.upstream_id, signal.upstream_id)
        if new != signal.upstream_id:
            Signal.objects.catalogue().filter(pk=signal.pk).update(upstream_id=new)
    for name, value in fields.items():
        setattr(feed, name, value)
    feed.audit_note = note  # type: ignore[attr-defined]
    return feed


@verb("feed.dismiss", needs=Role.OWNER)
def dismiss_move(actor: Actor, feed: Feed) -> Feed | None:
    """None of what was found is it, and none of that is proposed again; None if nothing was."""
    _installation_only(actor)
    found = [one["url"] for one in feed.proposal.get("candidates", [])]
    if not found:
        return None
    dismissed = sorted({*feed.proposal.get("dismissed", []), *found})
    feed.proposal = {"dismissed": dismissed}
    Feed.objects.catalogue().filter(pk=feed.pk).update(proposal=feed.proposal)
    feed.audit_note = {"dismissed": found}  # type: ignore[attr-defined]
    return feed


def _installation_only(actor: Actor) -> None:
    if actor.org.slug != Organization.PLATFORM:
        raise PermissionDenied(_("Only the installation itself may move a shared source."))
