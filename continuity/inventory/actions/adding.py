"""Many functions or options added at once: all, or none."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.names import key_for
from continuity.inventory.models import Batch, Dependency, Function, Option
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.orgs.revision import touch
from continuity.providers.models import Component

from .bulk import keep_added
from .options import refuse_slow_running


@verb("function.bulk_add")
def add_functions(actor: Actor, rows: Iterable[dict[str, Any]]) -> Batch | None:
    """Fields of each by name. Refused where a name is taken, or a value breaks a rule."""
    held = Function.objects.for_org(actor.org).values_list("key", "name")
    keys, names = set(), set()
    for key, name in held:
        keys.add(key)
        names.add(name)
    fresh, faults = [], []
    for fields in rows:
        row = Function(organization=actor.org, **fields)
        row.key = key_for(row.name, keys, "function")
        keys.add(row.key)
        if why := _fault(row, names):
            faults.append(f"“{row.name}”: {why}")
        names.add(row.name)
        fresh.append(row)
    if faults:
        raise ValidationError(faults)
    if not fresh:
        return None
    made = Function.objects.for_org(actor.org).bulk_create(fresh, batch_size=500)
    batch = keep_added(actor, [row.pk for row in made])
    batch.audit_note = {"keys": ", ".join(row.key for row in made)}
    return batch


def _fault(row: Function, names: set[str]) -> str:
    if row.name in names:
        return _("You already have a function of that name.")
    try:
        row.clean_fields(exclude=["organization"])
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    if row.rto_minutes > row.mtpd_minutes:
        return _("Its RTO is longer than its MTPD.")
    return ""


@verb("option.bulk_add")
def add_option_to_many(
    actor: Actor, dependencies: Sequence[Dependency], *, on: Iterable[Component] = (), **fields: Any
) -> Organization | None:
    """At the end of each: a fallback, or what runs where options are lacking still."""
    if not dependencies:
        return None
    held: dict[int, list[Option]] = {row.pk: [] for row in dependencies}
    options = Option.objects.for_org(actor.org).filter(dependency__in=list(held))
    for option in options.order_by("position", "pk"):
        held[option.dependency_id].append(option)
    rows, faults = [], []
    for dependency in dependencies:
        others = held[dependency.pk]
        row = Option(organization=actor.org, dependency=dependency, **fields)
        row.key = key_for(row.name, {o.key for o in others}, "option")
        row.position = max((o.position for o in others), default=-1) + 1
        row.clean_fields(exclude=["organization", "dependency"])
        try:
            refuse_slow_running(dependency, [*others, row])
        except ValidationError:
            faults.append(dependency)
        rows.append(row)
    if faults:
        names = ", ".join(f"“{d.function.name}: {d.name}”" for d in faults[:5])
        told = _("It would run in normal operation, and so at once, in: %(names)s.")
        raise ValidationError({"switch_minutes": told % {"names": names}})
    made = Option.objects.for_org(actor.org).bulk_create(rows, batch_size=500)
    links = Option.on.through
    rests = list(on)
    links.objects.bulk_create(
        [links(option=row, component=component) for row in made for component in rests],
        batch_size=500,
    )
    touch(actor.org)
    actor.org.audit_note = {  # type: ignore[attr-defined]
        "option": rows[0].name,
        "on": ", ".join(sorted(component.name for component in rests)) or str(_("by hand")),
        "dependencies": ", ".join(str(row.pk) for row in dependencies),
    }
    return actor.org
