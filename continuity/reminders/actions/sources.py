"""A source that cannot be read: who looks after it is told, once from one good reading to the next.

Mail of the installation is not of any organisation's chain, so these leave no entry.
"""

from collections.abc import Sequence

from continuity.providers.models import Feed
from continuity.providers.vanished import vanished
from continuity.reminders.letters import source_letter, sources_letter, vanished_letter

from .outbox import queue, short


def say_unreadable(feeds: Sequence[Feed], hearer: str) -> bool:
    """Queue one message of one source, or of all. False if it was queued before."""
    subject, body = source_letter(feeds[0]) if len(feeds) == 1 else sources_letter(feeds)
    return queue(
        feeds[0].organization,
        key=source_key(episode(feeds), hearer),
        recipient=hearer,
        subject=subject,
        body=body,
    )


def say_vanished(feed: Feed, names: Sequence[str], key: str, hearer: str) -> bool:
    """Queue one message of what a source no longer lists. False if it was queued before."""
    subject, body = vanished_letter(feed, names)
    return queue(feed.organization, key=key, recipient=hearer, subject=subject, body=body)


def vanished_key(feed: Feed, hearer: str) -> str:
    """Names the rows that are gone, and since when: other rows, or the same again, are news."""
    gone = sorted((name, at.isoformat()) for name, at in vanished(feed.missing).items())
    return f"vanished:{feed.pk}:{short(repr(gone))}:{short(hearer)}"


def episode(feeds: Sequence[Feed]) -> str:
    """What names a time without a reading: the source, and its last good one."""
    last = max((feed.read_at for feed in feeds if feed.read_at), default=None)
    what = str(feeds[0].pk) if len(feeds) == 1 else "all"
    return f"{what}:{last.isoformat() if last else 'never'}"


def source_key(what: str, hearer: str) -> str:
    return f"source:{what}:{short(hearer)}"
