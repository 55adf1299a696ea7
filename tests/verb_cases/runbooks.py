"""Runbooks, steps, exercises, activations."""

from datetime import date

from continuity.runbooks import actions
from continuity.runbooks.models import Runbook, Step
from tests.factories import OutageFactory
from tests.factories_runbooks import ActivationFactory, RunbookFactory, StepFactory


def runbook(world):
    row = RunbookFactory(organization=world.actor.org)
    return Runbook.objects.for_org(world.actor.org).get(pk=row.pk)


def step(world, runbook=None):
    more = {"runbook": runbook} if runbook else {}
    row = StepFactory(organization=world.actor.org, **more)
    return Step.objects.for_org(world.actor.org).get(pk=row.pk)


def publish(world):
    row = runbook(world)
    step(world, row)
    actions.publish_runbook(world.actor, row)


def restore(world):
    row = runbook(world)
    actions.remove_runbook(world.actor, row)
    actions.restore_runbook(world.actor, row)


def move(world):
    first = step(world)
    step(world, first.runbook)
    actions.move_step(world.actor, first, 1)


def restore_step(world):
    row = step(world)
    actions.remove_step(world.actor, row)
    actions.restore_step(world.actor, row)


def activation(world, state):
    return ActivationFactory(organization=world.actor.org, state=state)


CASES = {
    "runbook.add": lambda w: actions.add_runbook(w.actor, title="Switch"),
    "runbook.from_template": lambda w: actions.add_from_template(w.actor, "provider-down"),
    "runbook.edit": lambda w: actions.edit_runbook(w.actor, runbook(w), title="Other"),
    "runbook.publish": publish,
    "runbook.remove": lambda w: actions.remove_runbook(w.actor, runbook(w)),
    "runbook.restore": restore,
    "step.add": lambda w: actions.add_step(w.actor, runbook(w), title="Look"),
    "step.edit": lambda w: actions.edit_step(w.actor, step(w), title="Look twice"),
    "step.remove": lambda w: actions.remove_step(w.actor, step(w)),
    "step.restore": restore_step,
    "step.move": move,
    "exercise.record": lambda w: actions.record_exercise(
        w.actor, runbook(w), date(2026, 1, 1), passed=True
    ),
    "runbook.propose": lambda w: actions.propose(w.system, runbook(w), OutageFactory()),
    "activation.start": lambda w: actions.start(w.actor, activation(w, "proposed")),
    "activation.decline": lambda w: actions.decline(w.actor, activation(w, "proposed")),
    "activation.stand_down": lambda w: actions.stand_down(w.actor, activation(w, "active")),
}
