"""A visitor of the demonstration does nothing that outlasts the visit or mails strangers."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role, Token, User
from continuity.people import actions
from tests.factories import MembershipFactory

FIELDS = {"name": "Spam", "currency": "EUR", "timezone": "UTC"}


@pytest.fixture
def visitor(db):
    """Seated as an owner, so that nothing but being a visitor stands in the way."""
    return MembershipFactory(user__email=f"visitor-1{User.VISITORS}", role=Role.OWNER)


def test_a_visitor_founds_no_organisation(client, visitor):
    client.force_login(visitor.user)
    before = Organization.objects.count()
    answer = client.post("/organisations/new/", FIELDS)
    assert answer.status_code == 403
    assert "make an account first" in answer.text
    assert Organization.objects.count() == before


def test_a_visitor_invites_nobody(client, visitor):
    client.force_login(visitor.user)
    form = {"email": "victim@example.org", "role": Role.VIEWER}
    members = f"/o/{visitor.organization.slug}/settings/members/"
    assert client.post(members, form).status_code == 403
    assert mail.outbox == []


def test_a_visitor_makes_no_token(visitor):
    actor = Actor(visitor.organization, visitor.user, Role.OWNER)
    with pytest.raises(PermissionDenied):
        actions.create_token(actor, name="Script", may_write=True)
    assert not Token.objects.for_org(visitor.organization).exists()


def test_a_visitor_sets_no_password(client, visitor):
    visitor.user.set_unusable_password()
    visitor.user.save()
    client.force_login(visitor.user)
    fields = {"password1": "a very long pass phrase", "password2": "a very long pass phrase"}
    assert client.post("/accounts/password/set/", fields).status_code == 403
    visitor.user.refresh_from_db()
    assert not visitor.user.has_usable_password()


def test_a_visitor_has_no_mail_sent_to_strangers(client, visitor):
    client.force_login(visitor.user)
    form = {"email": "victim@example.org", "action_add": ""}
    assert client.post("/accounts/email/", form).status_code == 403
    assert mail.outbox == []
