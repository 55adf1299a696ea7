"""The steps of a runbook: added anywhere, changed, moved, removed and brought back."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.errors import Conflict
from continuity.core.names import key_for
from continuity.orgs.actor import Actor
from continuity.orgs.revision import touch
from continuity.runbooks.models import Runbook, Step
from continuity.runbooks.plantime import Cycle, Work, plan_time
from continuity.runbooks.snapshot import STEP, digest, of_step

MOST_STEPS = 500  # as many as the portable form carries


@verb("step.add")
def add_step(
    actor: Actor,
    runbook: Runbook,
    *,
    place: int | None = None,
    between: bool = False,
    **fields: Any,
) -> Step:
    """At ``place``, from 0; at the end if None. It waits for the step before it, unless told.

    ``between``: what waited for the step before it, or at the beginning for nothing, waits for
    the new step instead.
    """
    others = list(_steps(actor, runbook))
    if len(others) >= MOST_STEPS:
        raise ValidationError(_("A runbook has at most %(most)s steps.") % {"most": MOST_STEPS})
    place = len(others) if place is None else max(0, min(place, len(others)))
    before = [others[place - 1].key] if place else []
    fields.setdefault("key", key_for(fields["title"], {s.key for s in others}, "step"))
    fields.setdefault("waits_for", before)
    step = Step(organization=actor.org, runbook=runbook, position=place, **fields)
    moved = _put_between(step, before, others) if between else []
    _check(step, others)
    step.save()
    Step.objects.for_org(actor.org).bulk_update(moved, ["waits_for"])
    _number(actor, [*others[:place], step, *others[place:]])
    _edited(actor, runbook)
    if moved:
        step.audit_note = {"now waiting for it": _titles(moved)}
    return step


@verb("step.edit")
def edit_step(actor: Actor, step: Step, *, seen: str = "", **fields: Any) -> Step | None:
    """None if nothing differs. ``seen``: the check value of the step that the editor looked at;
    if somebody has changed it since, nothing is written and each field says how it reads now."""
    now = _steps(actor, step.runbook).filter(pk=step.pk).first()
    if now is None:
        raise Conflict(_("Somebody has removed this step in the meantime."))
    if seen and seen != digest(of_step(now)):
        refuse_stale(now, fields)
    for name, value in fields.items():
        setattr(step, name, value)
    _check(step, list(_steps(actor, step.runbook).exclude(pk=step.pk)))
    if not step.changes():
        return None
    step.save(update_fields=list(fields))
    _edited(actor, step.runbook)
    return step


@verb("step.remove")
def remove_step(actor: Actor, step: Step) -> Step:
    """Who waited for it now waits for what it waited for. ``restore_step`` brings it back."""
    others = list(_steps(actor, step.runbook).exclude(pk=step.pk))
    waiting = [other for other in others if step.key in other.waits_for]
    step.waited_by = {other.key: list(other.waits_for) for other in waiting}
    for other in waiting:
        other.waits_for = _without(step, other.waits_for)
    Step.objects.for_org(actor.org).bulk_update(waiting, ["waits_for"])
    step.removed_at = timezone.now()
    step.save(update_fields=["removed_at", "waited_by"])
    _edited(actor, step.runbook)
    words = {name: [str(getattr(step, name)), None] for name in (*STEP, "position")}
    step.audit_note = {**words, "had been waiting for it": _titles(waiting)}
    return step


@verb("step.restore")
def restore_step(actor: Actor, step: Step) -> Step:
    """To its place, and awaited again by those that are left of the steps that waited for it."""
    others = list(_steps(actor, step.runbook))
    keys = {other.key for other in others}
    old, was_waited_by = step.key, step.waited_by
    step.removed_at, step.waited_by = None, {}
    step.waits_for = [key for key in step.waits_for if key in keys]
    if old in keys:
        step.key = key_for(step.title, keys, "step")
    waiting = [] if old in keys else [o for o in others if o.key in was_waited_by]
    before = {other.key: list(other.waits_for) for other in waiting}
    for other in waiting:
        was = was_waited_by[other.key]
        untouched = other.waits_for == _without(step, was)
        other.waits_for = was if untouched else [*other.waits_for, old]
    try:
        _check(step, others)
    except ValidationError:  # by now they would wait for each other: it comes back awaited by none
        for other in waiting:
            other.waits_for = before[other.key]
        waiting = []
        _check(step, others)
    Step.objects.for_org(actor.org).bulk_update(waiting, ["waits_for"])
    step.save()
    place = sum(other.position < step.position for other in others)
    _number(actor, [*others[:place], step, *others[place:]])
    _edited(actor, step.runbook)
    step.audit_note = {"waiting for it again": _titles(waiting)}
    return step


@verb("step.move")
def move_step(actor: Actor, step: Step, to: int) -> Step | None:
    """Show it at place ``to``, from 0. What waits for what stays."""
    steps = list(_steps(actor, step.runbook))
    place = next((i for i, other in enumerate(steps) if other.pk == step.pk), None)
    if place is None:
        raise Conflict(_("Somebody has removed this step in the meantime."))
    to = max(0, min(to, len(steps) - 1))
    if to == place:
        return None
    steps.insert(to, steps.pop(place))
    _number(actor, steps)
    _edited(actor, step.runbook)
    step.position = to
    return step


def refuse_stale(now: Any, wanted: dict[str, Any]) -> None:
    """Of two who change a row at once the second is told how it reads by now. Raises Conflict."""
    told = _(
        "Somebody else saved this while you were writing. What you typed is still here, and beside "
        "it what they wrote. Save again to put yours in its place."
    )
    faults = {
        name: ValidationError(_reads(getattr(now, name)))
        for name, value in wanted.items()
        if getattr(now, name) != value
    }
    raise Conflict({NON_FIELD_ERRORS: ValidationError(told, code="stale"), **faults})


def _reads(value: Any) -> str:
    if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
        return _("By now it reads: “%(text)s”") % {"text": value}
    return _("Somebody else has set this differently, too.")


def _steps(actor: Actor, runbook: Runbook) -> "QuerySet[Step]":
    return Step.objects.for_org(actor.org).filter(runbook=runbook).order_by("position", "pk")


def _number(actor: Actor, steps: list[Step]) -> None:
    """Places from 0, without gaps, in this order."""
    for position, step in enumerate(steps):
        step.position = position
    Step.objects.for_org(actor.org).bulk_update(steps, ["position"])


def _edited(actor: Actor, runbook: Runbook) -> None:
    """Its date of editing; and plans that rest on what it says look again."""
    runbook.save(update_fields=["edited_at"])
    touch(actor.org)


def _put_between(step: Step, before: list[str], others: list[Step]) -> list[Step]:
    """Those that waited for just what stands before it, made to wait for ``step``."""
    moved = [o for o in others if (before[0] in o.waits_for if before else not o.waits_for)]
    moved = [o for o in moved if o.key not in step.waits_for]
    for other in moved:
        other.waits_for = [key for key in other.waits_for if key not in before] + [step.key]
    return moved


def _without(step: Step, waits: list[str]) -> list[str]:
    """``waits`` with what ``step`` waits for in its stead."""
    kept = [key for key in waits if key != step.key]
    return kept + [key for key in step.waits_for if key not in kept]


def _titles(steps: list[Step]) -> str:
    return ", ".join(step.title for step in steps)


def _check(step: Step, others: list[Step]) -> None:
    step.full_clean()
    keys = {other.key: other.title for other in others}
    unknown = [key for key in step.waits_for if key not in keys]
    if unknown:
        raise ValidationError(
            {"waits_for": _("There is no step “%(key)s” to wait for.") % {"key": unknown[0]}}
        )
    try:
        plan_time([Work(s.key, s.minutes, s.waits_for) for s in [*others, step]])
    except Cycle as cycle:
        names = " → ".join({**keys, step.key: step.title}[key] for key in cycle.path)
        raise ValidationError(
            {"waits_for": _("These steps would wait for each other: %(names)s.") % {"names": names}}
        ) from cycle
