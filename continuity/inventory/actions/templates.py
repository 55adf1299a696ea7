"""Functions of a sector's template taken in: suggestions that wait to be confirmed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.names import key_for
from continuity.inventory.models import Batch, Dependency, Function, Option
from continuity.inventory.templates import SECTORS, Suggested
from continuity.orgs.actor import Actor
from continuity.providers.models import Component

from .bulk import keep_added


@verb("function.from_template")
def take_in_template(actor: Actor, sector: str, keys: Iterable[str]) -> Batch | None:
    """Those of the template with these keys; None if there are none.

    What one of them needs is linked where it is taken too, or there already under that name.
    Refused where a name is taken: nothing is replaced.
    """
    wanted = SECTORS[sector].only(set(keys))
    if not wanted:
        return None
    there = dict(Function.objects.for_org(actor.org).values_list("name", "pk"))
    if taken := [f.name for f in wanted if f.name in there]:
        raise ValidationError(
            _("You have functions of these names already: %(names)s.") % {"names": ", ".join(taken)}
        )
    components = _components(wanted)
    made = _functions(actor, sector, wanted)
    _link(sector, wanted, there | {row.name: row.pk for row in made})
    _inside(actor, wanted, made, components)
    batch = keep_added(actor, [row.pk for row in made])
    batch.audit_note = {"template": sector, "keys": ", ".join(row.key for row in made)}
    return batch


def _components(wanted: Iterable[Suggested]) -> dict[str, Component]:
    keys = {key for f in wanted for ask in f.asks for way in ask.ways for key in way.on}
    found = {c.key: c for c in Component.objects.catalogue().filter(key__in=keys)}
    if missing := sorted(keys - found.keys()):
        raise ValidationError(
            _("The catalogue does not know %(keys)s. Load it anew: manage.py catalogue.")
            % {"keys": ", ".join(missing)}
        )
    return found


def _functions(actor: Actor, sector: str, wanted: Iterable[Suggested]) -> list[Function]:
    taken = set(Function.objects.for_org(actor.org).values_list("key", flat=True))
    rows = []
    for told in wanted:
        key = key_for(told.name, taken, "function")
        taken.add(key)
        rows.append(
            Function(
                organization=actor.org,
                key=key,
                name=told.name,
                description=told.description,
                criticality=told.criticality,
                rto_minutes=told.rto_minutes,
                mtpd_minutes=told.mtpd_minutes,
                minimum_capacity=Decimal(str(told.minimum_capacity)),
                template=sector,
            )
        )
    return Function.objects.for_org(actor.org).bulk_create(rows)


def _link(sector: str, wanted: Iterable[Suggested], known: dict[str, int]) -> None:
    names = {f.key: f.name for f in SECTORS[sector].functions}
    links = Function.depends_on.through
    links.objects.bulk_create(
        links(from_function_id=known[f.name], to_function_id=known[names[key]])
        for f in wanted
        for key in f.depends_on
        if names[key] in known
    )


def _inside(
    actor: Actor,
    wanted: Iterable[Suggested],
    made: Iterable[Function],
    components: dict[str, Component],
) -> None:
    asks: list[tuple[Any, Dependency]] = []
    for told, function in zip(wanted, made, strict=True):
        taken: set[str] = set()
        for place, ask in enumerate(told.asks):
            key = key_for(ask.name, taken, "dependency")
            taken.add(key)
            row = Dependency(organization=actor.org, function=function, key=key, name=ask.name)
            row.essential, row.position = ask.essential, place
            asks.append((ask, row))
    Dependency.objects.for_org(actor.org).bulk_create([row for _ask, row in asks])
    ways: list[tuple[Any, Option]] = []
    for ask, dependency in asks:
        taken = set()
        for place, way in enumerate(ask.ways):
            key = key_for(way.name, taken, "option")
            taken.add(key)
            option = Option(organization=actor.org, dependency=dependency, key=key, name=way.name)
            option.position, option.switch_minutes = place, way.switch_minutes
            option.capacity = Decimal(str(way.capacity))
            ways.append((way, option))
    Option.objects.for_org(actor.org).bulk_create([option for _way, option in ways])
    links = Option.on.through
    links.objects.bulk_create(
        links(option=option, component=components[key]) for way, option in ways for key in way.on
    )
