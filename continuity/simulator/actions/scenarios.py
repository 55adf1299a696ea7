"""Events that people keep, to replay them again and to exercise them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.simulator.models import Scenario


@verb("scenario.save")
def save_scenario(
    actor: Actor, *, name: str, event: dict[str, Any], held: list[str], note: str = ""
) -> Scenario:
    """``event``: `continuity.event/1`, already checked."""
    row = Scenario(
        organization=actor.org, name=name, note=note, event=event, held=held, saved_by=actor.label
    )
    _refuse_twice(row)
    row.full_clean()
    row.save()
    return row


@verb("scenario.remove")
def remove_scenario(actor: Actor, row: Scenario) -> Scenario:
    row.removed_at = timezone.now()
    row.save()
    return row


@verb("scenario.restore")
def restore_scenario(actor: Actor, row: Scenario) -> Scenario:
    _refuse_twice(row)
    row.removed_at = None
    row.save()
    return row


def _refuse_twice(row: Scenario) -> None:
    same = Scenario.objects.for_org(row.organization).filter(name=row.name).exclude(pk=row.pk)
    if same.exists():
        raise ValidationError(
            {"name": _("A scenario “%(name)s” is kept already.") % {"name": row.name}}
        )
