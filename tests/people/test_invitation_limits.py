"""Invitations reach strangers: how many, in whose name, and who may take one back."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from continuity.orgs.actor import Actor
from continuity.orgs.models import Invitation, Organization, Role, User
from continuity.people import actions
from tests.factories import InvitationFactory, MembershipFactory, OrganizationFactory, UserFactory


@pytest.fixture
def admin(org):
    seat = MembershipFactory(organization=org, role=Role.ADMIN)
    return Actor(org, seat.user, Role.ADMIN)


def invite(actor, role=Role.VIEWER):
    return actions.invite(actor, email="new@example.org", role=role)


def test_an_administrator_takes_no_owners_invitation_back(owner, admin):
    invitation = invite(owner, Role.OWNER)
    with pytest.raises(PermissionDenied):
        actions.revoke_invitation(admin, invitation)
    with pytest.raises(PermissionDenied):
        invite(admin, Role.VIEWER)  # which would replace it
    assert Invitation.objects.for_org(owner.org).get().is_open()
    assert len(mail.outbox) == 1


def test_nor_is_a_button_offered(client, owner, admin, home):
    invite(owner, Role.OWNER)
    client.force_login(admin.user)
    assert "Withdraw" not in client.get(f"{home}settings/members/").text


def test_an_organisation_sends_so_many_in_a_day(owner, admin):
    InvitationFactory.create_batch(actions.MOST_INVITATIONS, organization=owner.org)
    with pytest.raises(ValidationError, match="Send the next ones tomorrow"):
        invite(admin)
    assert mail.outbox == []
    Invitation.unscoped.update(created_at=timezone.now() - timedelta(days=1, seconds=1))
    assert invite(admin)


def test_so_does_a_person_over_all_their_organisations(owner):
    for _ in range(actions.MOST_INVITATIONS):
        InvitationFactory(organization=OrganizationFactory(), invited_by=owner.user)
    with pytest.raises(ValidationError, match="Send the next ones tomorrow"):
        invite(owner)


@pytest.mark.parametrize("name", ["Win https://evil.example", "A\nB", "A\u202egro.live", "A\x7fB"])
def test_a_name_that_goes_into_mails_is_plain_text(db, name):
    with pytest.raises(ValidationError):
        actions.found_organization(UserFactory(), name=name)
    assert not Organization.objects.filter(is_demo=False).exclude(slug="platform").exists()
    with pytest.raises(ValidationError):
        User(email="a@example.org", password="!", name=name).full_clean()


@pytest.mark.parametrize(("host", "proven"), [("smtp.example", True), ("", False)])
def test_a_link_that_came_by_mail_proves_the_address(owner, settings, host, proven):
    settings.EMAIL_HOST = host
    guest = UserFactory(email="new@example.org")
    EmailAddress.objects.create(user=guest, email=guest.email, primary=True)
    invitation = invite(owner, Role.ADMIN)
    actions.accept_invitation(Actor(owner.org, guest, Role.VIEWER), invitation)
    assert EmailAddress.objects.get(user=guest).verified is proven
