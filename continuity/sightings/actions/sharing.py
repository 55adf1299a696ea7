"""An organisation counts in what organisations report together, or does not."""

from django.utils import timezone

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.sightings.models import Sharing

from .telling import forget_crowds


@verb("sharing.set", needs=Role.ADMIN)
def set_sharing(actor: Actor, *, on: bool) -> Sharing | None:
    """From now on. Whoever stops is no longer counted at once, and no longer told."""
    now = timezone.now()
    row = Sharing.objects.for_org(actor.org).first() or Sharing(organization=actor.org, since=now)
    if row.on == on:
        return None
    row.on, row.since, row.by = on, now, actor.label
    row.save()
    if not on:
        forget_crowds(actor, now)
    return row
