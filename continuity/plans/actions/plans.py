"""What people write of a plan."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from continuity.audit.verbs import verb
from continuity.core.names import key_for
from continuity.inventory.models import Function
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.plans.models import Plan, Version


@verb("plan.add")
def add_plan(actor: Actor, *, functions: Iterable[Function] = (), **fields: Any) -> Plan:
    taken = set(Plan.objects.for_org(actor.org).values_list("key", flat=True))
    fields.setdefault("key", key_for(fields.get("title", ""), taken, "plan"))
    plan = Plan(organization=actor.org, **fields)
    plan.full_clean()
    plan.save()
    plan.functions.set(functions)
    return plan


@verb("plan.edit")
def edit_plan(
    actor: Actor, plan: Plan, *, functions: Iterable[Function] | None = None, **fields: Any
) -> Plan | None:
    """None if nothing differs. An edit moves no date but its own."""
    for name, value in fields.items():
        setattr(plan, name, value)
    plan.full_clean()
    moved = False
    if functions is not None:
        wanted = list(functions)
        moved = {f.pk for f in wanted} != set(plan.functions.values_list("pk", flat=True))
        if moved:
            plan.functions.set(wanted)
            names = ", ".join(sorted(f.name for f in wanted))
            plan.audit_note = {"functions": names}  # type: ignore[attr-defined]
    if not moved and not plan.changes():
        return None
    plan.save()
    return plan


@verb("plan.remove")
def remove_plan(actor: Actor, plan: Plan) -> Plan:
    """One with a version in force only by who may approve. It can be brought back, all of it."""
    versions = Version.objects.for_org(actor.org).filter(plan=plan)
    if versions.filter(state=Version.State.APPROVED).exists():
        actor.require(Role.APPROVER)
    plan.removed_at = timezone.now()
    plan.save()
    return plan


@verb("plan.restore")
def restore_plan(actor: Actor, plan: Plan) -> Plan:
    plan.removed_at = None
    taken = set(Plan.objects.for_org(actor.org).values_list("key", flat=True))
    if plan.key in taken:
        plan.key = key_for(plan.title, taken, "plan")
    plan.validate_constraints()
    plan.save()
    return plan
