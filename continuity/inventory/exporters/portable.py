"""The portable form of an organisation: what ``importers/portable.py`` takes back without loss."""

import json
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from continuity.inventory import exercised, portable
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.models import Organization
from continuity.providers.effective import runs_on
from continuity.providers.models import Component, Edge, Provider
from continuity.runbooks.models import Runbook

LABEL = _("Portable form (JSON)")
ABOUT = _("Everything in one file, without loss: for another Continuity, and for programs.")
CONTENT_TYPE = "application/json"
ENDING = ".portfolio.json"
FEW = 1000


def write(portfolio: portable.Portfolio) -> bytes:
    return json.dumps(portable.write(portfolio), ensure_ascii=False, indent=2).encode()


def export(
    org: Organization,
    as_of: date,
    *,
    every_component: bool = False,
    only: Collection[str] | None = None,
) -> portable.Portfolio:
    """All of the inventory and the runbooks; of components those in use and the own ones.

    Exercises stay behind, but what they prove goes along: an option's last passed exercise is the
    later of its own and its runbook's, so that the file scores as the screen does.
    ``every_component``: those of the catalogue too that nothing leans on. ``only``: of functions
    those of these keys.
    """
    components = _components(org, every_component)
    books = dict(_runbooks(org))
    names = {pk: c.id for pk, c in components.items()}
    return portable.Portfolio(
        as_of=as_of,
        test_cadence_days=org.test_cadence_days,
        organization=portable.Organization(org.name, org.currency, org.timezone),
        components=tuple(components.values()),
        functions=()
        if only is not None and not only
        else _functions(org, as_of, names, books, only),
        runbooks=tuple(books.values()),
    )


def _components(org: Organization, every: bool) -> dict[int, portable.Component]:
    rows = {c.pk: c for c in Component.objects.for_org(org).select_related("provider")}
    below = runs_on(org, {str(pk) for pk in rows})  # circles cut: our own reader refuses them
    edges: dict[int, list[Edge]] = defaultdict(list)
    for edge in Edge.objects.for_org(org).effective(org).order_by("pk"):
        if str(edge.runs_on_id) in below.get(str(edge.component_id), ()):
            edges[edge.component_id].append(edge)
    used = Option.on.through.objects.filter(
        option__organization=org, option__removed_at=None
    ).values_list("component_id", flat=True)
    stack = [*used, *(pk for pk, c in rows.items() if every or c.organization_id)]
    wanted: set[int] = set()
    while stack:
        if (at := stack.pop()) in rows and at not in wanted:
            wanted.add(at)
            stack += [edge.runs_on_id for edge in edges[at]]
    own = {c.key for c in rows.values() if c.organization_id}
    names = {pk: portable_id(rows[pk], own) for pk in wanted}
    return {
        pk: _component(rows[pk], edges[pk], names)
        for pk in sorted(wanted, key=lambda pk: names[pk])
    }


def portable_id(component: Component, own: set[str]) -> str:
    """The key; a catalogue component that shares its key with an own one is marked."""
    shadowed = component.organization_id is None and component.key in own
    return f"{component.key}~catalogue"[:120] if shadowed else component.key


def _component(
    component: Component, edges: list[Edge], names: dict[int, str]
) -> portable.Component:
    provider = component.provider
    told = [
        portable.Evidence(names[e.runs_on_id], e.evidence, e.as_of)
        for e in edges
        if e.evidence or e.as_of
    ]
    return portable.Component(
        id=names[component.pk],
        name=component.name,
        kind=component.kind,
        provider=provider.operator or provider.slug,
        runs_on=tuple(names[e.runs_on_id] for e in edges),
        provider_name=_seller(provider),
        evidence=tuple(told),
    )


def _seller(provider: Provider) -> str:
    """What an own provider is called, where that is not what it is known by."""
    known_by = provider.operator or provider.slug
    return "" if provider.organization_id is None or provider.name == known_by else provider.name


