"""Slack's own: ``/api/v2.0.0/current``.

Components are the names of services. It lists posts only: one asked for is operational while the
page is readable and no open incident names it. A notice is a note.
"""

from collections.abc import Mapping
from typing import Any

from . import IncidentReading, Reading, Reason, State
from ._posts import Post, by_posts
from ._text import Unreadable, identifier, instant, line, link, load_json, refusing, rows
from ._times import facts

LABEL = "Slack"
EXAMPLE = b"""{"status": "active", "date_created": "2026-08-01T03:00:00-07:00",
 "date_updated": "2026-08-01T03:20:00-07:00",
 "active_incidents": [{"id": 1234, "date_created": "2026-08-01T03:00:00-07:00",
  "date_updated": "2026-08-01T03:20:00-07:00", "title": "Trouble sending messages",
  "type": "outage", "status": "active", "url": "https://slack-status.com/2026-08/abc",
  "services": ["Messaging", "Connections"],
  "notes": [{"date_created": "2026-08-01T03:20:00-07:00", "body": "We are looking."}]}]}"""

TYPES = {
    "outage": State.MAJOR_OUTAGE,
    "incident": State.DEGRADED,
    "notice": State.OPERATIONAL,
}
STATUSES = {"active": "investigating", "resolved": "resolved"}
PAGES = ("ok", "active", "resolved")


@refusing
def parse(body: bytes, headers: Mapping[str, str], config: Mapping[str, Any]) -> Reading:
    payload = load_json(body, headers)
    posts = payload.get("active_incidents") if isinstance(payload, dict) else None
    if not isinstance(posts, list) or len(rows(posts)) != len(posts):
        raise Unreadable(Reason.WRONG_SHAPE)
    told = [_post(post) for post in posts]
    word = payload.get("status")
    if word not in PAGES or (word == "active" and not any(post.open for post in told)):
        told.append(_everything(config))
    return by_posts(told, config)


def _everything(config: Mapping[str, Any]) -> Post:
    """The page says something that we cannot tell: nothing on it is known to be well."""
    wanted = [str(i) for i in config.get("components") or ["*"]]
    return Post(None, True, dict.fromkeys(wanted), state=None)


def _post(post: Mapping[str, Any]) -> Post:
    word, kind, notes = post.get("status"), post.get("type"), rows(post.get("notes"))
    state = STATUSES.get(word) if isinstance(word, str) else None
    bad = TYPES.get(kind) if isinstance(kind, str) else None
    listed = post.get("services")
    names = [line(name) for name in listed if line(name)] if isinstance(listed, list) else []
    said = bad if state else None
    over = state == "resolved"
    told = IncidentReading(
        id=identifier(post.get("id")),
        title=line(post.get("title")),
        state=state or "unknown",
        started_at=instant(post.get("date_created")),
        resolved_at=instant(post.get("date_updated")) if over else None,
        link=link(post.get("url")),
        **facts((instant(n.get("date_created")), n.get("body")) for n in notes),
    )
    return Post(told, not over, dict.fromkeys(names, said), state=said)
