"""Every write to who is who: organisations, members, invitations, tokens."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from continuity.audit.verbs import lock, verb
from continuity.core.errors import Conflict
from continuity.orgs.actor import Actor
from continuity.orgs.keys import digest, new_secret
from continuity.orgs.models import Invitation, Membership, Organization, Role, Token, User
from continuity.orgs.revision import touch
from continuity.orgs.tokens import PREFIX

from .mail import send_invitation
from .mailboxes import prove

INVITATION_HOLDS = timedelta(days=7)
MOST_INVITATIONS = 50  # a day, of an organisation and of a person


def keep_person(user: User) -> User:
    """Save who signed up; the first of an installation becomes its keeper (``is_staff``).

    The people and visitors of the demonstration have no password, and do not count.
    """
    with transaction.atomic():
        lock(Organization.objects.platform())  # of two who sign up at once, one is the first
        real = User.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        user.is_staff = not real.exists()
        user.save()
    return user


def found_organization(user: User, **fields: Any) -> Organization:
    """A new organisation with ``user`` as its owner, in one transaction."""
    refuse_visitor(user)
    with transaction.atomic():
        org = Organization(slug=_free_slug(fields.get("name", "")), **fields)
        org.full_clean()
        org.save()
        return create_organization(Actor(org, user, Role.OWNER))


@verb("organization.create", needs=Role.OWNER)
def create_organization(actor: Actor) -> Organization:
    """Seat the founder. Refuses an organisation that already has people."""
    if actor.org.memberships.exists():
        raise PermissionDenied(_("It already has its people."))
    Membership(user=actor.user, organization=actor.org, role=Role.OWNER).save()
    return actor.org


@verb("organization.edit", needs=Role.ADMIN)
def edit_organization(actor: Actor, **fields: Any) -> Organization | None:
    org = Organization.objects.get(pk=actor.org.pk)
    for name, value in fields.items():
        setattr(org, name, value)
    changes = org.changes()
    if not changes:
        return None
    org.full_clean()
    org.save(update_fields=list(fields))
    if "test_cadence_days" in changes:
        touch(org)
    return org


@verb("member.invite", needs=Role.ADMIN)
def invite(actor: Actor, *, email: str, role: int) -> Invitation:
    """Offer a seat by mail. An open invitation to the same address is replaced by this one.

    ``invitation.link`` is there now and never again.
    """
    email, now, secret = email.strip().lower(), timezone.now(), new_secret()
    refuse_visitor(actor.user)
    _refuse_above(actor, role)
    if actor.org.memberships.filter(user__email__iexact=email).exists():
        raise ValidationError({"email": _("%(email)s is already a member.") % {"email": email}})
    for earlier in _open_invitations(actor).filter(email=email):
        _refuse_above(actor, earlier.role)
    _refuse_flood(actor, now)
    _open_invitations(actor).filter(email=email).update(revoked_at=now)
    invitation = Invitation(
        organization=actor.org,
        email=email,
        role=role,
        secret_hash=digest(secret),
        invited_by=actor.user,
        expires_at=now + INVITATION_HOLDS,
    )
    invitation.full_clean()
    invitation.save()
    invitation.link = send_invitation(invitation, secret)
    return invitation


@verb("invitation.revoke", needs=Role.ADMIN)
def revoke_invitation(actor: Actor, invitation: Invitation) -> Invitation | None:
    now = timezone.now()
    _refuse_above(actor, invitation.role)
    if not _open_invitations(actor).filter(pk=invitation.pk).update(revoked_at=now):
        return None
    invitation.revoked_at = now
    return invitation


@verb("invitation.accept", needs=Role.VIEWER)
def accept_invitation(actor: Actor, invitation: Invitation) -> Membership:
    """Take the seat, once. ``actor.user`` is the guest; refuses an address not invited."""
    user, now = actor.user, timezone.now()
    if user is None or user.email.lower() != invitation.email:
        raise PermissionDenied(_("This invitation is for somebody else."))
    inviter = actor.org.memberships.filter(user=invitation.invited_by_id).first()
    if inviter is None or inviter.role < max(Role.ADMIN, invitation.role):
        raise Conflict(_("Who invited you may no longer do so. Ask for a new invitation."))
    unused = _open_invitations(actor).filter(pk=invitation.pk, expires_at__gt=now)
    if not unused.update(accepted_at=now):
        raise Conflict(_("This invitation has been used or withdrawn, or is too old."))
    seat = actor.org.memberships.filter(user=user).first()
    if seat is None:
        seat = Membership(user=user, organization=actor.org, role=invitation.role)
    seat.role = max(seat.role, invitation.role)
    seat.save()
    prove(user)
    return seat


@verb("member.role", needs=Role.ADMIN)
def change_role(actor: Actor, member: Membership, role: int) -> Membership | None:
    """Give a member another role; nobody gives more than they have, nor touches who has more."""
    member = actor.org.memberships.get(pk=member.pk)
    _refuse_above(actor, role)
    _refuse_above(actor, member.role)
    if member.role == role:
        return None
    _keep_an_owner(member, role)
    member.role = role
    member.save(update_fields=["role"])
    if role < Role.ADMIN:
        _revoke_invitations_of(actor, member.user)
    return member


@verb("member.remove", needs=Role.VIEWER)
def remove_member(actor: Actor, member: Membership) -> Membership | None:
    """End a membership: one's own, or as an administrator another's. Their tokens end with it."""
    found = actor.org.memberships.filter(pk=member.pk).first()
    if found is None:
        return None
    if actor.user is None or found.user_id != actor.user.pk:
        actor.require(Role.ADMIN)
        _refuse_above(actor, found.role)
    _keep_an_owner(found, None)
    _revoke_invitations_of(actor, found.user)
    tokens = Token.objects.for_org(actor.org).filter(user=found.user, revoked_at=None)
    tokens.update(revoked_at=timezone.now())
    found.audit_note = {"member": found.user.email, "removed": True}
    pk = found.pk
    found.delete()
    found.pk = pk
    return found


@verb("token.create", needs=Role.VIEWER)
def create_token(actor: Actor, *, name: str, may_write: bool) -> Token:
    """A key for the API. ``token.secret`` is there now and never again."""
    refuse_visitor(actor.user)
    secret = new_secret(PREFIX)
    token = Token(
        organization=actor.org,
        user=actor.user,
        name=name,
        may_write=may_write,
        prefix=secret[:12],
        secret_hash=digest(secret),
    )
    token.full_clean()
    token.save()
    token.secret = secret
    return token


@verb("token.revoke", needs=Role.VIEWER)
def revoke_token(actor: Actor, token: Token) -> Token | None:
    if actor.user is None or token.user_id != actor.user.pk:
        actor.require(Role.ADMIN)
    live = Token.objects.for_org(actor.org).filter(pk=token.pk, revoked_at=None)
    now = timezone.now()
    if not live.update(revoked_at=now):
        return None
    token.revoked_at = now
    return token


def _free_slug(name: str) -> str:
    """Made of the name; if it is taken, with a random tail that tells nothing of the other."""
    stem = slugify(name)[:50].strip("-") or "organisation"
    taken = stem in Organization.RESERVED or Organization.objects.filter(slug=stem).exists()
    return f"{stem}-{secrets.token_hex(3)}" if taken else stem


def _open_invitations(actor: Actor) -> Any:
    return Invitation.objects.for_org(actor.org).filter(accepted_at=None, revoked_at=None)


def _revoke_invitations_of(actor: Actor, user: User) -> None:
    _open_invitations(actor).filter(invited_by=user).update(revoked_at=timezone.now())


def refuse_visitor(user: User | AnonymousUser | None) -> None:
    if isinstance(user, User) and user.is_visitor:
        raise PermissionDenied(
            _("Visitors of the demonstration may not do that. Sign out and make an account first.")
        )


def _refuse_above(actor: Actor, role: int) -> None:
    if role > actor.role:
        raise PermissionDenied(_("That role is above your own."))


def _refuse_flood(actor: Actor, now: datetime) -> None:
    """Anybody may found an organisation: it must not become a way to mail the world."""
    lately = Q(created_at__gt=now - timedelta(days=1))
    of_all = Invitation.objects.for_org(actor.org).filter(lately).count()
    rows = Invitation.objects.across_orgs("a person may invite for several")
    theirs = rows.filter(lately, invited_by=actor.user).count() if actor.user else 0
    if max(of_all, theirs) >= MOST_INVITATIONS:
        raise ValidationError(
            _("%(most)s invitations went out within a day. Send the next ones tomorrow.")
            % {"most": MOST_INVITATIONS}
        )


def _keep_an_owner(member: Membership, role: int | None) -> None:
    if member.role != Role.OWNER or role == Role.OWNER:
        return
    owners = Membership.objects.filter(organization=member.organization_id, role=Role.OWNER)
    if not owners.exclude(pk=member.pk).exists():
        raise ValidationError(
            _("An organisation keeps at least one owner. Make somebody else owner first.")
        )
