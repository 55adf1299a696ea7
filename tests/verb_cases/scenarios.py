"""Scenarios kept from the simulator."""

from continuity.simulator import actions
from continuity.simulator.models import Scenario
from tests.factories_simulator import EVENT, ScenarioFactory


def scenario(world):
    row = ScenarioFactory(organization=world.actor.org)
    return Scenario.objects.for_org(world.actor.org).get(pk=row.pk)


def restore(world):
    row = scenario(world)
    actions.remove_scenario(world.actor, row)
    actions.restore_scenario(world.actor, row)


CASES = {
    "scenario.save": lambda w: actions.save_scenario(w.actor, name="Dark", event=EVENT, held=[]),
    "scenario.remove": lambda w: actions.remove_scenario(w.actor, scenario(w)),
    "scenario.restore": restore,
}
