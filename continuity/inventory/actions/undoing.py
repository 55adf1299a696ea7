"""What was done to many functions at once, taken back by one click."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.graph import cycles
from continuity.inventory.bulk import FIELDS, planned, slices, values
from continuity.inventory.models import Batch, Dependency, Function, Option
from continuity.orgs.actor import Actor
from continuity.orgs.revision import touch

from .bulk import as_text, take_away

NAMED = 12
TIMES = ("rto_minutes", "mtpd_minutes")  # bound to each other by a rule of the table
TOGETHER = (TIMES, *((name,) for name in FIELDS if name not in TIMES))


@dataclass
class Undone:
    """How many functions are as they were, and the names of those left as they are by now."""

    functions: int
    left: list[str] = field(default_factory=list)


@verb("function.bulk_undo")
def undo_batch(actor: Actor, batch: Batch) -> Batch:
    """``batch.undone`` says what stays: what was changed since, and what a rule forbids."""
    if batch.undone_at is not None:
        raise ValidationError(_("That is undone already."))
    done = _UNDO[batch.kind](actor, batch)
    if not done.functions:
        raise ValidationError(_("All of it was changed since. Nothing was undone."))
    batch.undone_at = timezone.now()
    batch.save()
    batch.undone = done
    batch.audit_note = {"undone": done.functions, "changed_since": ", ".join(done.left)}
    touch(actor.org)
    return batch


def _edit(actor: Actor, batch: Batch) -> Undone:
    moved = {int(pk): fields for pk, fields in batch.rows.items()}
    held = values(actor.org, list(moved))
    same = [row for row in held if _is_so(row, moved[row["pk"]])]
    back = {row["pk"]: _as_it_was(moved[row["pk"]]) for row in same}
    forbidden = {name for name, _why in planned(actor.org, same, back).faults}
    back = {row["pk"]: back[row["pk"]] for row in same if row["name"] not in forbidden}
    for names in TOGETHER:
        _put(actor, names, back)
    left = [row["name"] for row in held if row["pk"] not in back]
    return Undone(len(back), left + _removed(actor, moved.keys() - {row["pk"] for row in held}))


def _put(actor: Actor, names: tuple[str, ...], back: dict[int, dict[str, Any]]) -> None:
    """A query for each few hundred rows that are to have the same values again."""
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for pk, fields in back.items():
        if told := tuple((name, fields[name]) for name in names if name in fields):
            alike[told].append(pk)
    now = timezone.now()
    for values_now, pks in alike.items():
        for some in slices(pks):
            rows = Function.objects.for_org(actor.org).filter(pk__in=some)
            rows.update(**dict(values_now), edited_at=now)


def _is_so(row: dict[str, Any], fields: dict[str, list[Any]]) -> bool:
    return all(as_text(row[name]) == now for name, (_was, now) in fields.items())


def _as_it_was(fields: dict[str, list[Any]]) -> dict[str, Any]:
    return {name: _PYTHON[name](was) for name, (was, _now) in fields.items()}


_PYTHON = {name: Function._meta.get_field(name).to_python for name in FIELDS}  # type: ignore[union-attr]


def _removed(actor: Actor, pks: Iterable[int]) -> list[str]:
    found: list[str] = []
    for some in slices(sorted(pks)):
        rows = Function.objects.removed(actor.org).filter(pk__in=some)
        found += rows.values_list("name", flat=True)
    return found


def _removal(actor: Actor, batch: Batch) -> Undone:
    """Back with what went with them; refused where a name is taken or a circle would close."""
    gone = Function.objects.removed(actor.org).filter(removed_at=batch.at).order_by("name")
    rows = [row for row in gone.values_list("pk", "key", "name") if str(row[0]) in batch.rows]
    pks = [pk for pk, *_ in rows]
    _refuse_taken(actor, rows)
    _refuse_circles(actor, set(pks))
    for some in slices(pks):
        Function.objects.removed(actor.org).filter(pk__in=some).update(removed_at=None)
        asks = Dependency.objects.removed(actor.org).filter(function__in=some)
        asks.filter(removed_at=batch.at).update(removed_at=None)
        ways = Option.objects.removed(actor.org).filter(dependency__function__in=some)
        ways.filter(removed_at=batch.at).update(removed_at=None)
    others = {int(pk) for pk in batch.rows} - set(pks)
    there = [row["name"] for row in values(actor.org, sorted(others))]
    return Undone(len(pks), there + _removed(actor, others))


def _refuse_taken(actor: Actor, rows: list[tuple[int, str, str]]) -> None:
    held = Function.objects.for_org(actor.org)
    keys = set(held.values_list("key", flat=True))
    names = set(held.values_list("name", flat=True))
    taken = [name for _pk, key, name in rows if key in keys or name in names]
    if taken:
        raise ValidationError(
            _("There is another function by now of the name of: %(names)s. Nothing was undone.")
            % {"names": ", ".join(taken[:NAMED])}
        )


def _refuse_circles(actor: Actor, back: set[int]) -> None:
    live = set(Function.objects.for_org(actor.org).values_list("pk", flat=True)) | back
    links = Function.depends_on.through.objects.filter(from_function__organization=actor.org)
    edges: dict[str, list[str]] = {}
    for upper, lower in links.values_list("from_function", "to_function"):
        if upper in live and lower in live:
            edges.setdefault(str(upper), []).append(str(lower))
    if next(iter(cycles(edges)), None):
        raise ValidationError(
            _("These functions would depend on each other in a circle by now. Nothing was undone.")
        )


def _addition(actor: Actor, batch: Batch) -> Undone:
    """Removed again, but for those that were changed since."""
    held: list[tuple[int, str, Any]] = []
    for some in slices([int(pk) for pk in batch.rows]):
        rows = Function.objects.for_org(actor.org).filter(pk__in=some)
        held += rows.values_list("pk", "name", "edited_at")
    gone = [pk for pk, _name, edited in held if edited <= batch.at]
    take_away(actor, gone, timezone.now())
    return Undone(len(gone), [name for _pk, name, edited in held if edited > batch.at])


_UNDO: dict[str, Callable[[Actor, Batch], Undone]] = {
    Batch.Kind.EDIT: _edit,
    Batch.Kind.REMOVE: _removal,
    Batch.Kind.ADD: _addition,
}
