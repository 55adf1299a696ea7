"""What of the map is asked for: searched, filtered, failed, opened; and the way back from each."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .asking import Asked, is_number
from .drawn.net import Key, Net, component_key, function_key
from .resting import Resting


def failing(rest: Resting, asked: Asked) -> set[Key]:
    """The components that are to fail: each by its number, or all of a provider's."""
    found: set[Key] = set()
    for token in asked.fail:
        key = component_key(int(token)) if is_number(token) else ""
        found |= {key} if key in rest.components else set(rest.of_provider(token))
    return found


def narrowed(rest: Resting, asked: Asked) -> tuple[Net, set[Key]]:
    """What fits all that is asked for, with what it is connected to; and what the search found."""
    net = rest.net
    if asked.criticality:
        level = int(asked.criticality)
        net = net.kept(net.below(k for k, f in rest.functions.items() if f.criticality == level))
    if asked.function:
        net = net.kept(net.below(net.needed(function_key(int(asked.function)))))
    if asked.provider:
        net = net.narrowed(rest.of_provider(asked.provider))
    if asked.spof:
        stopping = [key for key, c in rest.components.items() if c.stops]
        stopped = [key for key, f in rest.functions.items() if f.points]
        net = net.kept(net.above(stopping) & net.below(stopped))
    if not asked.q:
        return net, set()
    words = asked.q.casefold()
    found = {key for key, node in net.nodes.items() if words in node.name.casefold()}
    return net.narrowed(found), found


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that is failing, opened or alone on the map; ``url`` takes it back."""

    label: str
    url: str


def chips(rest: Resting, asked: Asked) -> list[Chip]:
    found = []
    providers = rest.providers
    for token in asked.fail:
        if is_number(token) and (facts := rest.components.get(component_key(int(token)))):
            found.append(Chip(_("%s fails") % facts.name, asked.toggled("fail", token)))
        elif token in providers:
            label = _("all of %s fails") % providers[token]
            found.append(Chip(label, asked.toggled("fail", token)))
    groups = {node.group: node.group_name for node in rest.net.nodes.values()}
    for token in asked.open:
        root, *parts = token.split(".")
        name = groups.get(root) or (_("the rest") if root.startswith("more") else "")
        if name:
            label = _("%s opened") % " / ".join([name, *parts])
            found.append(Chip(label, asked.toggled("open", token)))
    if asked.function and (own := rest.functions.get(function_key(int(asked.function)))):
        found.append(Chip(_("only %s") % own.name, asked.but(function="")))
    return found
