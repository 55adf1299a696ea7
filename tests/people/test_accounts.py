"""Accounts: made, opened, and opened again after the password was forgotten."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from continuity.orgs.models import User

PASSWORD = "a very long pass phrase"
PAGES = ["login", "signup", "password/reset", "password/reset/done", "confirm-email"]
SIGNED_IN = ["email", "password/change", "logout", "2fa"]


@pytest.fixture(autouse=True)
def forget_rate_limits():
    cache.clear()


@pytest.fixture
def olga(db):
    return User.objects.create_user("olga@example.org", PASSWORD)


@pytest.mark.parametrize("name", PAGES)
def test_signed_out_pages_stand_in_our_frame(client, db, name):
    page = client.get(f"/accounts/{name}/")
    assert page.status_code == 200
    assert 'class="masthead"' in page.text


@pytest.mark.parametrize("name", SIGNED_IN)
def test_signed_in_pages_stand_in_our_frame(browser, name):
    page = browser.get(f"/accounts/{name}/")
    assert page.status_code == 200
    assert 'class="masthead"' in page.text


def test_signing_up_leads_to_the_first_organisation(client, db):
    form = {"email": "New@Example.org", "password1": PASSWORD}
    answer = client.post("/accounts/signup/", form, follow=True)
    assert answer.redirect_chain[-1][0] == "/organisations/new/"
    assert User.objects.get(email="new@example.org").check_password(PASSWORD)


def test_signing_up_from_an_invitation_leads_back_to_it(client, db):
    form = {"email": "new@example.org", "password1": PASSWORD, "next": "/invitations/x/"}
    assert client.post("/accounts/signup/", form).headers["Location"] == "/invitations/x/"


def test_a_short_password_is_refused(client, db):
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": "short"})
    assert not User.objects.exists()


def test_signing_in_and_out(client, olga):
    form = {"login": "OLGA@example.org", "password": PASSWORD}
    assert client.post("/accounts/login/", form).headers["Location"] == "/"
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_says_no_more_than_an_unknown_address(client, olga):
    said = [
        client.post("/accounts/login/", {"login": who, "password": "wrong"}).context["form"].errors
        for who in ("olga@example.org", "nobody@example.org")
    ]
    assert said[0] == said[1]


def test_a_forgotten_password_is_set_anew_by_mail(client, olga, settings):
    settings.SITE_URL = "https://continuity.example"
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        "/accounts/password/reset/", {"email": olga.email}, headers={"host": "evil.example"}
    )
    link = re.search(r"https://continuity\.example(/\S+)", mail.outbox[0].body)[1]
    assert "evil" not in mail.outbox[0].body
    form = client.get(link, follow=True)
    fields = {"password1": "another long pass phrase", "password2": "another long pass phrase"}
    client.post(form.redirect_chain[-1][0], fields)
    olga.refresh_from_db()
    assert olga.check_password("another long pass phrase")
    assert "This link no longer works" in client.get(link, follow=True).text


def test_a_reset_for_an_unknown_address_looks_the_same(client, db):
    answer = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"


def test_two_step_sign_in_asks_for_the_password_first(client, olga):
    client.force_login(olga)
    asked = client.get("/accounts/2fa/totp/activate/").headers["Location"]
    assert asked.startswith("/accounts/reauthenticate/")
    assert "Confirm that it is you" in client.get(asked).text
    page = client.post(asked, {"password": PASSWORD}, follow=True)
    assert "authenticator" in page.text


@pytest.mark.parametrize("name", ["login", "signup", "password/reset"])
def test_each_field_is_labelled_once_and_in_our_words(client, db, name):
    page = client.get(f"/accounts/{name}/").text
    assert "E-mail address" in page
    assert "placeholder" not in page
    assert "Remember Me" not in page


def test_a_closed_account_is_told_in_our_words(client, db):
    assert "This account is closed" in client.get("/accounts/inactive/").text
