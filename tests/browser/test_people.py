"""Accounts and people in a real browser: what is seen, and what the keyboard reaches."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from continuity.orgs.models import Invitation, Organization, Role, Token, User
from tests.factories import InvitationFactory, MembershipFactory, TokenFactory

from .conftest import PASSWORD, SCHEMES, WIDTHS

pytestmark = pytest.mark.browser
OPEN = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
INSIDE = [
    "/organisations/",
    "/organisations/new/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/o/harbour/settings/",
    "/o/harbour/settings/members/",
    "/o/harbour/settings/tokens/",
]


@pytest.fixture
def olga(transactional_db):
    seat = MembershipFactory(
        role=Role.OWNER,
        user__email="olga@example.org",
        organization__slug="harbour",
        organization__name="Harbour Mutual Insurance Society of the Northern and Eastern Regions, "
        "Household, Motor and Marine Branch, in Liquidation",
    )
    MembershipFactory(organization=seat.organization, user__name="N" * 120)
    InvitationFactory(organization=seat.organization, invited_by=seat.user)
    TokenFactory(organization=seat.organization, user=seat.user)
    return seat.user


def audit(tab, path):
    """Nothing for axe, nothing on the console, nothing wider than the window."""
    for scheme in SCHEMES:
        for width in WIDTHS:
            tab.emulate_media(color_scheme=scheme)
            tab.set_viewport_size({"width": width, "height": 800})
            tab.goto(path)
            found = Axe().run(tab).response["violations"]
            assert not found, (scheme, width, [(v["id"], v["nodes"][0]["html"]) for v in found])
            assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, path)
    assert tab.complaints == []


@pytest.mark.parametrize("path", OPEN)
def test_open_pages_are_sound(tab, path):
    audit(tab, path)


@pytest.mark.parametrize("path", INSIDE)
def test_pages_inside_are_sound(tab, olga, sign_in, path):
    sign_in(olga)
    audit(tab, path)


def test_from_the_start_page_to_ones_own_organisation(tab):
    tab.goto("/")
    tab.get_by_role("link", name="Start with your own").click()
    tab.get_by_label("E-mail address").fill("new@example.org")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Make the account").click()
    tab.get_by_label("Name").fill("Harbour Mutual")
    tab.get_by_role("button", name="Make the organisation").click()
    expect(tab.get_by_text("Harbour Mutual is ready.")).to_be_visible()
    assert User.objects.get().memberships.get().role == Role.OWNER


def test_a_double_click_makes_one_token(tab, olga, sign_in):
    sign_in(olga)
    tab.goto("/o/harbour/settings/tokens/")
    tab.get_by_label("What it is for").fill("Nightly")
    tab.get_by_role("button", name="Make the token").dblclick()
    expect(tab.get_by_text("Copy it now")).to_be_visible()
    assert Token.objects.across_orgs("a test looks everywhere").filter(name="Nightly").count() == 1


def test_the_first_tab_stop_skips_to_the_content(tab):
    tab.goto("/")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="Skip to content")).to_be_focused()
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#main")


def test_menus_open_by_keyboard_and_close_on_escape(tab, olga, sign_in):
    sign_in(olga)
    tab.goto("/o/harbour/settings/members/")
    more = tab.locator(".nav summary")
    more.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".nav").get_by_role("link", name="API tokens")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator(".nav").get_by_role("link", name="API tokens")).to_be_hidden()
    expect(more).to_be_focused()


def test_the_switcher_loads_the_other_organisations(tab, olga, sign_in):
    MembershipFactory(user=olga, organization__name="Second")
    sign_in(olga)
    tab.goto("/o/harbour/settings/")
    tab.locator("header details").first.click()
    expect(tab.get_by_role("link", name="Second")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_dark_is_chosen_and_stays(tab, olga, sign_in, width):
    sign_in(olga)
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto("/o/harbour/settings/")
    tab.locator(".masthead-end details:visible summary").click()
    tab.get_by_role("button", name="Dark", exact=True).locator("visible=true").click()
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    assert tab.url.endswith("/o/harbour/settings/")


def test_without_script_everything_still_works(chromium, live_server, olga, client):
    client.force_login(olga)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    tab = context.new_page()
    tab.goto("/o/harbour/settings/members/")
    tab.get_by_label("E-mail address").fill("ben@example.org")
    tab.get_by_role("button", name="Make the invitation").click()
    expect(tab.get_by_text("Hand this link to ben@example.org")).to_be_visible()
    org = Organization.objects.get(slug="harbour")
    assert Invitation.objects.for_org(org).filter(email="ben@example.org").exists()
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_new_organisation_begins_in_the_time_zone_of_the_browser(
    chromium, live_server, olga, client, script
):
    client.force_login(olga)
    context = chromium.new_context(
        base_url=live_server.url, timezone_id="Europe/Madrid", java_script_enabled=script
    )
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    tab = context.new_page()
    tab.goto("/organisations/new/")
    expect(tab.get_by_label("Time zone")).to_have_value("Europe/Madrid" if script else "UTC")
    context.close()
