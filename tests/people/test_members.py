"""Who works here: roles given and taken, members removed."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from continuity.orgs.actor import Actor
from continuity.orgs.models import Invitation, Membership, Role, Token
from continuity.people import actions
from tests.factories import InvitationFactory, MembershipFactory, TokenFactory


@pytest.fixture
def admin(owner):
    seat = MembershipFactory(organization=owner.org, role=Role.ADMIN)
    return Actor(owner.org, seat.user, Role.ADMIN)


def seat_of(actor):
    return actor.org.memberships.get(user=actor.user)


def test_an_editor_sees_the_members_but_no_way_to_change_them(browser, owner, home):
    page = browser.get(f"{home}settings/members/")
    assert "olga@example.org" in page.text
    assert 'name="role"' not in page.text


def test_an_owner_changes_a_role(owner_browser, ada, home):
    owner_browser.post(f"{home}settings/members/{ada.pk}/role/", {"role": Role.APPROVER})
    assert Membership.objects.get(pk=ada.pk).role == Role.APPROVER


def test_an_editor_may_not_change_a_role(browser, ada, home):
    answer = browser.post(f"{home}settings/members/{ada.pk}/role/", {"role": Role.VIEWER})
    assert answer.status_code == 403
    assert Membership.objects.get(pk=ada.pk).role == Role.EDITOR


def test_nobody_gives_a_role_above_their_own(admin, ada):
    with pytest.raises(PermissionDenied):
        actions.change_role(admin, ada, Role.OWNER)


def test_an_administrator_touches_no_owner(admin, owner):
    with pytest.raises(PermissionDenied):
        actions.change_role(admin, seat_of(owner), Role.VIEWER)
    with pytest.raises(PermissionDenied):
        actions.remove_member(admin, seat_of(owner))


def test_the_last_owner_stays(owner):
    with pytest.raises(ValidationError, match="at least one owner"):
        actions.change_role(owner, seat_of(owner), Role.ADMIN)
    with pytest.raises(ValidationError, match="at least one owner"):
        actions.remove_member(owner, seat_of(owner))
    assert seat_of(owner).role == Role.OWNER


def test_of_two_owners_one_may_go(owner, client, home):
    MembershipFactory(organization=owner.org, role=Role.OWNER)
    client.force_login(owner.user)
    answer = client.post(f"{home}settings/members/{seat_of(owner).pk}/remove/")
    assert answer.headers["Location"] == "/"
    assert not owner.org.memberships.filter(user=owner.user).exists()
    assert client.get(home).status_code == 404


def test_an_editor_removes_nobody_but_may_leave(actor, owner):
    with pytest.raises(PermissionDenied):
        actions.remove_member(actor, seat_of(owner))
    assert actions.remove_member(actor, seat_of(actor))


def test_removal_ends_tokens_and_open_invitations(owner, admin):
    token = TokenFactory(organization=owner.org, user=admin.user)
    invitation = InvitationFactory(organization=owner.org, invited_by=admin.user)
    actions.remove_member(owner, seat_of(admin))
    assert Token.objects.for_org(owner.org).get(pk=token.pk).revoked_at
    assert Invitation.objects.for_org(owner.org).get(pk=invitation.pk).revoked_at


def test_who_loses_the_right_to_invite_loses_their_invitations(owner, admin):
    invitation = InvitationFactory(organization=owner.org, invited_by=admin.user)
    actions.change_role(owner, seat_of(admin), Role.EDITOR)
    assert Invitation.objects.for_org(owner.org).get(pk=invitation.pk).revoked_at


def test_removing_asks_first(owner_browser, ada, home):
    page = owner_browser.get(f"{home}settings/members/{ada.pk}/remove/")
    assert "They lose access at once" in page.text
    assert Membership.objects.filter(pk=ada.pk).exists()


def test_a_second_click_on_remove_is_harmless(owner, ada):
    assert actions.remove_member(owner, ada)
    assert actions.remove_member(owner, ada) is None


def test_thirty_members_cost_no_more_queries_than_three(
    owner_browser, owner, home, django_assert_num_queries
):
    MembershipFactory.create_batch(30, organization=owner.org)
    owner_browser.get(f"{home}settings/members/")  # the scores catch up once
    with django_assert_num_queries(6):  # session, user, membership, scores, members, invitations
        owner_browser.get(f"{home}settings/members/")
