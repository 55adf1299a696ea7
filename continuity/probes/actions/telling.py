"""The owner of a probe hears once of what only they can mend: a key, a quota, a wrong answer."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from continuity.orgs.models import Membership, Role
from continuity.probes.judging import Looks, Standing
from continuity.probes.kinds import Judgement
from continuity.probes.models import Probe
from continuity.probes.words import reason

from .leases import WHY

HEARD = {Looks.OURS, Looks.WRONG}


def tell_owner(probe: Probe, standing: Standing, found: Judgement) -> None:
    """Queue one letter for each spell, which ends when the probe is well again."""
    if standing.looks not in HEARD or probe.told_owner == standing.looks:
        return
    Probe.objects.across_orgs(WHY).filter(pk=probe.pk).update(told_owner=standing.looks.value)
    org = probe.organization
    subject = (
        _("Probe “%(name)s” cannot do its work")
        if standing.looks is Looks.OURS
        else _("“%(name)s” answers, but wrong")
    ) % {"name": probe.name}
    body = render_to_string(
        "email/probe.txt",
        {
            "probe": probe,
            "org": org,
            "ours": standing.looks is Looks.OURS,
            "reason": reason(found.reason),
            "wrong": sum(not right for right in standing.rights),
            "of": len(standing.rights),
            "link": settings.SITE_URL + probe.get_absolute_url(),
        },
    )
    for address in _hearers(probe):
        EmailMessage(
            subject=subject[:200], body=body, to=[address], headers={"X-Continuity-Org": org.slug}
        ).send()


def _hearers(probe: Probe) -> list[str]:
    """Its owner, while a member; else who administers the organisation."""
    seats = Membership.objects.filter(organization=probe.organization_id, user__is_active=True)
    owner = seats.filter(user=probe.owner_id) if probe.owner_id else seats.none()
    chosen = owner if owner.exists() else seats.filter(role__gte=Role.ADMIN)
    return list(chosen.order_by("pk").values_list("user__email", flat=True))
