"""Two functions that are one: what is the other's moves over, and the other is removed."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.graph import cycles
from continuity.core.names import key_for
from continuity.inventory.merging import FIELDS, twins
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.actor import Actor
from continuity.orgs.revision import touch

from .functions import check
from .options import complete


@verb("function.merge")
def merge_functions(
    actor: Actor, keep: Function, other: Function, *, take: Iterable[str] = ()
) -> Function:
    """``take``: names of the fields in which ``keep`` becomes as ``other`` is.

    Dependencies move over with their options, but for those that ``keep`` has just so. Whoever
    needs ``other`` or names it, needs and names ``keep``. Refused where that goes round, and where
    a dependency would be left short. ``other`` waits among what was removed.
    """
    if keep.pk == other.pk:
        raise ValidationError(_("That is one function already."))
    _refuse_circle(actor, keep, other)
    stay = twins(actor.org, keep, other)
    asks = [row for row in _asks(actor, other) if row.pk not in stay]
    before = {ask.pk: _complete(ask) for ask in [*asks, *_asks(actor, keep)]}
    now = timezone.now()
    values = {name: getattr(other, name) for name in take if name in FIELDS}
    other.removed_at = now
    other.save()
    for name, value in values.items():
        setattr(keep, name, value)
    check(keep)
    _move(actor, keep, asks)
    keep.save()
    _refuse_short(actor, keep, before)
    _take_away(actor, stay, now)
    _follow(keep, other)
    _need(actor, keep, other)
    touch(actor.org)
    keep.audit_note = {
        "merged": other.name,
        "merged_target": f"{other._meta.label}:{other.pk}",
        "dependencies_moved": len(asks),
    }
    return keep


def _asks(actor: Actor, function: Function) -> list[Dependency]:
    rows = Dependency.objects.for_org(actor.org).filter(function=function)
    return list(rows.select_related("function").prefetch_related("options"))


def _complete(ask: Dependency) -> bool:
    return complete(ask, list(ask.options.all()))


def _move(actor: Actor, keep: Function, asks: list[Dependency]) -> None:
    """To the end of the list, under keys that are free there."""
    held = Dependency.objects.for_org(actor.org).filter(function=keep)
    taken = set(held.values_list("key", flat=True))
    last = max(held.values_list("position", flat=True), default=-1)
    for place, ask in enumerate(asks, start=last + 1):
        if ask.key in taken:
            ask.key = key_for(ask.name, taken, "dependency")
        taken.add(ask.key)
        ask.function, ask.position = keep, place
    scoped = Dependency.objects.for_org(actor.org)
    scoped.bulk_update(asks, ["function", "key", "position"], batch_size=500)


def _refuse_short(actor: Actor, keep: Function, before: dict[int, bool]) -> None:
    for ask in _asks(actor, keep):
        if before.get(ask.pk) and not _complete(ask):
            raise ValidationError(
                _("What runs of “%(name)s” would not reach the minimum capacity chosen.")
                % {"name": ask.name}
            )


def _take_away(actor: Actor, asks: set[int], now: Any) -> None:
    """Twins go with the function that they are of."""
    ways = Option.objects.for_org(actor.org).filter(dependency__in=asks)
    ways.update(removed_at=now)
    Dependency.objects.for_org(actor.org).filter(pk__in=asks).update(removed_at=now)


def _follow(keep: Function, other: Function) -> None:
    """Whatever names ``other`` among functions (plans, reminders) names ``keep`` as well."""
    for relation in Function._meta.get_fields(include_hidden=True):
        if not (relation.many_to_many and relation.auto_created):
            continue
        field: Any = relation.field  # type: ignore[union-attr]
        if field.model is Function:
            continue
        links = field.remote_field.through
        theirs, ours = field.m2m_column_name(), field.m2m_reverse_name()
        named = links.objects.filter(**{ours: other.pk}).values_list(theirs, flat=True)
        known = links.objects.filter(**{ours: keep.pk}).values_list(theirs, flat=True)
        fresh = set(named) - set(known)
        links.objects.bulk_create(links(**{theirs: row, ours: keep.pk}) for row in sorted(fresh))


def _need(actor: Actor, keep: Function, other: Function) -> None:
    """What ``other`` needs, and who needs it; its own list stays, for when it comes back."""
    links = Function.depends_on.through
    needed = set(other.depends_on.values_list("pk", flat=True))
    needed -= {keep.pk, *keep.depends_on.values_list("pk", flat=True)}
    uppers = links.objects.filter(to_function=other).values_list("from_function", flat=True)
    known = links.objects.filter(to_function=keep).values_list("from_function", flat=True)
    leaning = set(uppers) - set(known) - {keep.pk}
    links.objects.bulk_create(
        [
            *(links(from_function=keep, to_function_id=pk) for pk in sorted(needed)),
            *(links(from_function_id=pk, to_function=keep) for pk in sorted(leaning)),
        ]
    )
    links.objects.filter(to_function=other).delete()


def _refuse_circle(actor: Actor, keep: Function, other: Function) -> None:
    """As one they must not need what needs them; that one needs the other is nothing any more."""
    names = dict(Function.objects.for_org(actor.org).values_list("pk", "name"))
    one = {other.pk: keep.pk}
    edges: dict[str, list[str]] = {}
    links = Function.depends_on.through.objects.filter(from_function__organization=actor.org)
    for upper, lower in links.values_list("from_function", "to_function"):
        if upper in names and lower in names:
            a, b = one.get(upper, upper), one.get(lower, lower)
            if a != b:
                edges.setdefault(str(a), []).append(str(b))
    if circle := next(iter(cycles(edges)), None):
        way = " → ".join(names[int(pk)] for pk in circle)
        raise ValidationError(
            _("As one function they would need themselves: %(way)s.") % {"way": way}
        )
