"""Outages against the plans: runbooks proposed, owners told, once of each thing there is to tell.

For many organisations in one transaction, a few statements a table: what is proposed, noted and
said, and the entry in each chain, stand or fall together.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from continuity.audit.verbs import Entry, labelled, told_of, verb_many
from continuity.core.pouring import pour, pour_named
from continuity.core.remember import all_new
from continuity.orgs.actor import Actor
from continuity.providers.models import Outage
from continuity.reminders.composing import Composed, Message
from continuity.reminders.falls import comes_and_goes
from continuity.reminders.grouping import JOINS
from continuity.reminders.models import Answered, Notification, Reminder
from continuity.runbooks.models import Activation

WHY = "an outage is everybody's"


@verb_many("outage.answer", "outage.worse", "outage.over", "outage.missed")
def answer(actors: Sequence[Actor], composing: Any, now: datetime) -> list[Entry]:
    """``composing``: from the organisations, whose chains are held, to what there is to tell."""
    by_org = {actor.org.id: actor for actor in actors}
    found: list[Composed] = composing([actor.org for actor in actors])
    entries = _propose(by_org, found, now)
    notes = _note(found, now)
    _queue(found, notes, now)
    _bring_up_to_date(found, now)
    named: dict[int, tuple[str, str]] = {}
    for composed in found:
        entries += _entries(by_org[composed.org.id], composed, named)
    return entries


PROPOSAL = ("organization_id", "runbook_id", "outage_id", "reason")
NOTE = (
    *("organization_id", "kind", "key", "subject", "path", "due_at", "owner_email", "outage_id"),
    *("cause_id", "level", "unstable", "suspected", "done_at", "done_by", "over_at"),
)
LETTER = (
    *("organization_id", "reminder_id", "key", "recipient", "subject", "body"),
    *("message_id", "next_at"),
)


def _propose(actors: dict[int, Actor], found: Iterable[Composed], now: datetime) -> list[Entry]:
    state = Activation.State.PROPOSED
    named = str(state.label)
    alike = {"state": state.value, "proposed_at": now}
    told = all_new(alike)
    proposals = [
        (actors[composed.org.id], book, outage.pk, without_nul(why)[:300])
        for composed in found
        for book, outage, why in composed.proposals
    ]
    rows = [
        (actor.org.id, book.pk, outage, why, *alike.values())
        for actor, book, outage, why in proposals
    ]
    pks = pour_named(Activation.objects.across_orgs(WHY), (*PROPOSAL, *alike), rows)
    return [
        Entry(
            actor,
            "runbook.propose",
            f"{Activation._meta.label}:{pk}",
            labelled(f"{book} · {named}"),
            {**all_new({"id": pk, **dict(zip(PROPOSAL, row, strict=False))}), **told},
        )
        for pk, row, (actor, book, *_rest) in zip(pks, rows, proposals, strict=True)
    ]


def _note(found: Iterable[Composed], now: datetime) -> dict[str, int]:
    """One reminder for each telling: the first has the bare key, later ones name a function."""
    telling = [
        (composed, message) for composed in found for message in composed.messages if message.hits
    ]
    rows = [_reminder(composed, message, now) for composed, message in telling]
    pks = pour_named(Reminder.objects.across_orgs(WHY), NOTE, rows)
    links = [
        (pk, hit.function.pk)
        for pk, (_composed, message) in zip(pks, telling, strict=True)
        for hit in message.hits
    ]
    pour(Reminder.functions.through.objects.all(), ("reminder_id", "function_id"), links)
    return {message.key: pk for pk, (_composed, message) in zip(pks, telling, strict=True)}


def _reminder(composed: Composed, message: Message, now: datetime) -> tuple:
    fall, over = message.fall, message.kind == "outage.missed"
    return (
        composed.org.id,
        Reminder.Kind.OUTAGE.value,
        message.key.removesuffix(":over"),
        without_nul(message.letter[0])[:200],
        message.hits[0].path(composed.org),
        min(hit.rto_at for hit in message.hits),
        message.hearer,
        fall.ranked[0],
        fall.cause.id,
        fall.level,
        fall.unstable,
        fall.suspected and not over,
        *((now, "system", now) if over else (None, "", None)),
    )


def _queue(found: Iterable[Composed], notes: dict[str, int], now: datetime) -> None:
    """What was queued under the same key before is not queued anew."""
    told = {m.key: (composed.org.id, m) for composed in found for m in composed.messages}
    outbox = Notification.objects.across_orgs(WHY)
    queued = {*outbox.filter(key__in=list(told)).values_list("key", flat=True)}
    rows = [
        (
            org,
            notes.get(key, message.of and message.of.pk),
            key,
            message.hearer,
            " ".join(without_nul(message.letter[0]).split())[:900],
            without_nul(message.letter[1]),
            f"<{secrets.token_hex(16)}@continuity>",
            now,
        )
        for key, (org, message) in told.items()
        if key not in queued
    ]
    pour(outbox, LETTER, rows)


def without_nul(text: str) -> str:
    return text.replace("\x00", "")


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


def _entries(actor: Actor, composed: Composed, named: dict[int, tuple[str, str]]) -> list[Entry]:
    """One for each outage and each kind of news. ``named``: how entries name the outages."""
    told: dict[tuple[str, int], list[str]] = {}
    for message in composed.messages:
        pk = message.fall.ranked[0]
        if pk not in named:
            named[pk] = told_of(message.fall.shown)[:2]
        told.setdefault((message.kind, pk), []).append(message.hearer)
    return [
        Entry(actor, kind, *named[pk], {"told": ", ".join(hearers)})
        for (kind, pk), hearers in told.items()
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
