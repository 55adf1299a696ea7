"""A verb is a role check, a tenancy check, a transaction and an entry in the chain, in one line."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import models, transaction
from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role

from .chain import stamp
from .models import Checkpoint, Event
from .verify import digest

P = ParamSpec("P")
Row = TypeVar("Row")
Verb = Callable[Concatenate[Actor, P], Row]

VERBS: dict[str, Callable] = {}


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


def record(actor: Actor, name: str, row: Any) -> Event:
    """Append an entry to the chain of ``actor.org``; the caller holds its lock."""
    own = Organization.objects.filter(pk=actor.org.pk)
    seq, prev = own.values_list("chain_seq", "chain_hash").get()
    event = Event(
        organization=actor.org,
        seq=seq + 1,
        at=timezone.now(),
        actor=actor.label,
        verb=name,
        target=_target(row),
        label=str(row)[:200].replace("\x00", ""),
        changes=_changes(row),
        prev=prev,
    )
    event.hash = digest(
        {
            "organization": event.organization_id,
            "seq": event.seq,
            "at": stamp(event.at),
            "actor": event.actor,
            "verb": event.verb,
            "target": event.target,
            "label": event.label,
            "changes": event.changes,
            "prev": event.prev,
        }
    )
    event.save(force_insert=True)
    own.update(chain_seq=event.seq, chain_hash=event.hash)
    if hasattr(row, "remember"):
        row.remember()
    return event


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
