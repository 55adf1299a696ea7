"""A verb is a role check, a tenancy check, a transaction and an entry in the chain, in one line."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from django.db import connection, models, transaction
from django.utils import timezone

from continuity.core.pouring import pour
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role

from .chain import stamp
from .models import Checkpoint, Event
from .verify import digest

P = ParamSpec("P")
Row = TypeVar("Row")
Verb = Callable[Concatenate[Actor, P], Row]

VERBS: dict[str, Callable] = {}
TOLD = ("actor", "verb", "target", "label", "changes", "prev", "hash")


def verb(name: str, *, needs: Role = Role.EDITOR) -> Callable[[Verb[P, Row]], Verb[P, Row]]:
    """``@verb("plan.approve", needs=Role.APPROVER)`` on ``def approve(actor, version) -> Version``.

    The function returns the row that it changed, or None: nothing changed, nothing is recorded.
    A row may carry ``audit_note``, a dict of further facts for the entry, and
    ``audit_checkpoint``, a reason to note the chain's head once the entry stands in it.
    """

    def decorate(write: Verb[P, Row]) -> Verb[P, Row]:
        @wraps(write)
        def act(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> Row:
            actor.require(needs)
            actor.require_own(*args, *kwargs.values())
            with transaction.atomic():
                lock(actor.org)
                row = write(actor, *args, **kwargs)
                if row is not None:
                    _pin(record(actor, name, row), getattr(row, "audit_checkpoint", ""))
            return row

        act.verb_name = name  # type: ignore[attr-defined]
        act.needs = needs  # type: ignore[attr-defined]
        VERBS[name] = act
        return act

    return decorate


def lock(org: Organization) -> None:
    """One writer an organisation at a time, so that its chain has no forks."""
    list(Organization.objects.select_for_update(no_key=True).filter(pk=org.pk).values_list("pk"))


class Entry(NamedTuple):
    """What a verb of many organisations did in one of them, and to what: see `told_of`."""

    actor: Actor
    name: str
    target: str
    label: str
    changes: dict[str, Any]


Many = Callable[Concatenate[Sequence[Actor], P], list[Entry]]


def verb_many(*names: str) -> Callable[[Many[P]], Many[P]]:
    """A verb of the app itself, done to many organisations in one transaction.

    The function is given an actor for each, whose chains it holds, and answers with the entries
    to be appended, which are of ``names`` or of other verbs. All of it stands or falls together.
    """

    def decorate(write: Many[P]) -> Many[P]:
        @wraps(write)
        def act(actors: Sequence[Actor], /, *args: P.args, **kwargs: P.kwargs) -> list[Entry]:
            for actor in actors:
                actor.require(Role.OWNER)
            with transaction.atomic():
                heads = _lock_many([actor.org.id for actor in actors])
                entries = write(actors, *args, **kwargs)
                _append(entries, heads)
            return entries

        for name in names:
            VERBS[name] = act
        return act

    return decorate


def _lock_many(orgs: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Where each chain ends; in one order, so that two who lock many never wait in a circle."""
    rows = Organization.objects.select_for_update(no_key=True).filter(pk__among=set(orgs))
    found = rows.order_by("pk").values_list("pk", "chain_seq", "chain_hash")
    return {pk: (seq, head) for pk, seq, head in found}


def _append(entries: Sequence[Entry], heads: Mapping[int, tuple[int, str]]) -> None:
    """All of them behind the heads that are held, in order; three statements."""
    now, at, rows = timezone.now(), dict(heads), []
    stamped = stamp(now)
    for entry in entries:
        org = entry.actor.org.id
        told = _told(org, at[org], stamped, entry.actor.label, *entry[1:])
        at[org] = told["seq"], told["hash"]
        rows.append((org, told["seq"], now, *(told[name] for name in TOLD)))
    fields = ["organization_id", "seq", "at", *TOLD]
    pour(Event.objects.across_orgs("one outage, many chains"), fields, rows)
    moved = [(pk, *head, heads[pk][0]) for pk, head in at.items() if head != heads[pk]]
    if moved and move_heads(moved) != len(moved):
        raise RuntimeError("a chain moved on while it was held")


def move_heads(moved: Sequence[tuple[int, int, str, int]]) -> int:
    """``(organisation, seq, hash, seq before)``: compare and set; how many moved."""
    table = Organization._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"UPDATE {table} o SET chain_seq = v.seq, chain_hash = v.hash"  # noqa: S608
                " FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::bigint[])"
                " AS v(id, seq, hash, was) WHERE o.id = v.id AND o.chain_seq = v.was",
                [list(column) for column in zip(*moved, strict=True)],
            )
            return cursor.rowcount
        done = 0
        for pk, seq, head, was in moved:
            cursor.execute(
                f"UPDATE {table} SET chain_seq = %s, chain_hash = %s"  # noqa: S608
                " WHERE id = %s AND chain_seq = %s",
                [seq, head, pk, was],
            )
            done += cursor.rowcount
        return done


def record(actor: Actor, name: str, row: Any) -> Event:
    """Append an entry to the chain of ``actor.org``; the caller holds its lock."""
    own = Organization.objects.filter(pk=actor.org.pk)
    seq, prev = own.values_list("chain_seq", "chain_hash").get()
    event = _event(actor, name, row, seq, prev, timezone.now())
    event.save(force_insert=True)
    own.update(chain_seq=event.seq, chain_hash=event.hash)
    if hasattr(row, "remember"):
        row.remember()
    return event


def _event(actor: Actor, name: str, row: Any, seq: int, prev: str, at: datetime) -> Event:
    """The entry behind the head ``(seq, prev)``, with its hash, not yet stored."""
    told = _told(actor.org.pk, (seq, prev), stamp(at), actor.label, name, *told_of(row))
    return Event(
        organization=actor.org, at=at, seq=told["seq"], **{name: told[name] for name in TOLD}
    )


def _told(
    org: int,
    head: tuple[int, str],
    at: str,
    actor: str,
    name: str,
    target: str,
    label: str,
    changes: dict[str, Any],
) -> dict[str, Any]:
    """An entry as `verify.py` wants it, behind ``head``."""
    told: dict[str, Any] = {
        "organization": org,
        "seq": head[0] + 1,
        "at": at,
        "actor": actor,
        "verb": name,
        "target": target,
        "label": label,
        "changes": changes,
        "prev": head[1],
    }
    told["hash"] = digest(told)
    return told


def told_of(row: Any) -> tuple[str, str, dict[str, Any]]:
    """How an entry names a row, and what changed in it."""
    return _target(row), labelled(str(row)), _changes(row)


def labelled(name: str) -> str:
    return name[:200].replace("\x00", "")


def _pin(event: Event, reason: str) -> None:
    """A cut of the chain below ``event`` shows from now on, if there is a ``reason`` to see to it.

    What goes out on paper is one.
    """
    if reason:
        Checkpoint(
            organization=event.organization,
            seq=event.seq,
            hash=event.hash,
            at=event.at,
            reason=reason[:120],
        ).save(force_insert=True)


def _target(row: Any) -> str:
    return f"{row._meta.label}:{row.pk}" if isinstance(row, models.Model) else type(row).__name__


def _changes(row: Any) -> dict[str, Any]:
    changes = row.changes() if hasattr(row, "changes") else {}
    return {**changes, **getattr(row, "audit_note", {})}
