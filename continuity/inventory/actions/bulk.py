"""Many functions in one transaction, with one entry in the chain."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.inventory.bulk import CLEARABLE, FIELDS, Change, fingerprint, plan, slices, told
from continuity.inventory.models import Batch, Dependency, Function, Option
from continuity.orgs.actor import Actor
from continuity.orgs.revision import touch

MOVED = "moved"


@verb("function.bulk_edit")
def edit_functions(
    actor: Actor, rows: QuerySet, *, fields: Mapping[str, Any], seen: str = ""
) -> Batch | None:
    """Give all of ``rows`` these ``fields``; None if nothing differs, nothing if one is at fault.

    ``seen``: fingerprint of what was shown before; refused if that is no longer so.
    """
    fields = _checked(fields)
    done = plan(actor.org, _own(actor, rows), fields)
    _refuse_moved(seen, done.seen)
    if done.faults:
        raise ValidationError([f"“{name}”: {why}." for name, why in done.faults])
    if not done.changes:
        return None
    now = timezone.now()
    for pks in slices([change.pk for change in done.changes]):
        held = Function.objects.for_org(actor.org).filter(pk__in=pks)
        held.update(**fields, edited_at=now)
    batch = _keep(actor, Batch.Kind.EDIT, now, {str(c.pk): _plain(c) for c in done.changes})
    batch.audit_note = {
        **{name: as_text(value) for name, value in fields.items()},
        "keys": ", ".join(change.key for change in done.changes),
    }
    return batch


@verb("function.bulk_remove")
def remove_functions(actor: Actor, rows: QuerySet, *, seen: str = "") -> Batch | None:
    """With their dependencies and options; None if there are none."""
    held = told(_own(actor, rows))
    _refuse_moved(seen, fingerprint(held))
    if not held:
        return None
    now = timezone.now()
    take_away(actor, [row["pk"] for row in held], now)
    batch = _keep(actor, Batch.Kind.REMOVE, now, {str(row["pk"]): {} for row in held})
    batch.audit_note = {"keys": ", ".join(row["key"] for row in held)}
    return batch


def take_away(actor: Actor, pks: list[int], now: datetime) -> None:
    """Remove functions with all that is in them. Called inside a verb."""
    for some in slices(pks):
        inside = Option.objects.for_org(actor.org).filter(dependency__function__in=some)
        inside.filter(dependency__removed_at=None).update(removed_at=now)
        Dependency.objects.for_org(actor.org).filter(function__in=some).update(removed_at=now)
        Function.objects.for_org(actor.org).filter(pk__in=some).update(removed_at=now)


def keep_added(actor: Actor, pks: list[int]) -> Batch:
    """So that what was just added at once can be taken back at once. Called inside a verb."""
    return _keep(actor, Batch.Kind.ADD, timezone.now(), {str(pk): {} for pk in pks})


def _own(actor: Actor, rows: QuerySet) -> Any:
    wanted = rows.order_by().values("pk")
    return Function.objects.for_org(actor.org).filter(pk__in=wanted)


def _keep(actor: Actor, kind: Batch.Kind, at: datetime, rows: dict[str, Any]) -> Batch:
    batch = Batch(organization=actor.org, kind=kind, at=at, rows=rows)
    batch.save()
    touch(actor.org)
    return batch


def _refuse_moved(seen: str, now: str) -> None:
    if seen and seen != now:
        told_why = _("Some of these functions were changed meanwhile. Look at it once more.")
        raise ValidationError(told_why, code=MOVED)


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Each value by the rules of its column; what ties columns is planned after."""
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"not to be changed in bulk: {sorted(unknown)}")
    columns: Any = {name: Function._meta.get_field(name) for name in fields}
    return {
        name: value
        if value in (None, "") and name in CLEARABLE
        else columns[name].clean(value, None)
        for name, value in fields.items()
    }


def as_text(value: Any) -> Any:
    """As a batch keeps it."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def _plain(change: Change) -> dict[str, list[Any]]:
    return {name: [as_text(was), as_text(now)] for name, (was, now) in change.fields.items()}
