"""Sources of status that cannot be read, beside who looks after them and does not know yet."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from continuity.orgs.models import Membership, Organization, Role, User
from continuity.providers.models import Feed, Signal, SourceHealth
from continuity.providers.reading import vanished_rows
from continuity.providers.sources import BLIND_AFTER
from continuity.reminders.actions.sources import episode, source_key, vanished_key
from continuity.reminders.models import Notification

WHY = "a source is read once for everybody"
LOST = (SourceHealth.BROKEN, SourceHealth.MOVED)
MANY = 3  # as few may be lost at once by chance; when all are, the fault is more likely ours


def untold(now: datetime) -> Iterator[tuple[list[Feed], str]]:
    """Lost sources beside an address that was not told; at most five queries.

    Each by itself, or all those of the catalogue together when not one of them can be read.
    """
    feeds = Feed.objects.across_orgs(WHY).filter(enabled=True)
    lost = feeds.filter(health__in=LOST, health_since__lte=now - BLIND_AFTER)
    rows = list(lost.select_related("provider", "organization").order_by("pk"))
    shared = [feed for feed in rows if feed.organization is None]
    groups = [[feed] for feed in rows]
    if (
        len(shared) >= MANY
        and not feeds.filter(organization=None).exclude(health__in=LOST).exists()
    ):
        groups = [shared, *([feed] for feed in rows if feed.organization is not None)]
    told_to = _keepers(rows)
    wanted = [
        (group, source_key(episode(group), email), email)
        for group in groups
        for email in told_to[group[0].organization]
    ]
    keys = [key for _group, key, _email in wanted]
    told = Notification.objects.across_orgs(WHY).filter(key__in=keys)
    known = set(told.values_list("key", flat=True))
    for group, key, email in wanted:
        if key not in known:
            yield group, email


def lacking() -> Iterator[tuple[Feed, list[str], str, str]]:
    """Sources that list no more what we follow, its names, the key of a message, and an address
    that was not told. Five queries at most."""
    feeds = Feed.objects.across_orgs(WHY).filter(enabled=True).exclude(missing={})
    rows = list(feeds.select_related("provider", "organization").order_by("pk"))
    gone = vanished_rows(rows, Signal.objects.across_orgs(WHY))
    rows = [feed for feed in rows if feed.pk in gone]
    told_to = _keepers(rows)
    wanted = [(f, vanished_key(f, email), email) for f in rows for email in told_to[f.organization]]
    told = Notification.objects.across_orgs(WHY).filter(key__in=[key for _f, key, _e in wanted])
    known = set(told.values_list("key", flat=True)) if wanted else set()
    for feed, key, email in wanted:
        if key not in known:
            yield feed, gone[feed.pk], key, email


def _keepers(feeds: Sequence[Feed]) -> dict[Organization | None, list[str]]:
    """Who looks after the installation; of an organisation's own source, its administrators."""
    found: dict[Organization | None, list[str]] = defaultdict(list)
    if not feeds:
        return found
    keepers = User.objects.filter(is_staff=True, is_active=True).order_by("pk")
    found[None] = list(keepers.values_list("email", flat=True))
    own = {feed.organization for feed in feeds if feed.organization is not None}
    seats = Membership.objects.filter(
        organization__in=own, role__gte=Role.ADMIN, user__is_active=True
    )
    for seat in seats.select_related("user", "organization").order_by("pk"):
        found[seat.organization].append(seat.user.email)
    return found
