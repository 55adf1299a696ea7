"""Look for sources that moved: ask the well-known places, and take or propose what is there."""

import logging
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from continuity.core.clock import database_clock
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization

from . import parsers, redetect
from .actions import accept_move, claim_lost, propose
from .crowd import answers
from .fetch import Request, agent_of
from .models import Feed
from .redetect import Candidate

log = logging.getLogger(__name__)
WITHIN_S = 60.0


def look_for_lost(clock: Callable[[], datetime] | None = None) -> dict[str, str]:
    """Look for every shared source that seems to have moved, each once a day at most.

    By address, what became of it: "moved", "proposed" or "nothing".
    """
    clock = clock or database_clock()
    return {feed.url: _looked_for(feed, clock()) for feed in claim_lost(clock())}


def _looked_for(feed: Feed, now: datetime) -> str:
    was = feed.url
    try:
        found = search(feed)
        if one := redetect.certain(found):
            accept_move(Actor.system(Organization.objects.platform()), feed, one.as_json())
            return "moved"
        return "proposed" if propose(feed, found, now) else "nothing"
    except Exception:  # one must not keep the others from being found
        log.exception("could not look for %s", was)
        return "nothing"


def search(feed: Feed) -> list[Candidate]:
    """What can be read in the places where ``feed`` may be now."""
    known = redetect.paths(parsers.FORMATS)
    places = [(f"{base}{path}", path) for base in _bases(feed) for path in known]
    wanted = {s.upstream_id: "" for s in feed.signals.all()} | feed.learned.get("rows", {})
    agent = agent_of(settings.SITE_URL, settings.DEFAULT_FROM_EMAIL)
    requests = [Request(url) for url, _path in places]
    found: dict[int, list[Candidate]] = {}
    for place, got in answers(requests, settings.FEED_ALLOW, within_s=WITHIN_S, agent=agent):
        if got is None or got.reason:
            continue
        url, path = places[place]
        for name in known[path]:
            if (url, name) != (feed.url, feed.format):
                reading = parsers.read(name, got.body, got.headers, {})
                one = redetect.candidate(
                    url,
                    name,
                    reading,
                    wanted,
                    feed.learned.get("page_name", ""),
                    urlsplit(url).netloc == urlsplit(feed.url).netloc,
                )
                found.setdefault(place, []).extend([one] if one else [])
    return redetect.distinct(one for place in sorted(found) for one in found[place])


def _bases(feed: Feed) -> list[str]:
    """The hosts to ask: its own, that of the page for people, and where it said that it went."""
    bases = []
    for url in (feed.url, feed.provider.status_page, feed.learned.get("moved_to", "")):
        parts = urlsplit(url)
        if parts.netloc:
            bases.append(f"{parts.scheme}://{parts.netloc}")
    return list(dict.fromkeys(bases))[: redetect.MOST_HOSTS]
