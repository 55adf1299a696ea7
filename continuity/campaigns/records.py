"""What the inventory says of functions now, as records: two queries, however many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from continuity.inventory.models import Dependency, Function
from continuity.orgs.models import Organization

from .curve import money, number

ASKED = ("key", "name", "essential", "required")  # of an AI dependency
FEW = 500  # so many keys may stand in a query


def records(org: Organization, functions: Iterable[Function]) -> dict[int, dict[str, Any]]:
    """By primary key. AI dependencies without their options: nobody is asked for those."""
    rows = {row.pk: row for row in functions}
    links = Function.depends_on.through.objects.filter(
        from_function__organization=org, to_function__removed_at=None
    )
    asks = Dependency.objects.for_org(org)
    if len(rows) <= FEW:
        links = links.filter(from_function__in=list(rows))
        asks = asks.filter(function__in=list(rows))
    needs: dict[int, list[str]] = defaultdict(list)
    for pk, key in links.order_by("pk").values_list("from_function_id", "to_function__key"):
        needs[pk].append(key)
    theirs: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for pk, *told in asks.order_by("position", "pk").values_list("function_id", *ASKED):
        theirs[pk].append(dict(zip(("id", *ASKED[1:]), told, strict=True)))
    return {pk: _record(row, needs[pk], theirs[pk]) for pk, row in rows.items()}


def record(function: Function) -> dict[str, Any]:
    return records(function.organization, [function])[function.pk]


def names(org: Organization, wanted: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What the functions are called that these records need; removed ones too: two queries."""
    keys = {key for said in wanted for key in said.get("depends_on", ())}
    if not keys:
        return {}
    gone = Function.objects.removed(org).filter(key__in=keys)
    live = Function.objects.for_org(org).filter(key__in=keys)
    return dict([*gone.values_list("key", "name"), *live.values_list("key", "name")])


def _record(row: Function, needs: list[str], asks: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": row.key,
        "name": row.name,
        "description": row.description,
        "owner": row.owner_email,
        "criticality": row.criticality,
        "rto_minutes": row.rto_minutes,
        "mtpd_minutes": row.mtpd_minutes,
        "minimum_capacity": float(row.minimum_capacity),
        "impact": [
            {
                "after_minutes": step["after_minutes"],
                "cost_per_hour": number(money(step["cost_per_hour"])),
            }
            for step in row.impact
        ],
        "depends_on": needs,
        "dependencies": asks,
        "assessed_on": row.assessed_on.isoformat() if row.assessed_on else None,
    }
