"""Atlassian Statuspage's ``/history.atom``, for pages whose API is out of reach.

An entry is an incident, its updates inside, the newest first; it is open until one says that it
is resolved. Entries name no components and do not say how bad things are: one asked for by a word
is at least degraded while an open entry has that word in it. Times have no year; it follows from
the entry's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import IncidentReading, MaintenanceReading, Reading, Reason, State
from ._posts import AT_LEAST, Post, by_posts
from ._syndication import LONGEST_TEXT, Item, atom
from ._text import Unreadable, place, plain, refusing
from ._times import facts, yearless
from ._xml import load_xml

LABEL = "Atlassian Statuspage (Atom)"
EXAMPLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<feed xml:lang="en-US" xmlns="http://www.w3.org/2005/Atom">
<id>tag:status.example.com,2005:/history</id>
<link rel="alternate" type="text/html" href="https://status.example.com"/>
<title>Example AI Status - Incident History</title><updated>2026-08-01T10:05:00Z</updated>
<entry><id>tag:status.example.com,2005:Incident/1</id><published>2026-08-01T10:05:00Z</published>
<updated>2026-08-01T10:05:00Z</updated>
<link rel="alternate" type="text/html" href="https://status.example.com/incidents/1"/>
<title>API errors</title>
<content type="html">&lt;p&gt;&lt;small&gt;Aug &lt;var data-var='date'&gt; 1&lt;/var&gt;, &lt;var
 data-var='time'&gt;10:05&lt;/var&gt; UTC&lt;/small&gt;&lt;br&gt;
&lt;strong&gt;Investigating&lt;/strong&gt;
 - We are looking.&lt;/p&gt;</content></entry></feed>"""

ENDING = " - Incident History"
# "Update" goes on with what was said before.
WORDS = {
    "Investigating": "investigating",
    "Identified": "identified",
    "Monitoring": "monitoring",
    "Resolved": "resolved",
    "Postmortem": "postmortem",
}
WORK = {
    "Scheduled": "scheduled",
    "In progress": "in_progress",
    "Verifying": "verifying",
    "Completed": "completed",
}
RUNNING = ("in_progress", "verifying")
MOST_UPDATES = 200


@dataclass(frozen=True)
class Update:
    word: str
    at: datetime | None
    text: str


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    channel = atom(load_xml(body, headers))
    if not channel.title.endswith(ENDING.strip()):
        raise Unreadable(Reason.OTHER_FORMAT)
    told = [(item, list(_updates(item))) for item in channel.items]
    windows = [pair for pair in told if pair[1] and pair[1][0].word in WORK]
    return by_posts(
        [_work(*pair) if pair in windows else _post(*pair) for pair in told],
        config,
        page_id=place(channel.link),
        page_name=channel.title.removesuffix(ENDING.strip()).rstrip(" -"),
        maintenances=[_window(*pair) for pair in windows],
    )


def _updates(item: Item) -> Iterator[Update]:
    """Its updates, the newest first."""
    near = item.updated or item.at
    for block in item.html.split("<small>")[1 : MOST_UPDATES + 1]:
        time, _, rest = block.partition("</small>")
        word, _, text = rest.partition("<strong>")[2].partition("</strong>")
        yield Update(plain(word, 40), yearless(time, near), text.strip().removeprefix("- "))


def _text(item: Item) -> str:
    return f"{item.title}\n{plain(item.html, LONGEST_TEXT)}"


def _post(item: Item, updates: list[Update]) -> Post:
    words = [update.word for update in updates if update.word != "Update"]
    listed = all(word in WORDS for word in words[:1]) and bool(updates)
    state = (WORDS[words[0]] if words else "investigating") if listed else "unknown"
    over = state in ("resolved", "postmortem")
    ended = next((u.at for u in reversed(updates) if u.word == "Resolved"), None)
    starts = [update.at for update in updates if update.at]
    incident = IncidentReading(
        id=item.id,
        title=item.title,
        state=state,
        started_at=min(starts, default=item.at),
        resolved_at=ended if over else None,
        link=item.link,
        writeup=item.link if "Postmortem" in words else "",
        **facts((update.at, update.text) for update in updates),
    )
    return Post(incident, not over, text=_text(item), state=AT_LEAST if listed else None)


def _work(item: Item, updates: list[Update]) -> Post:
    running = WORK[updates[0].word] in RUNNING
    return Post(None, running, text=_text(item), state=State.MAINTENANCE)


def _window(item: Item, updates: list[Update]) -> MaintenanceReading:
    """When it is planned for stands in prose: not told."""
    return MaintenanceReading(item.id, item.title, WORK[updates[0].word], None, None)
