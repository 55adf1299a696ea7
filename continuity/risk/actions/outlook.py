"""What an organisation holds of outages itself, and what simulated years brought."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.orgs.revision import touch
from continuity.providers.models import Component
from continuity.risk.models import Outlook, Prior
from continuity.risk.picture import METHOD

MOST_SPREAD = 100  # times the median that one in ten outages may exceed: beyond, means run away


@verb("risk.simulate", needs=Role.OWNER)
def keep_outlook(
    actor: Actor, result: dict[str, Any], *, revision: int, day: date, at: datetime
) -> Outlook | None:
    """Keep what simulated years brought; None: the inventory is at another ``revision`` by now."""
    if Organization.objects.values_list("revision", flat=True).get(pk=actor.org.pk) != revision:
        return None
    row: Any = Outlook.objects.for_org(actor.org).first() or Outlook(organization=actor.org)
    row.at, row.day, row.revision, row.method, row.result = at, day, revision, METHOD, result
    row.save()
    row.audit_note = {"result": f"{result['years']} years, seed {result['seed']}"}
    return row


@verb("prior.set")
def set_prior(
    actor: Actor, *, kind: str = "", component: Component | None = None, **fields: Any
) -> Prior:
    """What the organisation holds of a kind's outages, or of one component's, before any is seen.

    Fields: ``outages_per_year``, ``median_minutes``, ``long_minutes``, ``worth_years``, ``why``.
    """
    held = Prior.objects.for_org(actor.org).filter(kind=kind, component=component)
    row = held.first() or Prior(organization=actor.org, kind=kind, component=component)
    for name, value in fields.items():
        setattr(row, name, value)
    row.full_clean(exclude=["organization"])
    if row.long_minutes > MOST_SPREAD * row.median_minutes:
        raise ValidationError(
            {"long_minutes": _("That is more than 100 times what half of them last.")}
        )
    row.save()
    touch(actor.org)
    return row


@verb("prior.reset")
def reset_prior(actor: Actor, row: Prior) -> Prior:
    """Back to what is shipped, or for a component to what is held of its kind."""
    touch(actor.org)
    pk = row.pk
    Prior.objects.for_org(actor.org).filter(pk=pk).delete()
    return row
