"""A change becomes the inventory: every write of it by the inventory's own verbs, or none."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.changes.models import Change
from continuity.changes.reading import fingerprint, outcome
from continuity.changes.writes import Add, Edit, Move, Remove, Write
from continuity.core.errors import Conflict
from continuity.inventory import actions as inventory
from continuity.inventory.models import Dependency, Option
from continuity.orgs.actor import Actor
from continuity.providers.models import Component
from continuity.risk.current import today
from continuity.runbooks.models import Runbook

from .changes import end, still_open
from .evidence import keep

MOST_WRITES = 500


@verb("change.apply")
def apply(actor: Actor, change: Change, seen: str) -> Change:
    """One transaction: its evidence is kept if it is not, and its writes are done in their order.

    ``seen``: the fingerprint of the writes that were agreed to. Refused when they would be others
    by now, when a step does not fit, and when the inventory refuses any of them.
    """
    row = still_open(actor, change)
    _portfolio, done = outcome(actor.org, row, today(actor.org, timezone.now()))
    writes = [write for group in done.writes for write in group]
    if fingerprint(done.writes) != seen:
        raise Conflict(_("The inventory has moved since you looked. Look again, then apply."))
    if len(writes) > MOST_WRITES:
        raise ValidationError(
            _("It would write %(n)d rows; at most %(most)d go in one step. Divide it in two.")
            % {"n": len(writes), "most": MOST_WRITES}
        )
    keep(actor, row, _("Kept as it was applied."))
    row = still_open(actor, row)
    made: dict[str, str] = {}
    for write in writes:
        WRITE[type(write)](actor, write, made)
    row.audit_note = {"writes": len(writes)}
    return end(actor, row, Change.State.APPLIED)


def _option(actor: Actor, row: str, made: dict[str, str]) -> Option:
    rows = Option.objects.for_org(actor.org).select_related("dependency__function")
    return rows.get(pk=made.get(row, row))


def _rests_on(actor: Actor, rows: tuple[str, ...]) -> list[Component]:
    return list(Component.objects.for_org(actor.org).filter(pk__in=rows))


def _runbook(actor: Actor, row: str | None) -> Runbook | None:
    return Runbook.objects.for_org(actor.org).get(pk=row) if row else None


def _add(actor: Actor, write: Add, made: dict[str, str]) -> None:
    option = write.option
    row = inventory.add_option(
        actor,
        Dependency.objects.for_org(actor.org).get(pk=write.dependency),
        on=_rests_on(actor, option.on),
        name=option.name,
        capacity=str(option.capacity),
        switch_minutes=option.switch_minutes,
        runbook=_runbook(actor, option.runbook),
    )
    made[option.id] = str(row.pk)


def _edit(actor: Actor, write: Edit, made: dict[str, str]) -> None:
    fields: dict[str, Any] = {name: getattr(write.after, name) for name in write.fields}
    if "on" in fields:
        fields["on"] = _rests_on(actor, fields["on"])
    if "capacity" in fields:
        fields["capacity"] = str(fields["capacity"])
    if "runbook" in fields:
        fields["runbook"] = _runbook(actor, fields["runbook"])
    inventory.edit_option(actor, _option(actor, write.before.id, made), **fields)


def _move(actor: Actor, write: Move, made: dict[str, str]) -> None:
    option = _option(actor, write.option, made)
    inventory.move_option(actor, option, write.place, switch_minutes=write.switch_minutes)


def _remove(actor: Actor, write: Remove, made: dict[str, str]) -> None:
    inventory.remove_option(actor, _option(actor, write.option, made))


WRITE: dict[type[Write], Any] = {Add: _add, Edit: _edit, Move: _move, Remove: _remove}
