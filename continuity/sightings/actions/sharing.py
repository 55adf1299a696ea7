"""An organisation counts in what organisations report together, or does not."""

from django.utils import timezone

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role

from .telling import forget_crowds


@verb("sharing.set", needs=Role.ADMIN)
def set_sharing(actor: Actor, *, on: bool) -> Organization | None:
    """From now on. Whoever stops is no longer counted at once, and no longer told."""
    now = timezone.now()
    org = Organization.objects.get(pk=actor.org.pk)
    if (org.shares_since is not None) == on:
        return None
    org.shares_since, org.shares_by = (now, actor.label) if on else (None, "")
    org.save()
    if not on:
        forget_crowds(actor, now)
    return org
