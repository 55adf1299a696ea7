"""People's words, sharing, webhooks."""

from continuity.sightings import actions
from tests.factories import ComponentFactory
from tests.factories_sightings import HookFactory, UpstreamFactory


def said(world):
    return actions.report(world.actor, ComponentFactory())


def withdrawn(world):
    return actions.withdraw(world.actor, said(world))


def set_aside(world):
    return actions.set_aside(world.actor, said(world))


def hook(world):
    return HookFactory(organization=world.actor.org)


CASES = {
    "sighting.report": said,
    "sighting.withdraw": withdrawn,
    "sighting.stand_by": lambda w: actions.stand_by(w.actor, withdrawn(w)),
    "sighting.set_aside": set_aside,
    "sighting.put_back": lambda w: actions.put_back(w.actor, set_aside(w)),
    "sharing.set": lambda w: actions.set_sharing(w.actor, on=True),
    "hook.add": lambda w: actions.add_hook(w.actor, name="Alerts", kind="alertmanager"),
    "hook.edit": lambda w: actions.edit_hook(w.actor, hook(w), name="New"),
    "hook.remove": lambda w: actions.remove_hook(w.actor, hook(w)),
    "hook.restore": lambda w: actions.restore_hook(w.actor, actions.remove_hook(w.actor, hook(w))),
    "hook.map": lambda w: actions.map_upstream(
        w.actor, UpstreamFactory(organization=w.actor.org), ComponentFactory()
    ),
}
