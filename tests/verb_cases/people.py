"""One way to do each verb about organisations, members, invitations and tokens."""

from datetime import timedelta

from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.people import actions
from tests.factories import (
    InvitationFactory,
    MembershipFactory,
    OrganizationFactory,
    TokenFactory,
    UserFactory,
)


def _create(world):
    user, empty = UserFactory(), OrganizationFactory()
    actions.create_organization(Actor(empty, user, Role.OWNER))


def _accept(world):
    guest = UserFactory(email="guest@example.org")
    invitation = InvitationFactory(
        organization=world.actor.org,
        email=guest.email,
        invited_by=world.actor.user,
        expires_at=timezone.now() + timedelta(days=1),
    )
    actions.accept_invitation(Actor(world.actor.org, guest, Role.VIEWER), invitation)


def _member(world):
    return MembershipFactory(organization=world.actor.org)


CASES = {
    "organization.create": _create,
    "organization.edit": lambda w: actions.edit_organization(w.actor, name="Renamed"),
    "member.invite": lambda w: actions.invite(w.actor, email="new@example.org", role=Role.EDITOR),
    "invitation.accept": _accept,
    "invitation.revoke": lambda w: actions.revoke_invitation(
        w.actor, InvitationFactory(organization=w.actor.org)
    ),
    "member.role": lambda w: actions.change_role(w.actor, _member(w), Role.APPROVER),
    "member.remove": lambda w: actions.remove_member(w.actor, _member(w)),
    "token.create": lambda w: actions.create_token(w.actor, name="Script", may_write=False),
    "token.revoke": lambda w: actions.revoke_token(
        w.actor, TokenFactory(organization=w.actor.org, user=w.actor.user)
    ),
}
