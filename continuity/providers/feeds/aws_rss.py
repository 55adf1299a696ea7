"""AWS: the RSS of one service in one region.

The component is the service and region in the items' ids, ``bedrock-us-east-1``. Every update is
an item of its own: the newest says how it is, and what stands above the newest ``[RESOLVED]`` is
what goes on. A quiet feed has no items at all, whatever its description says.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from . import IncidentReading, Reading, Reason, State
from ._listed import MOST_INCIDENTS, refuse_other_page, unknown
from ._posts import Post, by_posts
from ._syndication import Channel, Item, rss
from ._text import Unreadable, refusing
from ._times import facts
from ._xml import load_xml

LABEL = "AWS (RSS of one service)"
EXAMPLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Amazon Bedrock (N. Virginia) Service Status</title>
<link>http://status.aws.amazon.com/</link><description>Service is operating normally</description>
<item><title>Service disruption: Increased Error Rates</title>
<link>http://status.aws.amazon.com/</link><pubDate>Sat, 01 Aug 2026 03:10:00 PDT</pubDate>
<guid isPermaLink="false">http://status.aws.amazon.com/#bedrock-us-east-1_1785578400</guid>
<description>We are investigating.</description></item></channel></rss>"""

WORDS = {
    "informational message": State.OPERATIONAL,
    "service is operating normally": State.OPERATIONAL,
    "performance issues": State.DEGRADED,
    "service degradation": State.DEGRADED,
    "service disruption": State.MAJOR_OUTAGE,
}
SERVICE = re.compile(r"#([a-z0-9][a-z0-9-]*-[a-z]+-[a-z0-9-]*\d)_\d+\Z")
RESOLVED = "[RESOLVED]"
ENDING = "Service Status"


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    channel = rss(load_xml(body, headers))
    if not channel.title.endswith(ENDING):
        raise Unreadable(Reason.OTHER_PAGE)
    name = channel.title.removesuffix(ENDING).strip()
    refuse_other_page("", name, config)
    services = {_service(item) for item in channel.items} - {""}
    told = by_posts(_posts(channel), config, page_name=name)
    return _without_others(told, services) if services else told


def _posts(channel: Channel) -> list[Post]:
    """Open are those above the newest that is resolved; the newest of them alone has a say."""
    items = sorted(channel.items, key=lambda item: (item.at is None, -_seconds(item)))
    posts, lasts = [], True
    for place, item in enumerate(items[:MOST_INCIDENTS]):
        lasts = lasts and RESOLVED not in item.title
        state = WORDS.get(item.title.partition(":")[0].strip().casefold())
        service = _service(item)
        if lasts and (not service or item.at is None):
            state = None
        if place or not lasts:
            state = State.OPERATIONAL if state or not lasts else None
        says = {service: state} if service else {}
        posts.append(Post(_incident(item, lasts, state), lasts, says, state=state))
    return posts


def _seconds(item: Item) -> float:
    return item.at.timestamp() if item.at else 0.0


def _service(item: Item) -> str:
    found = SERVICE.search(item.own_id)
    return found[1] if found else ""


def _incident(item: Item, lasts: bool, state: State | None) -> IncidentReading:
    opened = "investigating" if state else "unknown"
    return IncidentReading(
        id=item.id,
        title=item.title.replace(RESOLVED, "").strip(),
        state=opened if lasts else "resolved",
        started_at=item.at if lasts else None,
        resolved_at=item.at if RESOLVED in item.title else None,
        **facts([(item.at, item.html)]),
    )


def _without_others(told: Reading, services: set[str]) -> Reading:
    """A feed of one service knows nothing of another."""
    shown = tuple(
        c if c.id in services else unknown(c.id, c.name, Reason.COMPONENT_MISSING)
        for c in told.components
    )
    reason = next((c.reason for c in shown if c.reason), told.reason)
    return replace(told, components=shown, reason=str(reason) if reason else None)
