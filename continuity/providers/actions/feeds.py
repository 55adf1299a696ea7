"""What was read of a feed, taken in under its lease: signals stepped, outages told, paced anew.

Readings are bookkeeping and leave no entry: a read a minute would bury the trail. What somebody
can see change, an outage or the health of a source, is a verb.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import lock, verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.providers import detect, observing, posts, quiet, sources, vanished
from continuity.providers.feeds import Reading, Reason, State
from continuity.providers.fetch import Fetched
from continuity.providers.memory import Observation, SignalState, dump, load
from continuity.providers.models import Feed, Outage, Signal

from .closing import close_what_is_over, policy_of
from .names import learn_names
from .outages import WHY, settle, source_of, tell


@dataclass
class Finished:
    """What one finished feed amounted to."""

    reason: str | None
    outages: list[tuple[str, Outage]] = field(default_factory=list)


def finish(
    feed: Feed, got: Fetched, reading: Reading | None, now: datetime, watched: bool = True
) -> Finished | None:
    """Record one try under its lease; None if the lease was lost meanwhile.

    ``reading`` is None when nothing was read: a failure, or ``got.not_modified``.
    """
    actor = Actor.system(feed.organization or Organization.objects.platform())
    with transaction.atomic():
        lock(actor.org)  # first, so that two workers never wait for each other in a circle
        held = Feed.objects.across_orgs(WHY).filter(pk=feed.pk, lease_token=feed.lease_token)
        current = held.select_for_update(of=("self",)).first() if feed.lease_token else None
        if current is None:
            return None
        if reading is not None:
            learn_names(current, reading)
        signals = list(
            Signal.objects.across_orgs(WHY)
            .filter(feed=current)
            .select_related("component", "feed")
            .order_by("pk")
        )
        done = Finished(_reason(got, reading, signals))
        read_anew = got.not_modified or (reading is not None and reading.readable)
        memories = _take_in(actor, current, signals, reading, now, done) if read_anew else None
        wanted = [signal.upstream_id for signal in signals]
        if read_anew and done.reason is None:
            current.missing = vanished.counted(current.missing, wanted, reading, now)
        pace = _pace(current, got, memories or [load(s.detection) for s in signals], watched)
        _mark(actor, current, done.reason, got, reading, pace, wanted, now)
        over = close_what_is_over(actor, signals, now) if read_anew else []
        done.outages += [("close", outage) for outage in over]
        settle({signal.component_id for signal in signals}, now)
    return done


def settle_the_blind(now: datetime) -> int:
    """Turn unknown what has not been seen for half an hour; how many components changed."""
    lost = Q(feed__read_at=None) | Q(feed__read_at__lte=now - sources.BLIND_AFTER)
    with transaction.atomic():
        lock(Organization.objects.platform())
        components = (
            Signal.objects.across_orgs(WHY)
            .filter(lost | Q(feed__enabled=False), source=Signal.Source.FEED)
            .exclude(component__state=State.UNKNOWN.value)
            .values_list("component", flat=True)
        )
        return settle(set(components), now)


@verb("feed.mark", needs=Role.OWNER)
def mark_feed(actor: Actor, feed: Feed, source: sources.Source) -> Feed | None:
    """Note that a source can be read again, or no longer; None if its health is as it was."""
    if feed.health == source.health:
        return None
    feed.audit_note = {  # type: ignore[attr-defined]
        "health": [feed.health, source.health],
        "reason": source.reason,
    }
    return feed


@verb("feed.trust", needs=Role.OWNER)
def trust_page(actor: Actor, feed: Feed) -> Feed | None:
    """Take the page as it is from now on, although it was another's; None if it never was read.

    For the installation's own actor where the feed is shared: it is everybody's source.
    """
    if actor.org != (feed.organization or Organization.objects.platform()):
        raise PermissionDenied(_("Only the installation itself may trust a shared source anew."))
    if not feed.learned:
        return None
    feed.audit_note = {"learned": [feed.learned, {}]}  # type: ignore[attr-defined]
    held = Feed.objects.across_orgs(WHY).filter(pk=feed.pk)
    held.update(learned={}, etag="", last_modified="", next_due=timezone.now())
    return feed


def _reason(got: Fetched, reading: Reading | None, signals: list[Signal]) -> str | None:
    """Why this try failed. A page that lists nothing of what we ask for has failed us."""
    if got.reason or got.not_modified:
        return got.reason
    if reading is None or not reading.readable:
        return reading.reason if reading else str(Reason.PARSER_FAILED)
    listed = {c.id for c in reading.components if c.reason != Reason.COMPONENT_MISSING}
    if listed or reading.silent_is_well:
        listed.add(observing.WHOLE)
    gone = bool(signals) and not any(s.upstream_id in listed for s in signals)
    return str(Reason.COMPONENT_MISSING) if gone else None


def _take_in(
    actor: Actor,
    feed: Feed,
    signals: list[Signal],
    reading: Reading | None,
    now: datetime,
    done: Finished,
) -> list[SignalState]:
    """Step every signal; open and worsen what follows from it."""
    policy = policy_of(feed)
    memories = []
    for signal in signals:
        before = quiet.caught_up(load(signal.detection), feed.read_at, policy)
        seen = (
            observing.observe(reading, signal.upstream_id, now, before)
            if reading
            else observing.again(before, now)
        )
        after, told = detect.step(before, seen, now, policy)
        memories.append(after)
        if _remember(signal, seen, after, now) and told:
            if what := tell(actor, signal, told):
                done.outages.append(what)
    return memories


def _remember(signal: Signal, seen: Observation, after: SignalState, now: datetime) -> bool:
    """Store what was seen, if nobody else did since it was read."""
    same = signal.said == seen.state
    changed = (
        Signal.objects.across_orgs(WHY)
        .filter(pk=signal.pk, version=signal.version)
        .update(
            said=seen.state.value,
            said_since=signal.said_since if same and signal.said_since else now,
            state=after.state.value,
            seen_at=now,
            detection=dump(after),
            version=F("version") + 1,
        )
    )
    return bool(changed)


def _pace(feed: Feed, got: Fetched, memories: list[SignalState], watched: bool) -> sources.Pace:
    pending = [m.pending for m in memories if m.pending]
    return sources.Pace(
        interval=timedelta(seconds=feed.interval_seconds),
        watched=watched,
        first=feed.read_at is None,
        bad=any(m.open for m in memories),
        pending=max(pending, key=lambda s: s.rank, default=None),
        retry_after=got.retry_after,
        max_age=got.max_age,
    )


def _mark(
    actor: Actor,
    feed: Feed,
    reason: str | None,
    got: Fetched,
    reading: Reading | None,
    pace: sources.Pace,
    wanted: Collection[str],
    now: datetime,
) -> None:
    """Give the lease back with what is now known of the source."""
    source = sources.judge(source_of(feed), reason, now, pace.interval)
    due = sources.next_due(source, pace, feed.url, now)
    mark_feed(actor, feed, source)
    Feed.objects.across_orgs(WHY).filter(pk=feed.pk).update(
        health=source.health,
        reason=source.reason or _remark(feed, got, reading),
        health_since=source.since,
        failures=source.failures,
        first_read_at=feed.first_read_at or source.read_at,
        read_at=source.read_at,
        tried_at=now,
        next_due=now + (due - now) / settings.FEED_HASTE,
        lease_until=None,
        lease_token="",
        missing=feed.missing,
        proposal=feed.proposal if reason else {},
        **_kept(feed, got, reading, reason, wanted),
        **_posted(feed, reading, now),
    )


def _remark(feed: Feed, got: Fetched, reading: Reading | None) -> str:
    """What could not be told on a page that could be read."""
    if got.not_modified:
        return feed.reason if feed.failures == 0 else ""
    return (reading.reason if reading else None) or ""


def _kept(
    feed: Feed,
    got: Fetched,
    reading: Reading | None,
    reason: str | None,
    wanted: Collection[str],
) -> dict[str, object]:
    """What a good answer tells for the next time. After a bad one, ask for the whole again."""
    if reason is not None:
        whither = {"learned": {**feed.learned, "moved_to": got.moved_to}} if got.moved_to else {}
        return {"etag": "", "last_modified": "", **whither}
    if got.not_modified or reading is None:
        return {}
    return {
        "etag": got.headers.get("etag", "")[:400],
        "last_modified": got.headers.get("last-modified", "")[:100],
        "learned": learned_of(feed, reading, wanted),
    }


def _posted(feed: Feed, reading: Reading | None, now: datetime) -> dict[str, object]:
    """What stands on the page, where that differs from what stood there."""
    if reading is None or not reading.readable:
        return {}
    stand = posts.of(reading)
    return {} if stand == feed.posts else {"posts": stand, "posts_at": now}


def learned_of(feed: Feed, reading: Reading, mapped: Collection[str]) -> dict[str, Any]:
    """Whose page it was when first read, so that a change of hands shows, and what it called the
    rows that we follow, so that they can be found elsewhere. A former ``moved_to`` is over."""
    if feed.learned.get("format") == feed.format and feed.learned.get("page_id"):
        known = {name: fact for name, fact in feed.learned.items() if name != "moved_to"}
    elif reading.page_id is None:
        known = {}
    else:
        known = {
            "format": feed.format,
            "page_id": reading.page_id,
            "page_name": reading.page_name or "",
        }
    listed = {c.id: c.name for c in reading.components if c.id in mapped and c.name != c.id}
    rows = {**feed.learned.get("rows", {}), **listed}
    rows = {name: rows[name] for name in sorted(rows.keys() & set(mapped))}
    return {**known, "rows": rows} if rows else known
