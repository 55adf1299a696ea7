"""Addresses for other systems to send to, and which of our components they mean."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from continuity.audit.verbs import verb
from continuity.core.errors import Conflict
from continuity.core.plugins import discover
from continuity.core.sealed import seal
from continuity.orgs.actor import Actor
from continuity.orgs.keys import digest, new_secret
from continuity.orgs.models import Role
from continuity.providers.actions import TOLD, Witness, forget, hear
from continuity.providers.memory import Observation
from continuity.providers.models import Component, Signal
from continuity.sightings import signing
from continuity.sightings.models import Hook, Upstream
from continuity.sightings.threads import HOLDS, worst

MOST_HOOKS = 50
KINDS = discover("continuity.sightings.kinds")


@verb("hook.add", needs=Role.ADMIN)
def add_hook(
    actor: Actor, *, kind: str, signed: bool = False, secret: str = "", **fields: Any
) -> Hook:
    """``hook.secret`` and, where we made it, ``hook.signing_secret`` are there now and never again.

    ``secret``: of a sender that has made its own.
    """
    if Hook.objects.for_org(actor.org).count() >= MOST_HOOKS:
        raise ValidationError(
            _("There are %(most)s webhooks. Remove one first.") % {"most": MOST_HOOKS}
        )
    address = new_secret()
    hook = Hook(
        organization=actor.org,
        kind=kind,
        secret_hash=digest(address),
        created_by=actor.label,
        **fields,
    )
    made = _signing(hook, signed, secret)
    hook.full_clean()
    hook.save()
    hook.secret, hook.signing_secret = address, made
    return hook


@verb("hook.edit", needs=Role.ADMIN)
def edit_hook(
    actor: Actor, hook: Hook, *, signed: bool | None = None, secret: str = "", **fields: Any
) -> Hook | None:
    """``signed`` None: as it was. A sender's own ``secret`` replaces what was there."""
    held = _held(actor, hook)
    for name, value in fields.items():
        setattr(held, name, value)
    made, was = "", held.signing
    if signed is not None and (bool(held.signing) != signed or secret):
        made = _signing(held, signed, secret)
    if not held.changes() and held.signing == was:
        return None
    if held.signing != was:
        held.audit_note = {"signed": bool(held.signing)}
    held.full_clean()
    held.save()
    held.signing_secret = made
    return held


@verb("hook.remove", needs=Role.ADMIN)
def remove_hook(actor: Actor, hook: Hook) -> Hook:
    """Nothing is taken in at its address from now on, and what it alone told of is over."""
    held, now = _held(actor, hook), timezone.now()
    held.removed_at = now
    held.save()
    for upstream in _mapped(actor, held):
        forget(Actor.system(actor.org), upstream.component, witness(upstream), now)
    return held


@verb("hook.restore", needs=Role.ADMIN)
def restore_hook(actor: Actor, hook: Hook) -> Hook | None:
    """Its address works again; what it said before, it must say anew."""
    held = Hook.objects.removed(actor.org).filter(pk=hook.pk).first()
    if held is None:
        return None
    held.removed_at = None
    held.save()
    return held


@verb("hook.map", needs=Role.ADMIN)
def map_upstream(actor: Actor, upstream: Upstream, component: Component | None) -> Upstream | None:
    """What they call so is this component of ours (None: none): what they say of it counts."""
    rows = Upstream.objects.for_org(actor.org).select_related("component", "hook")
    held, now = rows.filter(pk=upstream.pk, hook__removed_at=None).first(), timezone.now()
    if held is None:
        raise Conflict(_("The webhook has been removed meanwhile."))
    if held.component == component:
        return None
    system = Actor.system(actor.org)
    if held.component is not None:
        forget(system, held.component, witness(held), now)
    held.component = component
    held.save()
    said = worst(held.threads, now)
    if component is not None and said.is_bad:
        hear(system, component, witness(held), Observation(now, said, title=held.name), now)
    return held


def witness(upstream: Upstream, **evidence: object) -> Witness:
    until = timezone.now() + HOLDS
    name = f"hook:{upstream.hook_id}:{upstream.pk}"
    return Witness(Signal.Source.HOOK, name, False, TOLD, until, evidence)


def _mapped(actor: Actor, hook: Hook) -> Any:
    rows = Upstream.objects.for_org(actor.org).filter(hook=hook, component__isnull=False)
    return rows.select_related("component")


def _held(actor: Actor, hook: Hook) -> Hook:
    held = Hook.objects.for_org(actor.org).filter(pk=hook.pk).first()
    if held is None:
        raise Conflict(_("The webhook has been removed meanwhile."))
    return held


def _signing(hook: Hook, signed: bool, secret: str) -> str:
    """Seal what signs its messages; what was made here is answered, to be shown once."""
    how = KINDS[hook.kind].SIGNED if hook.kind in KINDS else ""
    if not signed:
        hook.signing = ""
        return ""
    if not how:
        raise ValidationError({"signed": _("This kind cannot sign what it sends.")})
    if how == "standard":
        if not signing.is_standard(secret.strip()):
            told = _("Paste the signing secret that the sender shows: whsec_ and then letters.")
            raise ValidationError({"secret": told})
        hook.signing = seal(secret.strip())
        return ""
    made = new_secret()
    hook.signing = seal(made)
    return made
