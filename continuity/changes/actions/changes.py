"""A planned change: its words, and what became of it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.changes.models import Change
from continuity.core.errors import Conflict
from continuity.orgs.actor import Actor

State = Change.State


def still_open(actor: Actor, change: Change) -> Change:
    """The row as it is now, under the organisation's lock. Refuses one that has ended."""
    row = Change.objects.for_org(actor.org).get(pk=change.pk)
    if not row.is_open:
        raise Conflict(_("This change has been applied or thrown away meanwhile. Reload."))
    return row


def reopen(change: Change) -> None:
    """What it says differs from its evidence from now on."""
    change.state = State.DRAFT
    change.save()


@verb("change.add")
def add_change(actor: Actor, **fields: Any) -> Change:
    change = Change(organization=actor.org, created_by=actor.label, **fields)
    change.full_clean()
    change.save()
    return change


@verb("change.edit")
def edit_change(actor: Actor, change: Change, **fields: Any) -> Change | None:
    """Its words; None if nothing differs."""
    row = still_open(actor, change)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean()
    if not row.changes():
        return None
    reopen(row)
    return row


@verb("change.throw_away")
def throw_away(actor: Actor, change: Change) -> Change:
    """It stays in the list as such, with its evidence."""
    row = still_open(actor, change)
    return end(actor, row, State.THROWN_AWAY)


@verb("change.bring_back")
def bring_back(actor: Actor, change: Change) -> Change:
    """A change that was thrown away is a draft again."""
    row = Change.objects.for_org(actor.org).get(pk=change.pk)
    if row.state != State.THROWN_AWAY:
        raise ValidationError(_("Only what was thrown away can be brought back."))
    row.ended_at, row.ended_by = None, ""
    reopen(row)
    return row


def end(actor: Actor, row: Change, state: str) -> Change:
    row.state, row.ended_at, row.ended_by = state, timezone.now(), actor.label
    row.save()
    return row
