"""Outages against the plans: runbooks proposed, owners told, once of each thing there is to tell.

For many organisations in one transaction, a few statements a table: what is proposed, noted and
said, and the entry in each chain, stand or fall together.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from continuity.audit.verbs import Entry, verb_many
from continuity.orgs.actor import Actor
from continuity.providers.models import Outage
from continuity.reminders.composing import Composed, Message
from continuity.reminders.falls import comes_and_goes
from continuity.reminders.grouping import JOINS
from continuity.reminders.models import Answered, Notification, Reminder
from continuity.runbooks.models import Activation

WHY = "an outage is everybody's"
BATCH = 2000


@verb_many("outage.answer", "outage.worse", "outage.over", "outage.missed")
def answer(actors: Sequence[Actor], composing: Any, now: datetime) -> list[Entry]:
    """``composing``: from the organisations, whose chains are held, to what there is to tell."""
    by_org = {actor.org.pk: actor for actor in actors}
    found: list[Composed] = composing([actor.org for actor in actors])
    entries = _propose(by_org, found, now)
    notes = _note(found, now)
    _queue(found, notes, now)
    _bring_up_to_date(found, now)
    for composed in found:
        entries += _entries(by_org[composed.org.pk], composed)
    return entries


def _propose(actors: dict[int, Actor], found: Iterable[Composed], now: datetime) -> list[Entry]:
    entries = [
        Entry(
            actors[composed.org.pk],
            "runbook.propose",
            Activation(
                organization=composed.org,
                runbook=runbook,
                outage=outage,
                reason=why[:300],
                proposed_at=now,
            ),
        )
        for composed in found
        for runbook, outage, why in composed.proposals
    ]
    rows = Activation.objects.across_orgs(WHY)
    rows.bulk_create([entry.row for entry in entries], batch_size=BATCH)
    return entries


def _note(found: Iterable[Composed], now: datetime) -> dict[str, Reminder]:
    """One reminder for each telling: the first has the bare key, later ones name a function."""
    telling = [
        (composed, message) for composed in found for message in composed.messages if message.hits
    ]
    rows = [_reminder(composed, message, now) for composed, message in telling]
    Reminder.objects.across_orgs(WHY).bulk_create(rows, batch_size=BATCH)
    link = Reminder.functions.through
    link.objects.bulk_create(
        [
            link(reminder_id=row.pk, function_id=hit.function.pk)
            for row, (_composed, message) in zip(rows, telling, strict=True)
            for hit in message.hits
        ],
        batch_size=BATCH,
    )
    return {message.key: row for row, (_composed, message) in zip(rows, telling, strict=True)}


def _reminder(composed: Composed, message: Message, now: datetime) -> Reminder:
    fall, over = message.fall, message.kind == "outage.missed"
    outage = fall.shown
    done = {"done_at": now, "done_by": "system", "over_at": now} if over else {}
    return Reminder(
        organization=composed.org,
        kind=Reminder.Kind.OUTAGE,
        key=message.key.removesuffix(":over"),
        subject=message.letter[0][:200],
        path=message.hits[0].path(composed.org),
        due_at=min(hit.rto_at for hit in message.hits),
        owner_email=message.hearer,
        outage=outage,
        cause=fall.cause,
        level=fall.level,
        unstable=fall.unstable,
        suspected=fall.suspected and not over,
        **done,
    )


def _queue(found: Iterable[Composed], notes: dict[str, Reminder], now: datetime) -> None:
    rows = [
        Notification(
            organization=composed.org,
            reminder=notes.get(message.key, message.of),
            key=message.key,
            recipient=message.hearer,
            subject=" ".join(message.letter[0].split())[:900],
            body=message.letter[1].replace("\x00", ""),
            message_id=f"<{secrets.token_hex(16)}@continuity>",
            next_at=now,
        )
        for composed in found
        for message in composed.messages
    ]
    outbox = Notification.objects.across_orgs(WHY)
    outbox.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _bring_up_to_date(found: Iterable[Composed], now: datetime) -> None:
    """What people were told before is known to them at the level of now, or to be over."""
    rows = Reminder.objects.across_orgs(WHY)
    levels: dict[tuple[str, bool, bool], list[int]] = {}
    over: list[int] = []
    for composed in found:
        over += [row.pk for row in composed.over]
        for row, fall in composed.known:
            told = fall.level, row.unstable or fall.unstable, row.suspected and fall.suspected
            levels.setdefault(told, []).append(row.pk)
    for (level, unstable, suspected), pks in levels.items():
        rows.filter(pk__in=pks).update(level=level, unstable=unstable, suspected=suspected)
    if over:
        rows.filter(pk__in=over).update(over_at=now)
        rows.filter(pk__in=over, done_at=None).update(done_at=now, done_by="system")


def _entries(actor: Actor, composed: Composed) -> list[Entry]:
    """One for each outage and each kind of news."""
    told: dict[tuple[str, int], list[Message]] = {}
    for message in composed.messages:
        told.setdefault((message.kind, message.fall.shown.pk), []).append(message)
    return [
        Entry(actor, kind, alike[0].fall.shown, {"told": ", ".join(m.hearer for m in alike)})
        for (kind, _pk), alike in told.items()
    ]


def settle_outages(seen: Iterable[Outage], at: datetime) -> None:
    """Note that everybody whom these hit was told. Bookkeeping, so it leaves no entry."""
    rows = Answered.objects.across_orgs(WHY)
    seen = list(seen)
    fields = ["at", "level", "unstable", "suspected", "end_seen"]
    rows.bulk_create(
        [
            Answered(
                organization=outage.organization,
                outage=outage,
                at=at,
                level=outage.state,
                unstable=comes_and_goes(outage),
                suspected=outage.suspected,
                end_seen=outage.ended_at is not None,
            )
            for outage in seen
        ],
        update_conflicts=True,
        unique_fields=["outage"],
        update_fields=fields,
    )
    waiting = Reminder.objects.across_orgs(WHY).filter(kind=Reminder.Kind.OUTAGE, over_at=None)
    told = {*waiting.values_list("outage", flat=True).distinct()}
    told |= {*waiting.values_list("cause", flat=True).distinct()}
    held = Outage.objects.across_orgs(WHY).filter(pk__in=told)
    times = list(held.values_list("pk", "component", "started_at"))
    ended = rows.filter(end_seen=True, is_over=False).select_related("outage")
    done = [row.pk for row in ended if not _is_held(row.outage, times)]
    rows.filter(pk__in=done).update(is_over=True)


def _is_held(outage: Outage, told: Iterable[tuple[int, int, datetime]]) -> bool:
    """Whether somebody waits for the end of it, or of what it may have fallen with."""
    return any(
        pk == outage.pk
        or component == outage.component_id
        or abs(started_at - outage.started_at) <= JOINS
        for pk, component, started_at in told
    )
