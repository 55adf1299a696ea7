"""What the pages say of mail: that it was sent only where a mail server is set."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from continuity.orgs.models import Role, User
from tests.factories import UserFactory

PASSWORD = "a very long pass phrase"
CLAIMS = re.compile("on its way|mail was sent|email sent|look at your mail", re.I)


@pytest.fixture(autouse=True)
def forget_rate_limits():
    cache.clear()


@pytest.fixture
def no_server(settings):
    settings.EMAIL_HOST = ""


@pytest.fixture
def server(settings):
    settings.EMAIL_HOST = "smtp.example.org"


def invite(browser, home):
    form = {"email": "ben@example.org", "role": Role.EDITOR.value}
    return browser.post(f"{home}settings/members/", form, follow=True)


def link_in_the_letter():
    return re.search(r"https?://\S+/invitations/\S+", mail.outbox[-1].body)[0]


def test_without_a_server_the_link_is_shown_to_hand_over(owner_browser, home, no_server):
    page = invite(owner_browser, home)
    assert link_in_the_letter() in page.text
    assert "Nothing was sent: no mail server is set" in page.text
    assert f"{home}due/outbox/" in page.text
    assert not CLAIMS.search(page.text)


def test_it_is_shown_once(owner_browser, home, no_server):
    page = invite(owner_browser, home)
    assert "no-store" in page.headers["Cache-Control"]
    assert "taken" in page.cookies
    again = owner_browser.get(f"{home}settings/members/").text
    assert "/invitations/" not in again.replace("settings/invitations/", "")


def test_with_a_server_it_is_in_the_letter_alone(owner_browser, home, server):
    page = invite(owner_browser, home)
    assert "An invitation is on its way to ben@example.org" in page.text
    assert link_in_the_letter() not in page.text


def test_the_demonstration_sends_nothing_and_says_so(owner_browser, owner, home, server):
    type(owner.org).objects.update(is_demo=True)
    assert "the demonstration sends no mail" in invite(owner_browser, home).text


@pytest.mark.parametrize("path", ["password/reset/", "password/reset/done/", "confirm-email/"])
def test_without_a_server_no_page_claims_a_mail(client, db, no_server, path):
    text = client.get(f"/accounts/{path}").text
    assert "No mail server is set" in text
    assert not CLAIMS.search(text)


@pytest.mark.parametrize("path", ["password/reset/done/", "confirm-email/"])
def test_with_a_server_they_say_where_to_look(client, db, server, path):
    text = client.get(f"/accounts/{path}").text
    assert "Look at your mail" in text
    assert "No mail server" not in text


def test_signing_up_without_a_server_says_where_the_letter_lies(client, db, no_server):
    UserFactory(password="pbkdf2_sha256$x")  # somebody looks after the installation already
    form = {"email": "new@example.org", "password1": PASSWORD}
    text = client.post("/accounts/signup/", form, follow=True).text
    assert "nothing was sent to new@example.org" in text
    assert not CLAIMS.search(text)


def test_the_keeper_is_led_to_the_mail_of_the_installation(client, db, no_server):
    form = {"email": "new@example.org", "password1": PASSWORD}
    text = client.post("/accounts/signup/", form, follow=True).text
    assert User.objects.get().is_staff
    assert 'href="/installation/outbox/"' in text


def test_others_are_not(owner_browser, home):
    for path in ("settings/", "due/outbox/"):
        assert "/installation/outbox/" not in owner_browser.get(f"{home}{path}").text


def test_the_outbox_leads_the_keeper_on(owner_browser, owner, home):
    User.objects.filter(pk=owner.user.pk).update(is_staff=True)
    main = owner_browser.get(f"{home}due/outbox/").text.split("<main")[1]
    assert "/installation/outbox/" in main


def test_where_addresses_are_confirmed_signing_up_tells_nobody_who_is_known(
    client, db, server, settings
):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    UserFactory(email="known@example.org")
    pages = [
        client.post("/accounts/signup/", {"email": email, "password1": PASSWORD})
        for email in ("known@example.org", "unknown@example.org")
    ]
    assert [page.status_code for page in pages] == [302, 302]
    assert pages[0].headers["Location"] == pages[1].headers["Location"]
