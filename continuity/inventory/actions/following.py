"""Measured times replace planned ones: the switch time of a fallback follows its exercises."""

from continuity.audit.verbs import verb
from continuity.inventory.following import behind
from continuity.inventory.models import Option
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.orgs.revision import touch


@verb("option.follow", needs=Role.OWNER)
def follow_exercises(actor: Actor) -> Organization | None:
    """Give each fallback the time that the newest passed exercise of its runbook took.

    Once for each exercise: what people write after it stands. None where none is behind.
    """
    moved, rows = {}, []
    for option, exercise in behind(actor.org):
        if option.switch_minutes != exercise.measured_minutes:
            moved[option.name] = f"{option.switch_minutes} → {exercise.measured_minutes} min"
        option.switch_minutes = exercise.measured_minutes or 0
        option.measured_by = exercise
        rows.append(option)
    if not rows:
        return None
    fields = ["switch_minutes", "measured_by"]
    Option.objects.for_org(actor.org).bulk_update(rows, fields, batch_size=500)
    touch(actor.org)
    actor.org.audit_note = moved or {"as_measured": len(rows)}  # type: ignore[attr-defined]
    return actor.org
