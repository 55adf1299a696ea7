"""Keys of probes: taken in, sealed, used, and never given out again."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.orgs.actor import Actor
from continuity.probes import ring
from continuity.probes.models import Probe, Secret

WHY = "the ring is one for the whole installation"
LONGEST = 1000


@verb("probe.set_key")
def set_key(actor: Actor, probe: Probe, *, key: str) -> Probe:
    """Keep ``key`` for the host that the probe has now, in the place of the one before."""
    _refuse_odd(probe, key)
    origin = ring.origin_of(probe.url)
    Secret.objects.for_org(actor.org).filter(probe=probe).delete()
    Secret(
        organization=actor.org,
        probe=probe,
        origin=origin,
        sealed=ring.seal(key, actor.org.pk, origin),
        set_at=timezone.now(),
        set_by=actor.label,
    ).save()
    probe.audit_note = {"key": f"set for {origin}"}
    probe.next_due = timezone.now()
    probe.save()
    return probe


@verb("probe.drop_key")
def drop_key(actor: Actor, probe: Probe) -> Probe | None:
    if not Secret.objects.for_org(actor.org).filter(probe=probe).delete()[0]:
        return None
    probe.audit_note = {"key": "dropped"}
    return probe


def key_of(probe: Probe) -> str:
    """The key for the host that the probe has now; ``ring.Unopened`` if there is none such."""
    secret = getattr(probe, "secret", None)
    if secret is None or secret.origin != ring.origin_of(probe.url):
        raise ring.Unopened
    return ring.unseal(secret.sealed, probe.organization_id, secret.origin)


def rotate() -> tuple[int, int]:
    """Seal every key anew under the first of the ring: how many were, how many cannot be opened.

    Done on the installation's command line; nothing that anybody keeps has changed, so it leaves no
    entry.
    """
    done = lost = 0
    rows = Secret.objects.across_orgs(WHY)
    for pk, sealed in list(rows.values_list("pk", "sealed")):
        try:
            anew = ring.again(sealed)
        except ring.Unopened:
            lost += 1
            continue
        done += rows.filter(pk=pk, sealed=sealed).update(sealed=anew)
    return done, lost


def _refuse_odd(probe: Probe, key: str) -> None:
    """The words never hold the key itself."""
    if probe.organization.is_demo:
        raise ValidationError(_("The demonstration takes no key: strangers look at it too."))
    if not probe.is_canary:
        raise ValidationError(_("This kind of probe takes no key."))
    if not key or len(key) > LONGEST:
        raise ValidationError({"key": _("A key has 1 to 1,000 characters.")})
    if not all("!" <= character <= "~" for character in key):
        raise ValidationError(
            {"key": _("A key is one word of plain letters, figures and marks, without spaces.")}
        )
