"""What comes in on a hook: taken in, ignored or refused, and kept for a week with the reason.

A delivery is no act of anybody: it leaves no entry, but for the outages that follow from it.
"""

from datetime import datetime, timedelta

from django.db import transaction

from continuity.audit.verbs import lock
from continuity.orgs.actor import Actor
from continuity.orgs.keys import digest
from continuity.providers.actions import hear
from continuity.providers.feeds import State
from continuity.providers.memory import Observation
from continuity.sightings.kinds import Heard, Word
from continuity.sightings.models import Delivery, Hook, Upstream
from continuity.sightings.threads import taken_in, worst

from .hooks import witness

KEPT = timedelta(days=7)
MOST_UPSTREAMS = 300
SHOWN = 20
AHEAD = timedelta(minutes=10)  # a sender's clock may be ahead by so much
OLD = timedelta(hours=2)
WHY = "an address outside any organisation leads to one of its hooks"
Outcome = Delivery.Outcome


def hook_of(secret: str) -> Hook | None:
    """The hook whose address holds ``secret``; found by its hash alone."""
    rows = Hook.objects.across_orgs(WHY).select_related("organization")
    return rows.filter(secret_hash=digest(secret)).first()


def refuse(hook: Hook, reason: str, size: int, now: datetime) -> Delivery:
    delivery = Delivery(
        organization=hook.organization,
        hook=hook,
        at=now,
        outcome=Outcome.REFUSED,
        reason=reason,
        size=size,
    )
    delivery.save()
    return delivery


def take_in(hook: Hook, heard: Heard, size: int, now: datetime) -> Delivery:
    """Let what was heard count, once: a message whose id was there already changes nothing."""
    with transaction.atomic():
        lock(hook.organization)
        delivery = Delivery(
            organization=hook.organization, hook=hook, at=now, key=heard.key[:120], size=size
        )
        seen = Delivery.objects.for_org(hook.organization).filter(hook=hook, key=delivery.key)
        if delivery.key and seen.exists():
            delivery.key, fates = "", ["replayed"]
        else:
            fates = _count(hook, heard, delivery, now)
        told = "counted" in fates or "unmapped" in fates
        delivery.outcome = Outcome.ACCEPTED if told else Outcome.IGNORED
        delivery.reason = heard.reason or next(
            (fate for fate in ("counted", "unmapped", *fates) if fate in fates), "nothing_said"
        )
        delivery.save()
        Hook.objects.for_org(hook.organization).filter(pk=hook.pk).update(heard_at=now)
        return delivery


def forget_deliveries(now: datetime) -> int:
    """What came in more than a week ago is gone: how many."""
    old = Delivery.objects.across_orgs("all are kept for a week").filter(at__lt=now - KEPT)
    return old.delete()[0] if old.exists() else 0


def _count(hook: Hook, heard: Heard, delivery: Delivery, now: datetime) -> list[str]:
    rows = Upstream.objects.for_org(hook.organization).filter(hook=hook)
    known = {row.key: row for row in rows.select_related("component")}
    words = [*heard.words, *_left_alone(known, heard)]
    fates = [_take_word(hook, known, word, now) for word in words]
    for word, fate in list(zip(words, fates, strict=True))[:SHOWN]:
        delivery.words.append([word.name, word.state.value, fate, word.term])
    return fates


def _left_alone(known: dict[str, Upstream], heard: Heard) -> list[Word]:
    """What an incident was about before, and is not now: well again, as far as it goes."""
    told = {word.upstream for word in heard.words}
    return [
        Word(row.key, row.name, State.OPERATIONAL, thread=heard.whole)
        for row in known.values()
        if heard.whole and heard.words and row.key not in told and heard.whole in row.threads
    ]


def _take_word(hook: Hook, known: dict[str, Upstream], word: Word, now: datetime) -> str:
    """What became of it: ``counted``, ``unmapped``, ``unknown_word``, ``stale``, ``too_many``."""
    row = known.get(word.upstream)
    if row is None:
        if len(known) >= MOST_UPSTREAMS:
            return "too_many"
        row = known[word.upstream] = Upstream(
            organization=hook.organization, hook=hook, key=word.upstream, threads={}
        )
    at = word.at if word.at and word.at < now + AHEAD else now
    threads = taken_in(row.threads, word.thread, word.state, min(at, now), now)
    if threads is None:
        return "stale"
    said = worst(threads, now)
    row.name, row.threads, row.said, row.said_at = word.name, threads, said.value, now
    row.save()
    if word.state is State.UNKNOWN:
        return "unknown_word"
    if row.component is None:
        return "unmapped"
    began = at if said.is_bad and now - OLD < at <= now else None
    seen = Observation(now, said, began=began, title=word.title or word.name)
    system = Actor.system(hook.organization)
    hear(system, row.component, witness(row, hook=hook.name, term=word.term), seen, now)
    return "counted"
