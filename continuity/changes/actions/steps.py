"""The steps of a change, in order."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.changes.models import Change, Step
from continuity.orgs.actor import Actor

from .changes import reopen, still_open

MOST_STEPS = 50


@verb("change.add_step")
def add_step(
    actor: Actor, change: Change, kind: str, wanted: dict[str, Any], names: dict[str, str]
) -> Step:
    """At the end."""
    row = still_open(actor, change)
    others = Step.objects.for_org(actor.org).filter(change=row)
    if others.count() >= MOST_STEPS:
        raise ValidationError(
            _("A change has at most %(most)d steps. Plan the rest as another.")
            % {"most": MOST_STEPS}
        )
    last = others.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    step = Step(
        organization=actor.org, change=row, position=place, kind=kind, wanted=wanted, names=names
    )
    step.full_clean()
    step.save()
    reopen(row)
    return step


@verb("change.edit_step")
def edit_step(
    actor: Actor, step: Step, wanted: dict[str, Any], names: dict[str, str]
) -> Step | None:
    """None if nothing differs."""
    row = still_open(actor, step.change)
    step.wanted, step.names = wanted, {**step.names, **names}
    if "wanted" not in step.changes():
        return None
    step.save()
    reopen(row)
    return step


@verb("change.move_step")
def move_step(actor: Actor, step: Step, to: int) -> Step | None:
    """To place ``to``, from 0; beyond the ends is the end. None if it is there already."""
    row = still_open(actor, step.change)
    rows = list(Step.objects.for_org(actor.org).filter(change=row).order_by("position", "pk"))
    was = [other.pk for other in rows]
    rows.insert(max(0, min(to, len(rows) - 1)), rows.pop(was.index(step.pk)))
    if [other.pk for other in rows] == was:
        return None
    for position, other in enumerate(rows):
        other.position = position
    Step.objects.for_org(actor.org).bulk_update(rows, ["position"])
    reopen(row)
    return next(other for other in rows if other.pk == step.pk)


@verb("change.remove_step")
def remove_step(actor: Actor, step: Step) -> Change:
    row = still_open(actor, step.change)
    Step.objects.for_org(actor.org).filter(pk=step.pk).delete()
    reopen(row)
    row.audit_note = {"step": step.position + 1, "kind": step.kind}
    return row
