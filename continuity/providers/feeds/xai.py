"""xAI's own RSS: an item is an incident, its severity and its phase in ``<category>``.

A component is the name in brackets before a title, ``[API Console]``, or a word in it; an item
without such a name is looked through whole.

Only incidents that are over were ever seen: how bad one is that lasts is a word not known yet,
which leaves what it names unknown.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from . import IncidentReading, Reading, Reason, State
from ._posts import Post, by_posts
from ._syndication import Item, rss
from ._text import Unreadable, line, place, plain, refusing
from ._times import facts, mailed
from ._xml import load_xml

LABEL = "xAI (RSS)"
EXAMPLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>SpaceXAI System Status</title><link>https://status.x.ai</link>
<ttl>30</ttl>
<item><title>[API Console] Console not loading</title>
<link>https://status.x.ai/api-console/INC1</link><guid isPermaLink="false">INC1</guid>
<description><![CDATA[<h3>Status: INVESTIGATING</h3><p>Severity: available</p><h4>Updates:</h4>
<div><p><strong>Sat, 01 Aug 2026 10:00:00 GMT</strong></p><h3>Investigating</h3>
<p>We are looking.</p></div>]]></description>
<pubDate>Sat, 01 Aug 2026 10:00:00 GMT</pubDate>
<category>available</category><category>investigating</category></item></channel></rss>"""

SEVERITIES = {"available": State.OPERATIONAL}
PHASES = {
    "investigating": "investigating",
    "identified": "identified",
    "monitoring": "monitoring",
    "resolved": "resolved",
}
NAMED = re.compile(r"\[([^\[\]]{1,100})\]\s*(.*)\Z")
MOST_UPDATES = 200


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    channel = rss(load_xml(body, headers))
    if "xai" not in channel.title.casefold():
        raise Unreadable(Reason.OTHER_PAGE)
    return by_posts(
        [_post(item) for item in channel.items],
        config,
        page_id=place(channel.link),
        page_name=channel.title,
    )


def _post(item: Item) -> Post:
    found = NAMED.match(item.title)
    words = [category.casefold() for category in item.categories]
    phases = [PHASES[word] for word in words if word in PHASES]
    phase = phases[0] if len(phases) == 1 else None
    over = phase == "resolved"
    said = [word for word in words if word not in PHASES]
    state = SEVERITIES.get(said[0]) if phase and len(said) == 1 else None
    updates = list(_updates(item.html))
    ends = [at for at, _ in updates if at]
    incident = IncidentReading(
        id=item.id,
        title=line(found[2]) if found else item.title,
        state=phase or "unknown",
        started_at=item.at,
        resolved_at=max(ends, default=None) if over else None,
        link=item.link,
        **facts(updates),
    )
    name = line(found[1]) if found else ""
    says = {name: state} if name else {}
    return Post(incident, not over, says, text=name or item.title, state=state)


def _updates(html: str) -> Iterator[tuple[datetime | None, str]]:
    for block in html.split("<strong>")[1 : MOST_UPDATES + 1]:
        time, _, text = block.partition("</strong>")
        yield mailed(plain(time, 60)), text.partition("</div>")[0]
