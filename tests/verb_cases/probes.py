"""Probes that people set up, and the keys that they give them."""

from continuity.probes import actions
from continuity.probes.models import Probe
from tests.factories import ComponentFactory
from tests.factories_probes import CanaryFactory, ProbeFactory


def probe(world, factory=ProbeFactory, **fields):
    row = factory(organization=world.actor.org, **fields)
    return Probe.objects.for_org(world.actor.org).get(pk=row.pk)


def add(world):
    actions.add_probe(
        world.actor,
        component=ComponentFactory(),
        kind="https",
        name="Front door",
        url="https://api.example.com/",
    )


def keyed(world):
    row = probe(world, CanaryFactory)
    actions.set_key(world.actor, row, key="sk-verb-case")
    return Probe.objects.for_org(world.actor.org).get(pk=row.pk)


def restore(world):
    row = probe(world)
    actions.remove_probe(world.actor, row)
    actions.restore_probe(world.actor, row)


CASES = {
    "probe.add": add,
    "probe.edit": lambda w: actions.edit_probe(w.actor, probe(w), name="Back door"),
    "probe.pause": lambda w: actions.pause_probe(w.actor, probe(w)),
    "probe.resume": lambda w: actions.resume_probe(w.actor, probe(w, paused=True)),
    "probe.remove": lambda w: actions.remove_probe(w.actor, probe(w)),
    "probe.restore": restore,
    "probe.set_key": keyed,
    "probe.drop_key": lambda w: actions.drop_key(w.actor, keyed(w)),
    "probe.budget": lambda w: actions.set_budget(w.actor, tokens_a_day=10),
}
