"""One round over what is due: claim, fetch outside any transaction, finish each by itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from continuity.core.clock import database_clock

from . import parsers
from .actions import (
    claim_due,
    claim_witnesses,
    finish,
    give_back,
    record_unchanged,
    settle_the_blind,
    unchanged,
    watched_among,
    with_outages,
)
from .connectivity import is_network, offline
from .crowd import answers
from .fetch import Fetched, Request, agent_of
from .makers import maker_of
from .models import Feed
from .observing import WHOLE

CONCURRENCY, MOST_ROUNDS = 250, 50
ENOUGH = 5  # hosts, to tell whether it is they or we
log = logging.getLogger(__name__)


@dataclass
class Polled:
    """What a round did: feeds tried, those that could not be read, outages by what became of
    them (``open``, ``worsen``, ``close``) as component keys. ``offline``: we were cut off."""

    tried: int = 0
    unreadable: dict[str, str] = field(default_factory=dict)
    outages: dict[str, list[str]] = field(default_factory=dict)
    offline: bool = False


def poll_due(clock: Callable[[], datetime] | None = None) -> Polled:
    """Read every feed that is due, in batches, until none is. Safe to run twice, or at once."""
    clock = clock or database_clock()
    done = Polled()
    settle_the_blind(clock())
    for _ in range(MOST_ROUNDS):
        feeds = claim_due(clock())
        if not feeds or not _poll(feeds, clock, done):
            break
    return done


def _poll(feeds: list[Feed], clock: Callable[[], datetime], done: Polled) -> bool:
    """Read one batch; False once we are cut off ourselves, and nobody else is to blame."""
    unheard = _read(feeds, clock, done)
    outcomes = _outcomes(feeds, unheard)
    if unheard and not done.offline and len({f.host for f in feeds}) < ENOUGH:
        if all(is_network(reason) for _host, reason in outcomes):
            others = {feed.host for feed in feeds}
            witnesses = claim_witnesses(clock(), others, ENOUGH)
            unheard_too = _read(witnesses, clock, done)
            outcomes += _outcomes(witnesses, unheard_too)
            unheard += unheard_too
    done.offline = offline(outcomes)
    for feed, got, watched in unheard:
        if done.offline:
            give_back(feed, clock())
        else:
            _alone(_record, feed, got, None, clock(), watched, done)
    return not done.offline


Unheard = list[tuple[Feed, Fetched, bool]]


def _read(feeds: list[Feed], clock: Callable[[], datetime], done: Polled) -> Unheard:
    """Read ``feeds`` and record what came; those that were not even reached, unrecorded."""
    watched, busy = watched_among(feeds), with_outages(feeds)
    agent = agent_of(settings.SITE_URL, settings.DEFAULT_FROM_EMAIL)
    requests = [_request(feed) for feed in feeds]
    unheard: Unheard = []
    quiet: list[tuple[Feed, Fetched, datetime]] = []
    for place, got in answers(requests, settings.FEED_ALLOW, CONCURRENCY, agent=agent):
        feed, now = feeds[place], clock()
        if got is None:
            give_back(feed, now)
        elif is_network(got.reason):
            unheard.append((feed, got, feed.pk in watched))
        else:
            reading = _reading(feed, got)
            if feed.pk not in busy and _alone(unchanged, feed, got, reading, now):
                quiet.append((feed, got, now))
            else:
                _alone(_record, feed, got, reading, now, feed.pk in watched, done)
    record_unchanged(quiet, watched)
    done.tried += len(quiet)
    return unheard


def _outcomes(feeds: list[Feed], unheard: Unheard) -> list[tuple[str, str | None]]:
    silent = {feed.pk: got.reason for feed, got, _watched in unheard}
    return [(feed.host, silent.get(feed.pk)) for feed in feeds]


def _alone(act: Callable[..., Any], feed: Feed, *args: Any) -> Any:
    """``act``; one bad row must not keep the others from being recorded."""
    try:
        return act(feed, *args)
    except Exception:
        log.exception("could not record what %s said", feed.url)
        return None


def _record(
    feed: Feed, got: Fetched, reading: Any, now: datetime, watched: bool, done: Polled
) -> None:
    finished = finish(feed, got, reading, now, watched)
    if finished is None:
        return
    done.tried += 1
    if finished.reason:
        done.unreadable[feed.url] = finished.reason
    for kind, outage in finished.outages:
        done.outages.setdefault(kind, []).append(outage.component.key)


def _request(feed: Feed) -> Request:
    """Ask only for news, once everything on the feed has been seen at least once."""
    seen = all(signal.detection for signal in feed.signals.all())
    maker = maker_of(feed.format)
    if not seen:
        return Request(feed.url, maker=maker)
    return Request(feed.url, feed.etag, feed.last_modified, maker)


def _reading(feed: Feed, got: Fetched) -> Any:
    if got.reason or got.not_modified:
        return None
    return parsers.read(feed.format, got.body, got.headers, config_of(feed))


def config_of(feed: Feed) -> dict[str, Any]:
    """What a parser is told: whose page it must be, and which components are wanted."""
    learned = feed.learned if feed.learned.get("format") == feed.format else {}
    wanted = dict.fromkeys(signal.upstream_id for signal in feed.signals.all())
    return {**learned, **feed.config, "components": [] if WHOLE in wanted else list(wanted)}
