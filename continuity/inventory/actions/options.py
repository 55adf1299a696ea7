"""The ways to serve a dependency, in order: the first ``required`` run, the rest fall back.

A dependency that still lacks options may be saved; one that is complete stays so.
"""

import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.names import key_for
from continuity.inventory.models import Dependency, Function, Option
from continuity.inventory.order import crossing, moved
from continuity.inventory.portable import enough, units
from continuity.orgs.actor import Actor
from continuity.orgs.revision import touch
from continuity.providers.models import Component


def complete(
    dependency: Dependency, options: list[Option], function: Function | None = None
) -> bool:
    """Enough options run, and together they reach the function's minimum capacity."""
    running = options[: dependency.required]
    need = (function or dependency.function).minimum_capacity
    held = sum(units(Decimal(str(o.capacity))) for o in running)
    return len(running) == dependency.required and enough(held, units(Decimal(str(need))))


def refuse_slow_running(dependency: Dependency, options: list[Option]) -> None:
    """What runs in normal operation is there at once."""
    for option in options[: dependency.required]:
        if option.switch_minutes:
            raise ValidationError(
                {
                    "switch_minutes": _(
                        "“%(name)s” would run in normal operation, so its switch time is 0. "
                        "Set it to 0, or keep it below as a fallback: moving it up asks what "
                        "changes with that."
                    )
                    % {"name": option.name}
                }
            )


@verb("option.add")
def add_option(
    actor: Actor, dependency: Dependency, *, on: Iterable[Component] = (), **fields: Any
) -> Option:
    """At the end: it runs while options are still lacking, else it falls back."""
    others = _options(actor, dependency)
    taken = {other.key for other in others}
    fields.setdefault("key", key_for(fields.get("name", ""), taken, "option"))
    fields.setdefault("position", max((o.position for o in others), default=-1) + 1)
    option = Option(organization=actor.org, dependency=dependency, **fields)
    option.full_clean()
    refuse_slow_running(dependency, _in_order([*others, option]))
    option.save()
    _rest_on(actor, option, list(on))
    touch(actor.org)
    return option


@verb("option.edit")
def edit_option(
    actor: Actor, option: Option, *, on: Iterable[Component] | None = None, **fields: Any
) -> Option | None:
    """None if nothing differs. ``on`` None leaves what it rests on as it is."""
    before = _options(actor, option.dependency)
    for name, value in fields.items():
        setattr(option, name, value)
    option.full_clean()
    after = [option if other.pk == option.pk else other for other in before]
    _still_served(option.dependency, before, after)
    moved = on is not None and _rest_on(actor, option, list(on))
    if not option.changes() and not moved:
        return None
    option.save()
    touch(actor.org)
    return option


@verb("option.move")
def move_option(
    actor: Actor, option: Option, to: int, *, switch_minutes: int | None = None
) -> Option | None:
    """To place ``to``, from 0. Refused where a fallback that takes time to switch would run.

    ``switch_minutes``: how long it takes to switch to the one that no longer runs. With it the
    fallback that takes its place is there at once from now on.
    """
    before = _options(actor, option.dependency)
    after = moved(before, option.pk, to)
    if after == before:
        return None
    row = next(other for other in after if other.pk == option.pk)
    swapped = crossing(option.dependency.required, before, after)
    if swapped and switch_minutes is not None:
        swapped.rises.switch_minutes, swapped.falls.switch_minutes = 0, switch_minutes
        swapped.falls.full_clean()
        row.audit_note = {  # type: ignore[attr-defined]
            "runs": swapped.rises.name,
            "falls_back": f"{swapped.falls.name} ({switch_minutes} min)",
        }
    _still_served(option.dependency, before, after)
    for position, other in enumerate(after):
        other.position = position
    Option.objects.for_org(actor.org).bulk_update(after, ["position", "switch_minutes"])
    touch(actor.org)
    return row


@verb("option.remove")
def remove_option(actor: Actor, option: Option) -> Option:
    """Refused where what then runs would be too little, or slow to come."""
    before = _options(actor, option.dependency)
    _still_served(option.dependency, before, [o for o in before if o.pk != option.pk])
    option.removed_at = timezone.now()
    option.save()
    touch(actor.org)
    return option


@verb("option.restore")
def restore_option(actor: Actor, option: Option) -> Option:
    """To its old place; at the end where it could not run there."""
    dependency = option.dependency
    if dependency.removed_at is not None:
        raise ValidationError(_("Bring back its dependency first."))
    others = _options(actor, dependency)
    option.removed_at = None
    taken = {o.key for o in others}
    if option.key in taken:
        option.key = key_for(option.name, taken, "option")
    try:
        _still_served(dependency, others, _in_order([*others, option]))
    except ValidationError:
        option.position = max(o.position for o in others) + 1 if others else 0
        _still_served(dependency, others, _in_order([*others, option]))
    option.save()
    touch(actor.org)
    return option


def _in_order(options: list[Option]) -> list[Option]:
    return sorted(options, key=lambda option: (option.position, option.pk or math.inf))


def _options(actor: Actor, dependency: Dependency) -> list[Option]:
    rows = Option.objects.for_org(actor.org).filter(dependency=dependency)
    return list(rows.order_by("position", "pk"))


def _still_served(dependency: Dependency, before: list[Option], after: list[Option]) -> None:
    refuse_slow_running(dependency, after)
    if complete(dependency, before) and not complete(dependency, after):
        raise ValidationError(
            {
                "capacity": _(
                    "What runs of “%(name)s” would no longer reach the function's minimum "
                    "capacity. Add another option first, or remove “%(name)s” as a whole."
                )
                % {"name": dependency.name}
            }
        )


def _rest_on(actor: Actor, option: Option, wanted: list[Component]) -> bool:
    """Set what it rests on; whether that differs. Retired components stay where they are."""
    was = set(option.on.values_list("pk", flat=True))
    now = {component.pk for component in wanted}
    if was == now:
        return False
    option.on.set(wanted)
    names = ", ".join(sorted(component.name for component in wanted))
    option.audit_note = {"on": names or str(_("by hand"))}  # type: ignore[attr-defined]
    return True
