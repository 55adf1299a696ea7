"""What the server tells the browser of a form: taken, refused, or met by a session that ended."""

import pytest

from continuity.orgs.models import Role

HERE = "http://testserver"


@pytest.fixture
def settings_page(home):
    return f"{home}settings/"


def typed(**fields):
    return {
        "name": "Typed",
        "currency": "EUR",
        "timezone": "UTC",
        "test_cadence_days": 365,
    } | fields


def test_a_form_that_was_taken_is_named(owner_browser, settings_page):
    answer = owner_browser.post(settings_page, typed())
    assert answer.status_code == 302
    assert answer.cookies["taken"].value == settings_page.replace("/", "%2F")


def test_a_form_with_faults_is_not(owner_browser, settings_page):
    assert "taken" not in owner_browser.post(settings_page, typed(name="")).cookies


def test_a_form_refused_in_a_message_is_not(owner_browser, owner, home):
    seat = owner.org.memberships.get(user=owner.user)
    answer = owner_browser.post(
        f"{home}settings/members/{seat.pk}/role/", {"role": Role.VIEWER.value}, follow=True
    )
    assert "at least one owner" in answer.text
    assert "taken" not in owner_browser.cookies


def test_a_form_after_the_session_leads_back_to_its_page(client, settings_page):
    page = {"referer": f"{HERE}{settings_page}?x=1"}
    answer = client.post(f"{settings_page}members/7/role/", {"role": 1}, headers=page)
    assert answer.headers["Location"].startswith("/accounts/login/?next=")
    assert answer.headers["Location"].endswith("settings%2F%3Fx%3D1")
    assert "taken" not in answer.cookies


def test_a_page_elsewhere_is_not_led_back_to(client, settings_page):
    away = {"referer": "https://evil.example/"}
    answer = client.post(settings_page, typed(), headers=away)
    assert "evil" not in answer.headers["Location"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_of_a_page_is_told_401_and_no_sign_in_page(client, settings_page, method):
    answer = getattr(client, method)(settings_page, headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert answer.content == b""
