"""What a function asks of AI."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.names import key_for
from continuity.inventory.models import Dependency, Function, Option
from continuity.orgs.actor import Actor
from continuity.orgs.revision import touch

from .options import complete, refuse_slow_running


@verb("dependency.add")
def add_dependency(actor: Actor, function: Function, **fields: Any) -> Dependency:
    """At the end of the function's list, without options: not filled in yet."""
    others = list(Dependency.objects.for_org(actor.org).filter(function=function))
    taken = {other.key for other in others}
    fields.setdefault("key", key_for(fields.get("name", ""), taken, "dependency"))
    fields.setdefault("position", max((o.position for o in others), default=-1) + 1)
    dependency = Dependency(organization=actor.org, function=function, **fields)
    dependency.full_clean()
    dependency.save()
    touch(actor.org)
    return dependency


@verb("dependency.edit")
def edit_dependency(actor: Actor, dependency: Dependency, **fields: Any) -> Dependency | None:
    """None if nothing differs."""
    for name, value in fields.items():
        setattr(dependency, name, value)
    dependency.full_clean()
    changed = dependency.changes()
    if not changed:
        return None
    if "required" in changed:
        options = list(dependency.options.all())
        before = Dependency.objects.for_org(actor.org).get(pk=dependency.pk)
        refuse_slow_running(dependency, options)
        if complete(before, options) and not complete(dependency, options):
            raise ValidationError(
                {"required": _("It has not that many options, or they carry too little.")}
            )
    dependency.save()
    touch(actor.org)
    return dependency


@verb("dependency.remove")
def remove_dependency(actor: Actor, dependency: Dependency) -> Dependency:
    """With its options; ``restore_dependency`` brings back just those."""
    now = timezone.now()
    Option.objects.for_org(actor.org).filter(dependency=dependency).update(removed_at=now)
    dependency.removed_at = now
    dependency.save()
    touch(actor.org)
    return dependency


@verb("dependency.restore")
def restore_dependency(actor: Actor, dependency: Dependency) -> Dependency:
    if dependency.function.removed_at is not None:
        raise ValidationError(_("Bring back its function first."))
    stamp, dependency.removed_at = dependency.removed_at, None
    others = Dependency.objects.for_org(actor.org).filter(function=dependency.function)
    taken = set(others.values_list("key", flat=True))
    if dependency.key in taken:
        dependency.key = key_for(dependency.name, taken, "dependency")
    dependency.save()
    options = Option.objects.removed(actor.org).filter(dependency=dependency)
    options.filter(removed_at=stamp).update(removed_at=None)
    touch(actor.org)
    return dependency
