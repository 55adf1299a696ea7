"""A runbook tried on purpose, and a runbook used in earnest."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.errors import Conflict
from continuity.orgs.actor import Actor
from continuity.orgs.revision import touch
from continuity.providers.models import Outage
from continuity.runbooks.models import Activation, Exercise, Runbook

EXERCISE = ("held_on", "passed", "measured_minutes", "scenario", "lessons", "recorded_by")
State = Activation.State
NEXT = {
    State.PROPOSED: {State.ACTIVE, State.DECLINED},
    State.DECLINED: {State.ACTIVE},
    State.ACTIVE: {State.ENDED},
    State.ENDED: set(),
}


@verb("exercise.record")
def record_exercise(actor: Actor, runbook: Runbook, held_on: date, **fields: Any) -> Exercise:
    """Once, however often the form is sent. Raises Conflict if it is on record word by word."""
    if held_on > timezone.localdate():
        raise ValidationError({"held_on": _("That day is still to come.")})
    exercise = Exercise(
        organization=actor.org,
        runbook=runbook,
        held_on=held_on,
        recorded_by=actor.label,
        **fields,
    )
    exercise.full_clean()
    told = {name: getattr(exercise, name) for name in EXERCISE}
    if Exercise.objects.for_org(actor.org).filter(runbook=runbook, **told).exists():
        raise Conflict(
            _("This very exercise is on record already. If there was a second one, say so.")
        )
    exercise.save()
    touch(actor.org)
    return exercise


@verb("runbook.propose")
def propose(actor: Actor, runbook: Runbook, outage: Outage, reason: str = "") -> Activation | None:
    """Once for each runbook and outage, however often it is asked."""
    known = Activation.objects.for_org(actor.org).filter(runbook=runbook, outage=outage)
    if known.exists():
        return None
    activation = Activation(
        organization=actor.org,
        runbook=runbook,
        outage=outage,
        reason=reason[:300],
        proposed_at=timezone.now(),
    )
    activation.save()
    return activation


@verb("activation.start")
def start(actor: Actor, activation: Activation) -> Activation | None:
    return _decide(actor, activation, State.ACTIVE)


@verb("activation.decline")
def decline(actor: Actor, activation: Activation) -> Activation | None:
    return _decide(actor, activation, State.DECLINED)


@verb("activation.stand_down")
def stand_down(actor: Actor, activation: Activation) -> Activation | None:
    return _decide(actor, activation, State.ENDED)


def _decide(actor: Actor, activation: Activation, state: Activation.State) -> Activation | None:
    """Compare and set: of two people who press at once, the second is told. Who pressed twice
    has what they wanted: None, nothing changes."""
    now = timezone.now()
    facts: dict[str, Any] = {"state": state}
    if state == State.ENDED:
        facts["ended_at"] = now
    else:
        facts |= {"decided_at": now, "decided_by": actor.label}
    rows = Activation.objects.for_org(actor.org).filter(pk=activation.pk)
    allowed = [was for was, following in NEXT.items() if state in following]
    if not rows.filter(state__in=allowed).update(**facts):
        if rows.filter(state=state, decided_by=actor.label).exists():
            return None
        raise Conflict(_("Somebody decided this already. Reload the page to see what."))
    for name, value in facts.items():
        setattr(activation, name, value)
    return activation
