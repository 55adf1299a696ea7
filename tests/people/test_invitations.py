"""A seat offered by mail: once, for seven days, for one address, by somebody who may."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from continuity.audit.models import Event
from continuity.orgs.keys import digest
from continuity.orgs.models import Invitation, Membership, Role
from continuity.people import actions
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def link(owner):
    """The path that the mail to ben@example.org names."""
    actions.invite(owner, email="Ben@Example.org", role=Role.APPROVER)
    return re.search(r"https?://[^/]+(/invitations/\S+)", mail.outbox[-1].body)[1]


@pytest.fixture
def ben(db):
    return UserFactory(email="ben@example.org")


def invitation_in(owner):
    return Invitation.objects.for_org(owner.org).get()


def test_the_mail_goes_to_the_outbox_of_the_organisation(owner, link):
    message = mail.outbox[-1]
    assert message.to == ["ben@example.org"]
    assert message.extra_headers["X-Continuity-Org"] == owner.org.slug


def test_the_link_names_this_site_and_not_the_host_that_was_asked(owner_browser, home, settings):
    settings.SITE_URL = "https://continuity.example"
    settings.ALLOWED_HOSTS = ["*"]
    form = {"email": "ben@example.org", "role": Role.EDITOR}
    owner_browser.post(f"{home}settings/members/", form, headers={"host": "evil.example"})
    assert "https://continuity.example/invitations/" in mail.outbox[-1].body
    assert "evil" not in mail.outbox[-1].body


def test_only_a_hash_is_kept(owner, link):
    secret = link.split("/")[2]
    kept = invitation_in(owner)
    assert kept.secret_hash == digest(secret)
    entry = Event.objects.for_org(owner.org).get()
    assert secret not in str(entry.changes)
    assert kept.secret_hash not in str(entry.changes)


def test_before_signing_in_it_tells_the_organisations_name_alone(client, owner, ada, link):
    page = client.get(link).text
    assert owner.org.name in page
    assert owner.user.email not in page
    assert ada.user.email not in page
    assert not Membership.objects.filter(user__email="ben@example.org").exists()


def test_reading_accepts_nothing(client, ben, link):
    client.force_login(ben)
    client.get(link)
    assert not Membership.objects.filter(user=ben).exists()


def test_the_invited_person_accepts_once(client, owner, ben, link):
    client.force_login(ben)
    assert client.post(link).headers["Location"] == f"/o/{owner.org.slug}/"
    assert owner.org.memberships.get(user=ben).role == Role.APPROVER
    assert client.post(link).status_code == 409
    assert owner.org.memberships.filter(user=ben).count() == 1


def test_somebody_else_who_is_signed_in_is_told_so_and_refused(client, owner, link):
    other = MembershipFactory().user
    client.force_login(other)
    assert f"you are signed in as <strong>{other.email}</strong>" in client.get(link).text
    client.post(link)
    assert not owner.org.memberships.filter(user=other).exists()
    assert invitation_in(owner).is_open()


def test_after_seven_days_it_is_void(client, owner, ben, link):
    rows = Invitation.objects.for_org(owner.org)
    assert rows.get().expires_at - timezone.now() <= timedelta(days=7)
    rows.update(expires_at=timezone.now() - timedelta(seconds=1))
    client.force_login(ben)
    assert client.post(link).status_code == 409
    assert not owner.org.memberships.filter(user=ben).exists()


def test_withdrawn_it_is_void(client, owner_browser, owner, ben, link, home):
    owner_browser.post(f"{home}settings/invitations/{invitation_in(owner).pk}/revoke/")
    client.force_login(ben)
    assert client.post(link).status_code == 409


def test_it_is_void_once_who_invited_may_no_longer_do_so(client, owner, ben, link):
    MembershipFactory(organization=owner.org, role=Role.OWNER)
    owner.org.memberships.filter(user=owner.user).update(role=Role.EDITOR)
    client.force_login(ben)
    assert client.post(link).status_code == 409
    assert not owner.org.memberships.filter(user=ben).exists()


def test_an_accepted_invitation_lowers_no_role(client, owner, ben, link):
    MembershipFactory(organization=owner.org, user=ben, role=Role.ADMIN)
    client.force_login(ben)
    client.post(link)
    assert owner.org.memberships.get(user=ben).role == Role.ADMIN


def test_inviting_again_voids_the_first_link(client, owner, ben, link):
    actions.invite(owner, email="ben@example.org", role=Role.VIEWER)
    client.force_login(ben)
    assert client.post(link).status_code == 409


def test_a_member_is_not_invited(owner, ada):
    with pytest.raises(ValidationError, match="already a member"):
        actions.invite(owner, email=ada.user.email.upper(), role=Role.VIEWER)
    assert mail.outbox == []


def test_an_editor_may_not_invite(browser, home):
    form = {"email": "x@example.org", "role": Role.VIEWER}
    assert browser.post(f"{home}settings/members/", form).status_code == 403
    assert mail.outbox == []


def test_an_unknown_link_is_not_there(client, db):
    assert client.get("/invitations/nonsense/").status_code == 404


def test_a_name_with_line_breaks_makes_no_second_header(owner):
    owner.org.name = "Harbour\r\nBcc: all@example.org"
    actions.invite(owner, email="ben@example.org", role=Role.VIEWER)
    assert "\n" not in mail.outbox[-1].subject
    assert mail.outbox[-1].recipients() == ["ben@example.org"]
