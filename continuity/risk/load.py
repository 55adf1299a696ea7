"""An organisation's rows as a portfolio, in a fixed number of queries however many rows there are.

Ids are primary keys as text: keys may be the same in the catalogue and among own components.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max

from continuity.core.graph import without_circles
from continuity.inventory import portable
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.models import Organization
from continuity.providers.effective import runs_on
from continuity.providers.models import Component
from continuity.runbooks.models import Exercise, Runbook

Pairs = dict[str, list[str]]


def load(org: Organization, as_of: date) -> portable.Portfolio:
    """What ``org`` leans on, with its own corrections to what runs on what; 9 queries.

    Rows may break rules of the portable form while people are still filling them in (a dependency
    with too few options counts as never served again). What goes round is cut open.
    """
    books = {
        str(pk): portable.Runbook(str(pk), title)
        for pk, title in Runbook.objects.for_org(org).values_list("pk", "title")
    }
    components = _components(org)
    return portable.Portfolio(
        as_of=as_of,
        test_cadence_days=org.test_cadence_days,
        organization=portable.Organization(org.name, org.currency, org.timezone),
        components=components,
        functions=_functions(
            org, {c.id for c in components}, _Books(books.keys(), _passed(org, as_of))
        ),
        runbooks=tuple(books.values()),
    )


def _components(org: Organization) -> tuple[portable.Component, ...]:
    rows = list(
        Component.objects.for_org(org)
        .order_by("pk")
        .values_list("pk", "name", "kind", "provider__slug", "provider__operator", "provider__name")
    )
    below = runs_on(org, {str(pk) for pk, *_ in rows})
    names = {slug: name for *_, slug, _operator, name in rows}
    return tuple(
        portable.Component(
            id=str(pk),
            name=name,
            kind=kind,
            provider=operator or slug,
            runs_on=tuple(below[str(pk)]),
            provider_name=names.get(operator or slug) or operator.replace("-", " ").title(),
        )
        for pk, name, kind, slug, operator, _name in rows
    )


@dataclass(frozen=True)
class _Books:
    """Runbooks that are there, and for each the day of its last passed exercise."""

    known: Iterable[str]
    passed: Mapping[str, date]

    def tested_on(self, book: str | None, stated: date | None) -> date | None:
        """An exercise of the runbook counts for every option that names it."""
        days = [day for day in (stated, self.passed.get(book or "")) if day]
        return max(days, default=None)


def _passed(org: Organization, as_of: date) -> dict[str, date]:
    rows = Exercise.objects.for_org(org).filter(passed=True, held_on__lte=as_of).order_by()
    return {
        str(pk): day
        for pk, day in rows.values("runbook")
        .annotate(last=Max("held_on"))
        .values_list("runbook", "last")
    }


def _functions(org: Organization, known: set[str], books: _Books) -> tuple[portable.Function, ...]:
    rows = (
        Function.objects.for_org(org)
        .order_by("pk")
        .values_list(
            "pk", "name", "criticality", "rto_minutes", "mtpd_minutes", "minimum_capacity", "impact"
        )
    )
    dependencies = _dependencies(org, known, books)
    functions = list(rows)
    depends_on = _depends_on(org, {str(pk) for pk, *_ in functions})
    return tuple(
        portable.Function(
            id=str(pk),
            name=name,
            criticality=criticality,
            rto_minutes=rto,
            mtpd_minutes=mtpd,
            minimum_capacity=float(minimum),
            impact=tuple(_impact(step) for step in impact),
            depends_on=tuple(depends_on[str(pk)]),
            dependencies=tuple(dependencies[pk]),
        )
        for pk, name, criticality, rto, mtpd, minimum, impact in functions
    )


def _impact(step: dict[str, Any]) -> portable.ImpactStep:
    return portable.ImpactStep(step["after_minutes"], Decimal(str(step["cost_per_hour"])))


def _depends_on(org: Organization, known: set[str]) -> Pairs:
    links = Function.depends_on.through.objects.filter(from_function__organization=org)
    pairs = links.order_by("pk").values_list("from_function_id", "to_function_id")
    return without_circles(
        [(str(a), str(b)) for a, b in pairs if {str(a), str(b)} <= known],
    )


def _dependencies(
    org: Organization, known: set[str], books: _Books
) -> dict[int, list[portable.Dependency]]:
    options = _options(org, known, books)
    found: dict[int, list[portable.Dependency]] = defaultdict(list)
    rows = Dependency.objects.for_org(org).order_by("function_id", "position", "pk")
    for pk, function, name, essential, required in rows.values_list(
        "pk", "function_id", "name", "essential", "required"
    ):
        found[function].append(
            portable.Dependency(str(pk), name, essential, tuple(options[pk]), required)
        )
    return found


def _options(org: Organization, known: set[str], books: _Books) -> dict[int, list[portable.Option]]:
    on: dict[int, list[str]] = defaultdict(list)
    links = Option.on.through.objects.filter(option__organization=org).order_by("component_id")
    for option, component in links.values_list("option_id", "component_id"):
        if str(component) in known:
            on[option].append(str(component))
    found: dict[int, list[portable.Option]] = defaultdict(list)
    rows = Option.objects.for_org(org).order_by("dependency_id", "position", "pk")
    for pk, dependency, name, capacity, switch, runbook, tested_on in rows.values_list(
        "pk", "dependency_id", "name", "capacity", "switch_minutes", "runbook_id", "tested_on"
    ):
        book = str(runbook) if str(runbook) in books.known else None
        tested = books.tested_on(book, tested_on)
        found[dependency].append(
            portable.Option(str(pk), name, tuple(on[pk]), float(capacity), switch, book, tested)
        )
    return found
