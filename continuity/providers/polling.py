"""One round over what is due: claim, fetch outside any transaction, finish each by itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from . import parsers
from .actions import claim_due, finish, give_back, settle_the_blind, watched_among
from .crowd import answers
from .fetch import Fetched, Request, agent_of
from .models import Feed
from .observing import WHOLE

CONCURRENCY, MOST_ROUNDS = 100, 50
log = logging.getLogger(__name__)


@dataclass
class Polled:
    """What a round did: feeds tried, those that could not be read, outages by what became of
    them (``open``, ``worsen``, ``close``) as component keys."""

    tried: int = 0
    unreadable: dict[str, str] = field(default_factory=dict)
    outages: dict[str, list[str]] = field(default_factory=dict)


def poll_due(clock: Callable[[], datetime] = timezone.now) -> Polled:
    """Read every feed that is due, in batches, until none is. Safe to run twice, or at once."""
    done = Polled()
    settle_the_blind(clock())
    for _ in range(MOST_ROUNDS):
        feeds = claim_due(clock())
        if not feeds:
            break
        _poll(feeds, clock, done)
    return done


def _poll(feeds: list[Feed], clock: Callable[[], datetime], done: Polled) -> None:
    watched = watched_among(feeds)
    requests = [_request(feed) for feed in feeds]
    agent = agent_of(settings.SITE_URL, settings.DEFAULT_FROM_EMAIL)
    for place, got in answers(requests, settings.FEED_ALLOW, CONCURRENCY, agent=agent):
        feed = feeds[place]
        try:
            _record(feed, got, clock(), feed.pk in watched, done)
        except Exception:  # one bad row must not keep the others from being recorded
            log.exception("could not record what %s said", feed.url)


def _record(feed: Feed, got: Fetched | None, now: datetime, watched: bool, done: Polled) -> None:
    if got is None:
        give_back(feed, now)
        return
    finished = finish(feed, got, _reading(feed, got), now, watched)
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
    return Request(feed.url, feed.etag, feed.last_modified) if seen else Request(feed.url)


def _reading(feed: Feed, got: Fetched) -> Any:
    if got.reason or got.not_modified:
        return None
    return parsers.read(feed.format, got.body, got.headers, config_of(feed))


def config_of(feed: Feed) -> dict[str, Any]:
    """What a parser is told: whose page it must be, and which components are wanted."""
    learned = feed.learned if feed.learned.get("format") == feed.format else {}
    wanted = dict.fromkeys(signal.upstream_id for signal in feed.signals.all())
    return {**learned, **feed.config, "components": [] if WHOLE in wanted else list(wanted)}