def _runbooks(org: Organization) -> list[tuple[int, portable.Runbook]]:
    rows = Runbook.objects.for_org(org).prefetch_related("steps").order_by("key")
    return [
        (
            row.pk,
            portable.Runbook(
                id=row.key,
                title=row.title,
                summary=row.summary,
                owner=row.owner_email,
                review_every_days=row.review_every_days,
                reviewed_on=row.reviewed_on,
                steps=tuple(
                    portable.Step(
                        key=s.key,
                        title=s.title,
                        role=s.role,
                        minutes=s.minutes,
                        instruction=s.instruction,
                        proof=s.proof,
                        waits_for=tuple(s.waits_for),
                        after_service=s.after_service,
                    )
                    for s in row.steps.all()
                ),
            ),
        )
        for row in rows
    ]


def _functions(
    org: Organization,
    as_of: date,
    components: dict[int, str],
    books: dict[int, portable.Runbook],
    only: Collection[str] | None,
) -> tuple[portable.Function, ...]:
    if only is not None and not only:
        return ()
    every = Function.objects.for_org(org).order_by("pk")
    keys = dict(every.values_list("pk", "key"))
    rows = list(every) if only is None else _few(every, "key", only)
    needs: dict[int, list[str]] = defaultdict(list)
    links = Function.depends_on.through.objects.filter(from_function__organization=org)
    for upper, lower in links.order_by("pk").values_list("from_function_id", "to_function_id"):
        if lower in keys:
            needs[upper].append(keys[lower])
    within = None if only is None else {row.pk for row in rows}
    asks = _dependencies(org, as_of, components, books, within)
    return tuple(
        portable.Function(
            id=row.key,
            name=row.name,
            criticality=row.criticality,
            rto_minutes=row.rto_minutes,
            mtpd_minutes=row.mtpd_minutes,
            minimum_capacity=float(row.minimum_capacity),
            impact=tuple(_impact(step) for step in row.impact),
            depends_on=tuple(needs[row.pk]),
            dependencies=tuple(asks[row.pk]),
            description=row.description,
            rpo_minutes=row.rpo_minutes,
            owner=row.owner_email,
            deputy=row.deputy_email,
            assessed_on=row.assessed_on,
        )
        for row in rows
    )


def _impact(step: dict[str, Any]) -> portable.ImpactStep:
    return portable.ImpactStep(step["after_minutes"], Decimal(step["cost_per_hour"]))


def _few(rows: Any, field: str, values: Collection[Any]) -> Any:
    """Those rows of which ``field`` is among the values; many are picked out here, since a
    database takes only so many in one question."""
    if len(values) <= FEW:
        return rows.filter(**{f"{field}__in": list(values)})
    return [row for row in rows if getattr(row, field) in values]


def _dependencies(
    org: Organization,
    as_of: date,
    components: dict[int, str],
    books: dict[int, portable.Runbook],
    within: set[int] | None,
) -> dict[int, list[portable.Dependency]]:
    """By function; ``within``: of these functions at least."""
    asks = Dependency.objects.for_org(org).order_by("position", "pk")
    ways = Option.objects.for_org(org).order_by("position", "pk")
    links = Option.on.through.objects.filter(option__organization=org).order_by("pk")
    if within is not None and len(within) <= FEW:
        asks = asks.filter(function__in=within)
        ways = ways.filter(dependency__function__in=within)
        links = links.filter(option__dependency__function__in=within)
    on: dict[int, list[str]] = defaultdict(list)
    for option, component in links.values_list("option_id", "component_id"):
        if component in components:
            on[option].append(components[component])
    passed = exercised.last_passed(org, as_of)
    options: dict[int, list[portable.Option]] = defaultdict(list)
    for row in ways:
        book = books.get(row.runbook_id) if row.runbook_id else None
        runbook = row.runbook_id if book else None
        options[row.dependency_id].append(
            portable.Option(
                id=row.key,
                name=row.name,
                on=tuple(on[row.pk]),
                capacity=float(row.capacity),
                switch_minutes=row.switch_minutes,
                runbook=book.id if book else None,
                tested_on=exercised.tested_on(row.tested_on, runbook, passed, as_of),
            )
        )
    found: dict[int, list[portable.Dependency]] = defaultdict(list)
    for ask in asks:
        found[ask.function_id].append(
            portable.Dependency(
                id=ask.key,
                name=ask.name,
                essential=ask.essential,
                options=tuple(options[ask.pk]),
                required=ask.required,
                description=ask.description,
                high_risk=ask.high_risk,
            )
        )
    return found
