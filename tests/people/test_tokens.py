"""Keys of the API: shown once, kept as a hash, no stronger than their person."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from continuity.audit.models import Event
from continuity.orgs.access import actor_for
from continuity.orgs.keys import digest
from continuity.orgs.models import Role, Token
from continuity.people import actions
from tests.factories import MembershipFactory


class Echo(APIView):
    """The least view of the API: who am I in the organisation of the URL?"""

    def get(self, request, org):
        return Response({"role": actor_for(request.user, org).role})

    post = get


def call(token, org, method="get"):
    request = getattr(RequestFactory(), method)(
        "/", headers={"authorization": f"Bearer {token}"}, content_type="application/json"
    )
    return Echo.as_view()(request, org=org.slug)


@pytest.fixture
def token(actor):
    return actions.create_token(actor, name="Script", may_write=False)


def test_it_is_shown_once(browser, org, home):
    page = browser.post(f"{home}settings/tokens/", {"name": "Nightly"})
    kept = Token.objects.for_org(org).get()
    assert page.context["made"].secret in page.text
    assert page.context["made"].secret not in browser.get(f"{home}settings/tokens/").text
    assert kept.prefix in page.text


def test_only_a_hash_is_kept(token):
    kept = Token.objects.for_org(token.organization).get()
    assert kept.secret_hash == digest(token.secret)
    assert token.secret not in str(vars(kept))


def test_it_acts_as_its_person(token, org):
    assert call(token.secret, org).data == {"role": Role.EDITOR}


@pytest.mark.parametrize("wrong", ["", "cty_nonsense", "x y", "cty_ä"])
def test_a_wrong_one_is_401(org, wrong):
    answer = call(wrong, org)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_it_opens_no_other_organisation_of_the_same_person(token, ada):
    other = MembershipFactory(user=ada.user).organization
    assert call(token.secret, other).status_code == 404


def test_a_reading_one_does_not_write(token, org):
    assert call(token.secret, org, "post").status_code == 403


def test_a_writing_one_does(actor, org):
    token = actions.create_token(actor, name="Sync", may_write=True)
    assert call(token.secret, org, "post").status_code == 200


def test_revoked_it_opens_nothing(token, actor, org):
    actions.revoke_token(actor, token)
    assert call(token.secret, org).status_code == 401


def test_membership_is_looked_up_at_every_call(token, ada, org):
    ada.delete()
    assert call(token.secret, org).status_code == 401


def test_so_is_whether_the_person_may_sign_in(token, ada, org):
    type(ada.user).objects.filter(pk=ada.user.pk).update(is_active=False)
    assert call(token.secret, org).status_code == 401


def test_its_last_use_is_kept_to_the_minute(token, org):
    rows = Token.objects.for_org(org)
    call(token.secret, org)
    first = rows.get().last_used_at
    call(token.secret, org)
    assert rows.get().last_used_at == first
    rows.update(last_used_at=timezone.now() - timedelta(minutes=2))
    call(token.secret, org)
    assert rows.get().last_used_at > first


def test_an_editor_sees_and_revokes_only_their_own(browser, owner, org, home):
    theirs = actions.create_token(owner, name="Of Olga", may_write=True)
    assert "Of Olga" not in browser.get(f"{home}settings/tokens/").text
    assert browser.post(f"{home}settings/tokens/{theirs.pk}/revoke/").status_code == 403
    assert Token.objects.for_org(org).get().revoked_at is None


def test_an_owner_revokes_anybodys(owner_browser, token, org, home):
    owner_browser.post(f"{home}settings/tokens/{token.pk}/revoke/")
    assert Token.objects.for_org(org).get().revoked_at


def test_the_chain_names_it_without_its_secret(token, org):
    entry = Event.objects.for_org(org).get()
    assert entry.label == f"Script · {token.prefix}…"
    assert token.secret not in f"{entry.label}{entry.changes}"
