"""Business functions: added, changed, removed with all that is theirs, and brought back."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.durations import spell
from continuity.core.graph import cycles
from continuity.core.names import key_for
from continuity.inventory.impact import checked_impact
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.actor import Actor
from continuity.orgs.revision import touch


@verb("function.add")
def add_function(actor: Actor, *, depends_on: Iterable[Function] = (), **fields: Any) -> Function:
    taken = set(Function.objects.for_org(actor.org).values_list("key", flat=True))
    fields.setdefault("key", key_for(fields.get("name", ""), taken, "function"))
    function = Function(organization=actor.org, **fields)
    check(function)
    function.save()
    _lean_on(actor, function, list(depends_on))
    touch(actor.org)
    return function


@verb("function.edit")
def edit_function(
    actor: Actor, function: Function, *, depends_on: Iterable[Function] | None = None, **fields: Any
) -> Function | None:
    """None if nothing differs. ``depends_on`` None leaves what it depends on as it is."""
    for name, value in fields.items():
        setattr(function, name, value)
    check(function)
    moved = depends_on is not None and _lean_on(actor, function, list(depends_on))
    changed = function.changes()
    if not changed and not moved:
        return None
    if "minimum_capacity" in changed:
        _keep_served(function)
    function.save()
    touch(actor.org)
    return function


@verb("function.remove")
def remove_function(actor: Actor, function: Function) -> Function:
    """With its dependencies and options; ``restore_function`` brings back just those."""
    now = timezone.now()
    options = Option.objects.for_org(actor.org).filter(dependency__function=function)
    options.filter(dependency__removed_at=None).update(removed_at=now)
    Dependency.objects.for_org(actor.org).filter(function=function).update(removed_at=now)
    function.removed_at = now
    function.save()
    touch(actor.org)
    return function


@verb("function.restore")
def restore_function(actor: Actor, function: Function) -> Function:
    """Refused where its name is taken, or where it would close a circle made meanwhile."""
    stamp, function.removed_at = function.removed_at, None
    others = Function.objects.for_org(actor.org)
    taken = set(others.values_list("key", flat=True))
    if function.key in taken:
        function.key = key_for(function.name, taken, "function")
    function.validate_constraints()
    _refuse_circle(actor, function, list(function.depends_on.all()))
    function.save()
    dependencies = Dependency.objects.removed(actor.org).filter(function=function)
    dependencies.filter(removed_at=stamp).update(removed_at=None)
    options = Option.objects.removed(actor.org).filter(dependency__function=function)
    options.filter(removed_at=stamp).update(removed_at=None)
    touch(actor.org)
    return function


def check(function: Function) -> None:
    function.impact = checked_impact(function.impact)
    rto, mtpd = function.rto_minutes, function.mtpd_minutes
    if rto is not None and mtpd is not None and rto > mtpd:
        too_long = _("The RTO is longer than the MTPD of %(time)s: it must run again before then.")
        too_short = _("The MTPD is shorter than the RTO of %(time)s.")
        raise ValidationError(
            {
                "rto_minutes": too_long % {"time": spell(mtpd)},
                "mtpd_minutes": too_short % {"time": spell(rto)},
            }
        )
    function.full_clean()


def _refuse_circle(actor: Actor, function: Function, wanted: list[Function]) -> None:
    """Refuse ``function`` to depend on ``wanted`` if that goes round, naming the way."""
    links = Function.depends_on.through.objects.filter(from_function__organization=actor.org)
    live = set(Function.objects.for_org(actor.org).values_list("pk", flat=True)) | {function.pk}
    edges: dict[str, list[str]] = {}
    for upper, lower in links.exclude(from_function=function).values_list(
        "from_function", "to_function"
    ):
        if upper in live and lower in live:
            edges.setdefault(str(upper), []).append(str(lower))
    edges[str(function.pk)] = [str(other.pk) for other in wanted]
    if circle := next(iter(cycles(edges)), None):
        rows = Function.objects.for_org(actor.org).filter(pk__in=circle)
        names = {str(pk): name for pk, name in rows.values_list("pk", "name")}
        names[str(function.pk)] = function.name
        way = " → ".join(names.get(key, key) for key in circle)
        raise ValidationError(
            {"depends_on": _("These functions would depend on each other: %(way)s.") % {"way": way}}
        )


def _lean_on(actor: Actor, function: Function, wanted: list[Function]) -> bool:
    """Set what it depends on; whether that differs. Refuses to go round."""
    _refuse_circle(actor, function, wanted)
    was = set(function.depends_on.values_list("pk", flat=True))
    now = {other.pk for other in wanted}
    if was == now:
        return False
    function.depends_on.set(wanted)
    names_now = ", ".join(sorted(other.name for other in wanted))
    function.audit_note = {"depends_on": names_now}  # type: ignore[attr-defined]
    return True


def _keep_served(function: Function) -> None:
    """A higher minimum must not leave a dependency short that was served before."""
    from .options import complete

    before = Function.objects.for_org(function.organization).get(pk=function.pk)
    for dependency in function.dependencies.all():
        options = list(dependency.options.all())
        if complete(dependency, options, before) and not complete(dependency, options, function):
            raise ValidationError(
                {
                    "minimum_capacity": _(
                        "What runs of “%(name)s” would no longer reach that minimum. "
                        "Add running capacity first."
                    )
                    % {"name": dependency.name}
                }
            )
