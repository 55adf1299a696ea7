"""What stands on feeds is taken into the record: derived, so it leaves no entry in the chain."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from continuity.providers.feeds import CLOSED
from continuity.providers.models import Feed, Signal

from .causes import names_a_cause
from .models import Incident, Taken

WHY = "a source is read once for everybody"
MOST_UPDATES = 200
DAY, MOST_A_DAY = (
    timedelta(days=1),
    300,
)  # new ones of one page: a page that makes up ids grows none
CHANGED = [
    *("title", "state", "started_at", "resolved_at", "vanished", "updates", "words"),
    *("cause_named", "writeup", "link", "seen_at"),
]


def take_new(limit: int = 100) -> int:
    """Take in the posts of feeds where they changed since; how many feeds. One query if none."""
    behind = Q(taken_to=None) | Q(taken_to__lt=F("posts_at"))
    feeds = (
        Feed.objects.across_orgs(WHY)
        .exclude(posts_at=None)
        .annotate(taken_to=_taken_to())
        .filter(behind)
        .order_by("posts_at", "pk")[:limit]
    )
    return sum(_take(feed, feed.posts_at) for feed in feeds if feed.posts_at)


def _taken_to() -> Any:
    rows = Taken.objects.across_orgs(WHY).filter(feed=OuterRef("pk"))
    return Subquery(rows.values("posts_at")[:1])


def _take(feed: Feed, at: datetime) -> int:
    """Bring the record of one feed up to what stood on it. Safe to repeat, or to do at once."""
    posts = {
        post["id"][:120]: post for post in feed.posts.get("incidents", ()) if about(feed, post)
    }
    with transaction.atomic():
        list(Feed.objects.across_orgs(WHY).select_for_update(of=("self",)).filter(pk=feed.pk))
        there = {row.upstream_id: row for row in _known(feed, posts)}
        fresh = [_new(feed, key, at) for key in posts if key not in there][: _room(feed, at)]
        rows = {**there, **{row.upstream_id: row for row in fresh}}
        for key, row in rows.items():
            _bring_up(row, posts.get(key), at)
        Incident.objects.across_orgs(WHY).bulk_create(fresh, batch_size=200)
        Incident.objects.across_orgs(WHY).bulk_update(there.values(), CHANGED, batch_size=200)
        _tie(feed, rows, posts)
        Taken.objects.across_orgs(WHY).update_or_create(
            feed=feed,
            defaults={"posts_at": at, "organization": feed.organization},
        )
    return 1


def about(feed: Feed, post: dict[str, Any]) -> bool:
    """Whether a post is about the provider: a page may be that of a whole company."""
    words = feed.config.get("posts", ["*"])
    said = f"{post['title']} {post.get('words', '')}".casefold()
    return "*" in words or any(word.casefold() in said for word in words)


def _known(feed: Feed, posts: dict[str, Any]) -> list[Incident]:
    """What is on record of what stands there now, or stood there open."""
    rows = Incident.objects.across_orgs(WHY).filter(feed=feed)
    return list(rows.filter(Q(upstream_id__in=list(posts)) | Q(resolved_at=None)))


def _room(feed: Feed, at: datetime) -> int:
    """How many new ones are taken in still, today."""
    lately = Incident.objects.across_orgs(WHY).filter(feed=feed, first_seen_at__gt=at - DAY)
    return max(MOST_A_DAY - lately.count(), 0)


def _new(feed: Feed, key: str, at: datetime) -> Incident:
    return Incident(
        feed=feed,
        organization=feed.organization,
        upstream_id=key,
        first_seen_at=at,
        seen_at=at,
    )


def _bring_up(row: Incident, post: dict[str, Any] | None, at: datetime) -> None:
    """What was said once stays said: updates add up, a cause once named is named."""
    if post is None:  # many pages list only what is open
        row.vanished, row.resolved_at = row.state not in CLOSED, row.resolved_at or at
        row.state = row.state if row.state in CLOSED else "resolved"
        return
    row.title, row.state, row.seen_at = post["title"], post["state"], at
    row.started_at = _instant(post["started_at"]) or row.started_at
    row.resolved_at = _instant(post["resolved_at"]) or (at if post["state"] in CLOSED else None)
    row.vanished = False
    row.updates = sorted({*row.updates, *post.get("updates", ())})[-MOST_UPDATES:]
    row.words = post.get("words", "") or row.words
    row.cause_named = row.cause_named or names_a_cause(row.words)
    row.writeup = post.get("writeup", "") or row.writeup
    row.link = post.get("link", "") or row.link


def _tie(feed: Feed, rows: dict[str, Incident], posts: dict[str, Any]) -> None:
    """Which of our components each post names."""
    signals = Signal.objects.across_orgs(WHY).filter(feed=feed)
    ours = dict(signals.values_list("upstream_id", "component"))
    through = Incident.components.through
    named = [
        through(incident_id=rows[key].pk, component_id=ours[upstream])
        for key, post in posts.items()
        if key in rows
        for upstream in dict.fromkeys(post["components"])
        if upstream in ours
    ]
    through.objects.bulk_create(named, ignore_conflicts=True, batch_size=200)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
