"""incident.io's ``/feed.rss``: an item is an incident with its last update.

Components are the names in its list of affected ones, with their states. One asked for is
operational while no open item names it.
"""

import re
from collections.abc import Mapping
from typing import Any

from . import IncidentReading, Reading, Reason, State
from ._listed import MOST_COMPONENTS
from ._posts import Post, by_posts
from ._syndication import Item, rss
from ._text import Unreadable, line, place, plain, refusing
from ._times import facts
from ._xml import load_xml

LABEL = "incident.io (RSS)"
EXAMPLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Example AI - Incident history</title><link>https://status.example.com/</link>
<item><title>No answers</title><link>https://status.example.com//incidents/1</link>
<guid>https://status.example.com//incidents/1</guid>
<pubDate>Sat, 01 Aug 2026 10:05:00 GMT</pubDate>
<description><![CDATA[<b>Status: Identified</b><br/>We found the cause.<br/>
<b>Affected components</b><ul><li>API (Full outage)</li></ul>]]></description></item>
</channel></rss>"""

WORDS = {
    "operational": State.OPERATIONAL,
    "under maintenance": State.MAINTENANCE,
    "degraded performance": State.DEGRADED,
    "partial outage": State.PARTIAL_OUTAGE,
    "full outage": State.MAJOR_OUTAGE,
}
STATUSES = {
    "investigating": "investigating",
    "identified": "identified",
    "fixing": "identified",
    "monitoring": "monitoring",
    "resolved": "resolved",
}
WORK = ("maintenance scheduled", "maintenance in progress", "maintenance complete")
STATUS = re.compile(r"<b>\s*Status:([^<>]{0,60})</b>", re.IGNORECASE)
PART = re.compile(r"<li>([^<>]{1,300})\(([^()<>]{0,60})\)\s*</li>")
ENDING = " - Incident history"


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    channel = rss(load_xml(body, headers))
    if not channel.title.endswith(ENDING.strip()):
        raise Unreadable(Reason.OTHER_FORMAT)
    return by_posts(
        [_post(item) for item in channel.items],
        config,
        page_id=place(channel.link),
        page_name=channel.title.removesuffix(ENDING.strip()).rstrip(" -"),
    )


def _post(item: Item) -> Post:
    found = STATUS.search(item.html)
    word = line(found[1]).casefold() if found else ""
    state = STATUSES.get(word)
    parts = [(plain(name), line(said).casefold()) for name, said in PART.findall(item.html)]
    whole = len(parts) == item.html.casefold().count("<li") and all(p[1] in WORDS for p in parts)
    listed = whole and (state is not None or word in WORK)
    says = {
        name: WORDS.get(said) if state or word in WORK else None
        for name, said in parts[:MOST_COMPONENTS]
    }
    over = state == "resolved" or word in (WORK[0], WORK[2])
    incident = IncidentReading(
        id=item.id,
        title=item.title,
        state=state or "unknown",
        started_at=None,  # its date is that of the last update
        resolved_at=item.at if state == "resolved" else None,
        link=item.link,
        **facts([(item.at, STATUS.sub("", item.html, count=1).partition("<b>")[0])]),
    )
    return Post(
        None if word in WORK else incident,
        not over,
        says,
        text="" if whole else f"{item.title} {plain(item.html)}",
        state=State.OPERATIONAL if listed else None,
    )
