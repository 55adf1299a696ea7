"""What functions rest on, all the way down: what the map shows, in eight queries.

Whole tables of the organisation, joined here: a planner that has no statistics yet, as after an
import, joins them in seconds.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count

from continuity.core.status import KNOWN, Status
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.models import Organization
from continuity.providers.effective import runs_on, state_now, suspected_now
from continuity.providers.models import Component
from continuity.providers.reading import BAD
from continuity.providers.through import as_served
from continuity.risk.models import Gap, Verdict

from .drawn.net import Key, Net, Node, component_key, function_key

STOPPING = (Verdict.LATE, Verdict.LOST)
Pairs = Mapping[Key, Sequence[Key]]


class FunctionFacts(NamedTuple):
    """``points``: how many components stop it alone; ``filling``: how far it is filled in."""

    pk: int
    name: str
    criticality: int
    rto_minutes: int
    mtpd_minutes: int
    points: int
    filling: str


class ComponentFacts(NamedTuple):
    """``provider``: its token. ``stops``: how many functions it stops alone; ``state``: now."""

    pk: int
    name: str
    kind: str
    provider: str
    provider_name: str
    state: str
    stops: int
    suspected: bool = False  # that it is in a bad state

    @property
    def live(self) -> Status | None:
        """What is bad about it now."""
        if self.state not in BAD:
            return None
        return KNOWN[self.state].suspected if self.suspected else KNOWN[self.state]


@dataclass(frozen=True)
class Resting:
    functions: Mapping[Key, FunctionFacts]
    components: Mapping[Key, ComponentFacts]
    net: Net

    @property
    def providers(self) -> dict[str, str]:
        """Name by token, of what is rested on, in order of name."""
        named = {c.provider: c.provider_name for c in self.components.values()}
        return dict(sorted(named.items(), key=lambda item: item[1].casefold()))

    @property
    def bottoms(self) -> list[str]:
        """The names of what rests on nothing further."""
        ends = (c.name for key, c in self.components.items() if not self.net.rests.get(key))
        return sorted(ends, key=str.casefold)

    @property
    def stopping(self) -> int:
        """How many components stop a function alone."""
        return sum(c.stops > 0 for c in self.components.values())

    def of_provider(self, token: str) -> list[Key]:
        return [key for key, c in self.components.items() if c.provider == token]


def resting(org: Organization, now: datetime) -> Resting:
    """Functions by criticality and name; components that stop most first, then by name."""
    functions = {function_key(f.pk): f for f in _functions(org)}
    rests: dict[Key, list[Key]] = defaultdict(list)
    for function, component in _leans(org):
        if (key := function_key(function)) in functions:
            rests[key].append(component_key(component))
    for upper, lowers in runs_on(org).items():
        rests[f"c{upper}"] = [f"c{lower}" for lower in lowers]
    net = Net(_nodes(functions), (), rests)
    reached = net.below(functions) - functions.keys()
    components = {component_key(c.pk): c for c in _components(org, reached, now)}
    nodes = [Node(key, c.name, c.provider, c.provider_name) for key, c in components.items()]
    return Resting(functions, components, Net(net.functions, nodes, rests, _needs(org, functions)))


def provider_token(slug: str, own: bool) -> str:
    """An own provider may be called as one of the catalogue."""
    return f"~{slug}" if own else slug


def _functions(org: Organization) -> list[FunctionFacts]:
    rows = Function.objects.for_org(org).order_by("-criticality", "name", "pk")
    names = ("pk", "name", "criticality", "rto_minutes", "mtpd_minutes")
    scores = ("score__points_of_failure", "score__filling")
    return [
        FunctionFacts(pk, name, level, rto, mtpd, points or 0, filling or "")
        for pk, name, level, rto, mtpd, points, filling in rows.values_list(*names, *scores)
    ]


def _nodes(functions: Mapping[Key, FunctionFacts]) -> list[Node]:
    labels = {level: str(label) for level, label in Function.Criticality.choices}
    return [
        Node(key, f.name, f"criticality-{f.criticality}", labels[f.criticality])
        for key, f in functions.items()
    ]


def _leans(org: Organization) -> Iterable[tuple[int, int]]:
    """Function and component, wherever an option of the one is on the other."""
    asks = dict(Dependency.objects.for_org(org).values_list("pk", "function_id"))
    options = dict(Option.objects.for_org(org).values_list("pk", "dependency_id"))
    links = Option.on.through.objects.filter(option__organization=org)
    return sorted(
        {
            (asks[options[option]], component)
            for option, component in links.values_list("option_id", "component_id")
            if options.get(option) in asks
        }
    )


def _needs(org: Organization, functions: Container[Key]) -> Pairs:
    needs: dict[Key, list[Key]] = defaultdict(list)
    links = Function.depends_on.through.objects.filter(from_function__organization=org)
    for pair in links.order_by("pk").values_list("from_function_id", "to_function_id"):
        upper, lower = map(function_key, pair)
        if upper in functions and lower in functions:
            needs[upper].append(lower)
    return needs


def _components(org: Organization, reached: Iterable[Key], now: datetime) -> list[ComponentFacts]:
    stopping = Gap.objects.for_org(org).filter(verdict__in=STOPPING).order_by()
    counted = stopping.values("component").annotate(n=Count("pk"))
    stops = dict(counted.values_list("component", "n"))
    rows = (
        Component.objects.for_org(org)
        .filter(pk__in=[int(key[1:]) for key in reached])
        .select_related("provider")
        .annotate(state_now=state_now(org, now), suspected=suspected_now(org))
    )
    found = [
        ComponentFacts(
            part.pk,
            part.name,
            part.kind,
            provider_token(part.provider.slug, bool(part.provider.organization_id)),
            part.provider.name,
            part.state_now,
            stops.get(part.pk, 0),
            part.suspected,
        )
        for part in as_served(org, rows, now)
    ]
    return sorted(found, key=lambda c: (-c.stops, c.name.casefold(), c.pk))
