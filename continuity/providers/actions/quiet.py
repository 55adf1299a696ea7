"""Readings that change nothing, a whole batch in a few statements: no step, no lock, no entry."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from continuity.providers import posts, quiet, sources
from continuity.providers.feeds import Reading
from continuity.providers.fetch import Fetched
from continuity.providers.memory import load
from continuity.providers.models import Feed, Outage, Signal, SourceHealth

from .closing import policy_of
from .feeds import learned_of
from .outages import WHY, source_of


def with_outages(feeds: Sequence[Feed]) -> set[int]:
    """Those of ``feeds`` that tell of a component with an open outage: they may end it."""
    own = Q(organization=None) | Q(organization=OuterRef("organization"))
    going = Outage.objects.across_orgs(WHY).open().filter(own, component=OuterRef("component"))
    told = Signal.objects.across_orgs(WHY).filter(Exists(going), feed__in=feeds)
    return set(told.values_list("feed", flat=True))


def unchanged(feed: Feed, got: Fetched, reading: Reading | None, now: datetime) -> bool:
    """Whether this try told nothing new of a feed on which everything is settled."""
    if got.reason or not _at_rest(feed) or feed.read_at is None:
        return False
    if reading is None:
        told = got.not_modified
    else:
        told = reading.readable and reading.reason is None and _as_known(feed, reading)
    policy, signals = policy_of(feed), feed.signals.all()
    if not told or not signals:
        return False
    for signal in signals:
        memory = load(signal.detection)
        if not quiet.settled(memory, feed.read_at, now, policy):
            return False
        memory = quiet.caught_up(memory, feed.read_at, policy)
        if reading is not None and not quiet.same(memory, reading, signal.upstream_id, now):
            return False
    return True


def record_unchanged(
    tries: Sequence[tuple[Feed, Fetched, datetime]], watched: Collection[int]
) -> int:
    """Give back the leases of one claim with what is new of the sources: when they were read.

    All as of the first of them, in three statements.
    """
    if not tries:
        return 0
    at = min(now for _feed, _got, now in tries)
    rows: list[Any] = []
    tagged: list[Any] = []
    for feed, got, now in tries:
        feed.next_due = _due(feed, got, now, feed.pk in watched)
        rows.append(feed)
        tags = got.headers.get("etag", "")[:400], got.headers.get("last-modified", "")[:100]
        if not got.not_modified and tags != (feed.etag, feed.last_modified):
            feed.etag, feed.last_modified = tags
            tagged.append(feed)
    held = Feed.objects.across_orgs(WHY).filter(lease_token=rows[0].lease_token)
    held.bulk_update(rows, ["next_due"], batch_size=250)
    if tagged:
        held.bulk_update(tagged, ["etag", "last_modified"], batch_size=250)
    free = {"lease_until": None, "lease_token": ""}
    return held.filter(pk__in=[f.pk for f in rows]).update(read_at=at, tried_at=at, **free)


def _due(feed: Feed, got: Fetched, now: datetime, watched: bool) -> datetime:
    interval = timedelta(seconds=feed.interval_seconds)
    pace = sources.Pace(interval, watched, max_age=got.max_age)
    due = sources.next_due(source_of(feed), pace, feed.url, now)
    return now + (due - now) / settings.FEED_HASTE


def _at_rest(feed: Feed) -> bool:
    calm = feed.health == SourceHealth.FRESH and not feed.failures and not feed.reason
    return calm and not feed.missing and not feed.proposal


def _as_known(feed: Feed, reading: Reading) -> bool:
    """Whose page it is, and what its rows are called, is known."""
    names = feed.config.get("names") or {}
    mapped = {signal.upstream_id for signal in feed.signals.all()}
    found = any(c.name in names and c.id not in mapped for c in reading.components)
    same = posts.of(reading) == feed.posts and learned_of(feed, reading, mapped) == feed.learned
    return same and not found
