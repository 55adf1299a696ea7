"""The steps of a runbook."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.names import key_for
from continuity.orgs.actor import Actor
from continuity.runbooks.models import Runbook, Step
from continuity.runbooks.plantime import Cycle, plan_time


@verb("step.add")
def add_step(actor: Actor, runbook: Runbook, **fields: Any) -> Step:
    """At the end. It waits for the step before it, unless the fields say otherwise."""
    others = list(runbook.steps.all())
    fields.setdefault("key", key_for(fields["title"], {s.key for s in others}, "step"))
    fields.setdefault("waits_for", [others[-1].key] if others else [])
    fields.setdefault("position", others[-1].position + 1 if others else 0)
    step = Step(organization=actor.org, runbook=runbook, **fields)
    _check(step, others)
    step.save()
    runbook.save()  # its date of editing
    return step


@verb("step.edit")
def edit_step(actor: Actor, step: Step, **fields: Any) -> Step | None:
    for name, value in fields.items():
        setattr(step, name, value)
    _check(step, list(step.runbook.steps.exclude(pk=step.pk)))
    if not step.changes():
        return None
    step.save()
    step.runbook.save()
    return step


@verb("step.remove")
def remove_step(actor: Actor, step: Step) -> Step:
    """Who waited for it now waits for what it waited for. ``audit_note`` keeps its words."""
    for other in step.runbook.steps.exclude(pk=step.pk):
        if step.key in other.waits_for:
            kept = [key for key in other.waits_for if key != step.key]
            other.waits_for = kept + [key for key in step.waits_for if key not in kept]
            other.save()
    step.audit_note = {  # type: ignore[attr-defined]
        name: [str(getattr(step, name)), None] for name in ("title", "role", "instruction", "proof")
    }
    pk = step.pk
    step.delete()
    step.pk = pk
    step.runbook.save()
    return step


@verb("step.move")
def move_step(actor: Actor, step: Step, to: int) -> Step | None:
    """Show it at place ``to``, from 0. What it waits for stays."""
    steps = list(step.runbook.steps.order_by("position", "pk"))
    place = next(i for i, other in enumerate(steps) if other.pk == step.pk)
    to = max(0, min(to, len(steps) - 1))
    if to == place:
        return None
    steps.insert(to, steps.pop(place))
    for position, other in enumerate(steps):
        other.position = position
    Step.objects.for_org(actor.org).bulk_update(steps, ["position"])
    step.position = to
    return step


def _check(step: Step, others: list[Step]) -> None:
    step.full_clean()
    keys = {other.key: other.title for other in others}
    unknown = [key for key in step.waits_for if key not in keys]
    if unknown:
        raise ValidationError(
            {"waits_for": _("There is no step “%(key)s” to wait for.") % {"key": unknown[0]}}
        )
    try:
        plan_time([(s.key, s.minutes, s.waits_for) for s in [*others, step]])
    except Cycle as cycle:
        names = " → ".join({**keys, step.key: step.title}[key] for key in cycle.path)
        raise ValidationError(
            {"waits_for": _("These steps would wait for each other: %(names)s.") % {"names": names}}
        ) from cycle
