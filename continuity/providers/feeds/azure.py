"""Azure's status RSS: one feed for the whole cloud, broad incidents only, no items when quiet.

A component is asked for by words (``azure openai``) that an item may have in its title, its
categories or its text. Items do not say how bad things are: what an open one names is at least
degraded. Titles are ``<service> - <region> - <phase>``. With ``config["locations"]`` (``east us
2`` ...) only items that name one of them count.
"""

from collections.abc import Mapping
from typing import Any

from . import IncidentReading, Reading, Reason, State
from ._posts import AT_LEAST, Post, by_posts, mentions
from ._syndication import Item, rss
from ._text import Unreadable, link, plain, refusing
from ._times import facts
from ._xml import load_xml

LABEL = "Azure (RSS)"
EXAMPLE = b"""<?xml version="1.0" encoding="utf-8"?>
<rss xmlns:a10="http://www.w3.org/2005/Atom" version="2.0"><channel><title>Azure Status</title>
<link>https://azure.status.microsoft/en-us/status/</link><description>Azure Status</description>
<item><guid isPermaLink="false">AAAA-111</guid><category>Azure OpenAI Service</category>
<category>East US 2</category><title>Azure OpenAI Service - East US 2 - Investigating</title>
<description>&lt;p&gt;Requests may fail.&lt;/p&gt;</description>
<pubDate>Sat, 01 Aug 2026 10:15:00 Z</pubDate></item></channel></rss>"""

TITLE = "azure status"
PHASES = {
    "active": "investigating",
    "investigating": "investigating",
    "identified": "identified",
    "mitigating": "identified",
    "monitoring": "monitoring",
    "mitigated": "resolved",
    "resolved": "resolved",
}


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    channel = rss(load_xml(body, headers))
    if channel.title.casefold() != TITLE:
        raise Unreadable(Reason.OTHER_PAGE)
    places = [str(place) for place in config.get("locations") or ()]
    return by_posts(
        [_post(item, places) for item in channel.items], config, page_name=channel.title
    )


def _post(item: Item, places: list[str]) -> Post:
    service, *rest = item.title.split(" - ")
    phase = PHASES.get(rest[-1].strip().casefold()) if rest else None
    over = phase == "resolved"
    text = "\n".join([item.title, *item.categories, plain(item.html, 20_000)])
    counts = not places or any(mentions(text, place) for place in places)
    state = (AT_LEAST if counts else State.OPERATIONAL) if phase else None
    incident = IncidentReading(
        id=item.id,
        title=item.title,
        state=phase or "unknown",
        started_at=item.at,
        resolved_at=(item.updated or item.at) if over else None,
        link=link(item.link),
        **facts([(item.updated or item.at, item.html)]),
    )
    return Post(incident, not over, {service.strip(): state}, text=text, state=state)
