"""Any RSS, Atom or JSON Feed: information only.

Its items are told of as posts whose state is unknown. What words in it mean differs from page to
page, so it says nothing of components: one asked for is unknown.
"""

from collections.abc import Mapping
from typing import Any

from . import IncidentReading, Reading, Reason
from ._listed import MOST_INCIDENTS, refuse_other_page, unknown
from ._syndication import Item, load_channel
from ._text import place, refusing
from ._times import facts

LABEL = "RSS, Atom or JSON Feed (information only)"
EXAMPLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Example AI status</title>
<link>https://status.example.com/</link>
<item><title>API errors</title><link>https://status.example.com/1</link><guid>1</guid>
<pubDate>Sat, 01 Aug 2026 10:00:00 GMT</pubDate><description>We are looking.</description></item>
</channel></rss>"""


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    channel = load_channel(body, headers)
    page_id = place(channel.link)
    refuse_other_page(page_id, channel.title, config)
    wanted = dict.fromkeys(map(str, config.get("components") or ()))
    told = {item.id: _post(item) for item in channel.items}
    return Reading(
        readable=True,
        reason=str(Reason.INFORMATION_ONLY) if wanted else None,
        components=tuple(unknown(i, i, Reason.INFORMATION_ONLY) for i in wanted),
        incidents=tuple(told.values())[:MOST_INCIDENTS],
        page_id=page_id or None,
        page_name=channel.title,
    )


def _post(item: Item) -> IncidentReading:
    return IncidentReading(
        id=item.id,
        title=item.title,
        state="unknown",
        started_at=item.at,
        resolved_at=None,
        link=item.link,
        **facts([(item.updated or item.at, item.html)]),
    )
