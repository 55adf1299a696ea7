"""Catalogue, own providers and components, corrections."""

from continuity.providers import actions
from continuity.providers.catalogue import read_catalogue
from tests.factories import ComponentFactory, EdgeFactory, FeedFactory, ProviderFactory


def own_provider(world):
    return ProviderFactory(organization=world.actor.org)


def own_component(world):
    return ComponentFactory(organization=world.actor.org, provider=own_provider(world))


def own_edge(world):
    return EdgeFactory(organization=world.actor.org, present=False)


def proposed():
    where = {"url": "https://new.example.org/", "format": "statuspage", "ids": {}}
    return FeedFactory(proposal={"candidates": [where]}), where


CASES = {
    "feed.move": lambda w: actions.accept_move(w.platform, *proposed()),
    "feed.dismiss": lambda w: actions.dismiss_move(w.platform, proposed()[0]),
    "catalogue.load": lambda w: actions.load_catalogue(w.platform, read_catalogue()),
    "provider.add": lambda w: actions.add_provider(w.actor, name="Own", kind="own"),
    "provider.edit": lambda w: actions.edit_provider(w.actor, own_provider(w), name="New"),
    "provider.remove": lambda w: actions.remove_provider(w.actor, own_provider(w)),
    "component.add": lambda w: actions.add_component(
        w.actor, provider=own_provider(w), name="GPU", kind="internal"
    ),
    "component.edit": lambda w: actions.edit_component(w.actor, own_component(w), name="New"),
    "component.remove": lambda w: actions.remove_component(w.actor, own_component(w)),
    "edge.correct": lambda w: actions.correct_edge(
        w.actor, ComponentFactory(), ComponentFactory(), present=True, evidence="Asked them"
    ),
    "edge.revert": lambda w: actions.revert_edge(w.actor, own_edge(w)),
}
