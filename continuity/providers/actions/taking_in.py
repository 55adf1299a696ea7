"""Components of a file that is taken in: the catalogue's where they are the same, else own ones.

Called inside a verb: writes no entry of its own. What the file names without telling of it is
known already.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from continuity.orgs.actor import Actor
from continuity.providers.models import Component, Edge, Provider

BATCH = 500


@dataclass(frozen=True)
class Taken:
    """``rows``: every component by key, as it is now; numbers of what is new; and whether anything
    was written at all."""

    rows: dict[str, Component]
    components: list[int]
    providers: list[int]
    written: bool


def take_in_components(actor: Actor, wanted: list[Mapping[str, Any]]) -> Taken:
    """``[{key, name, kind, provider, provider_name, runs_on: {key: (evidence, as_of)}}]``."""
    rows = list(Component.objects.for_org(actor.org).select_related("provider"))
    own = {c.key: c for c in rows if c.organization_id}
    shared = {c.key: c for c in rows if not c.organization_id}
    found: dict[str, Component] = {}
    if not wanted:
        return Taken({**shared, **own}, [], [], written=False)
    fresh: list[Any] = []
    changed: list[Any] = []
    for told in wanted:
        key = told["key"]
        if key not in own and key in shared and _same(shared[key], told):
            found[key] = shared[key]
    others = [told for told in wanted if told["key"] not in found]
    sellers, sellers_made = _sellers(actor, others)
    for told in others:
        key = told["key"]
        row = own.get(key) or Component(organization=actor.org, key=key, state_since=timezone.now())
        said = (told["name"], told["kind"], sellers[told["provider"]])
        if (row.name, row.kind, row.provider if row.provider_id else None) != said:
            row.name, row.kind, row.provider = said
            (changed if key in own else fresh).append(row)
        found[key] = row
    scoped = Component.objects.for_org(actor.org)
    scoped.bulk_create(fresh, batch_size=BATCH)
    if changed:
        scoped.bulk_update(changed, ["name", "kind", "provider"], batch_size=BATCH)
    known = {**shared, **own, **found}
    edges = _edges(actor, wanted, known)
    return Taken(
        known,
        [row.pk for row in fresh],
        [row.pk for row in sellers_made],
        written=bool(fresh or changed or sellers_made or edges),
    )


def forget_components(actor: Actor, components: list[int], providers: list[int]) -> None:
    """Those of them that nothing rests on, not even a removed option; inside a verb."""
    rows = Component.objects.for_org(actor.org).filter(organization=actor.org, pk__in=components)
    above = Edge.objects.for_org(actor.org).filter(present=True, runs_on__in=components)
    used = set(above.exclude(component__in=components).values_list("runs_on", flat=True))
    used |= set(rows.exclude(options=None).values_list("pk", flat=True))
    rows.exclude(pk__in=used).delete()
    sellers = Provider.objects.for_org(actor.org).filter(organization=actor.org, pk__in=providers)
    sellers.filter(components=None).delete()


def _same(row: Component, told: Mapping[str, Any]) -> bool:
    """The catalogue's component is what the file means: kind and seller agree."""
    return row.kind == told["kind"] and told["provider"] in {
        row.provider.operator,
        row.provider.slug,
    }


def _sellers(
    actor: Actor, wanted: list[Mapping[str, Any]]
) -> tuple[dict[str, Provider], list[Provider]]:
    """A provider for each name in the file, and those that had to be made: own ones."""
    rows = list(Provider.objects.for_org(actor.org).order_by("organization_id", "pk"))
    known: dict[str, Provider] = {}
    for row in rows:
        known.setdefault(row.slug, row)
        if row.organization_id and row.operator:
            known.setdefault(row.operator, row)
    fresh: dict[str, Provider] = {}
    taken = {row.slug for row in rows}
    numbers: defaultdict[str, int] = defaultdict(lambda: 1)
    names: dict[str, str] = {}
    for told in wanted:
        if told["provider_name"]:
            names.setdefault(told["provider"], told["provider_name"])
    for told in wanted:
        name = told["provider"]
        if name in known or name in fresh:
            continue
        slug = stem = slugify(name)[:50] or "provider"
        while slug in taken:
            numbers[stem] += 1
            slug = f"{stem}-{numbers[stem]}"
        taken.add(slug)
        fresh[name] = Provider(
            organization=actor.org,
            slug=slug,
            operator="" if slug == name else name,
            name=names.get(name, name),
            kind=Provider.Kind.OWN,
        )
    Provider.objects.for_org(actor.org).bulk_create(fresh.values(), batch_size=BATCH)
    return known | fresh, list(fresh.values())


def _edges(actor: Actor, wanted: list[Mapping[str, Any]], found: dict[str, Component]) -> bool:
    """Where the file and what holds today differ, the organisation's own word is written down.

    Whether any was.
    """
    pks = {found[told["key"]].pk for told in wanted}
    own: dict[tuple[int, int], Edge] = {}
    hints: dict[tuple[int, int], Edge] = {}
    for edge in Edge.objects.for_org(actor.org).filter(component__in=pks):
        (own if edge.organization_id else hints)[edge.component_id, edge.runs_on_id] = edge
    below: defaultdict[int, set[int]] = defaultdict(set)
    for above, lower in (*own, *hints):
        below[above].add(lower)
    fresh: list[Any] = []
    changed: list[Any] = []
    for told in wanted:
        upper = found[told["key"]].pk
        says = {found[key].pk: words for key, words in told["runs_on"].items()}
        for lower in sorted(below[upper] | says.keys()):
            row = _word(actor, upper, lower, says.get(lower), own, hints)
            if row is not None:
                (changed if row.pk else fresh).append(row)
    scoped = Edge.objects.for_org(actor.org)
    scoped.bulk_create(fresh, batch_size=BATCH)
    if changed:
        scoped.bulk_update(changed, ["present", "evidence", "as_of"], batch_size=BATCH)
    return bool(fresh or changed)


def _word(
    actor: Actor,
    upper: int,
    lower: int,
    says: tuple[str, date | None] | None,
    own: dict[tuple[int, int], Edge],
    hints: dict[tuple[int, int], Edge],
) -> Edge | None:
    """The own edge to write so that the file's word holds; None where it does already."""
    present = says is not None
    evidence, as_of = says or ("", None)
    row, hint = own.get((upper, lower)), hints.get((upper, lower))
    now = row or hint
    holds = now is not None and now.present
    silent = not evidence and as_of is None
    told = now is not None and (evidence, as_of) == (now.evidence, now.as_of)
    if present == holds and (not present or silent or told):
        return None
    row = row or Edge(organization=actor.org, component_id=upper, runs_on_id=lower)
    row.present, row.evidence, row.as_of = present, evidence[:500], as_of
    return row
