"""Nothing typed is lost: not to a session that ends, a server that is away, a step back."""

import pytest
from playwright.sync_api import Error, expect

from continuity.orgs.models import Organization, Role
from tests.factories import FunctionFactory, MembershipFactory

from .conftest import PASSWORD

pytestmark = pytest.mark.browser
PAGE = "/o/harbour/settings/"
BACK = "What you had typed is back"
KEPT = "What you typed is kept in this tab"


@pytest.fixture
def olga(transactional_db):
    seat = MembershipFactory(
        role=Role.OWNER, user__email="olga@example.org", organization__slug="harbour"
    )
    seat.user.set_password(PASSWORD)
    seat.user.save()
    return seat.user


@pytest.fixture
def typing(tab, olga, sign_in):
    """The settings, with a name typed and not yet sent."""
    sign_in(olga)
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.goto(PAGE)
    tab.get_by_label("Name").fill("Typed")
    return tab


def name_now():
    return Organization.objects.get(slug="harbour").name


def kept(tab):
    return tab.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))")


def sign_in_again(tab):
    tab.get_by_label("E-mail address").fill("olga@example.org")
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("main").get_by_role("button", name="Sign in").click()


def is_back(tab):
    expect(tab.get_by_text(BACK)).to_be_visible()
    expect(tab.get_by_label("Name")).to_have_value("Typed")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("Saved.")).to_be_visible()
    expect(tab.get_by_text(BACK)).to_be_hidden()
    assert name_now() == "Typed"


def test_a_session_that_ends(typing):
    typing.context.clear_cookies(name="sessionid")
    typing.get_by_role("button", name="Save").click()
    expect(typing.get_by_text(KEPT)).to_be_visible()
    sign_in_again(typing)
    is_back(typing)


def test_every_cookie_gone(typing):
    typing.context.clear_cookies()
    typing.get_by_role("button", name="Save").click()
    expect(typing.get_by_text(KEPT)).to_be_visible()
    typing.get_by_role("link", name="Open it again").click()
    sign_in_again(typing)
    is_back(typing)


def test_a_server_that_is_away(typing):
    typing.route(f"**{PAGE}", lambda route: route.abort())
    with pytest.raises(Error, match="ERR_FAILED"), typing.expect_navigation():
        typing.get_by_role("button", name="Save").click()
    typing.unroute(f"**{PAGE}")
    typing.goto(PAGE)
    is_back(typing)


def test_a_stray_link_and_the_way_back(typing):
    typing.locator(".mark").click()
    typing.wait_for_url("**/o/harbour/")
    typing.go_back()
    expect(typing.get_by_label("Name")).to_have_value("Typed")
    assert name_now() != "Typed"


def test_faults_in_what_was_typed(typing):
    typing.get_by_label("Currency").fill("€")
    typing.get_by_role("button", name="Save").click()
    expect(typing.get_by_text("Not saved yet")).to_be_visible()
    expect(typing.get_by_text(BACK)).to_be_hidden()
    typing.goto(PAGE)
    expect(typing.get_by_label("Currency")).to_have_value("€")


def test_it_is_discarded_on_demand(typing):
    typing.reload()
    typing.get_by_role("button", name="Discard it").click()
    expect(typing.get_by_label("Name")).to_have_value(name_now())
    typing.goto(PAGE)
    expect(typing.get_by_text(BACK)).to_be_hidden()


def test_what_was_saved_does_not_come_back(typing):
    typing.get_by_role("button", name="Save").click()
    expect(typing.get_by_text("Saved.")).to_be_visible()
    typing.get_by_label("Name").fill("Second")
    typing.get_by_role("button", name="Save").click()
    expect(typing.get_by_text("Saved.")).to_be_visible()
    assert kept(typing) == []
    expect(typing.get_by_text(BACK)).to_be_hidden()


def test_signing_out_leaves_nothing_for_the_next_person(typing):
    typing.locator(".masthead-end details:visible summary").click()
    typing.get_by_role("button", name="Sign out").locator("visible=true").click()
    typing.wait_for_url("**/")
    assert kept(typing) == []


def test_another_person_in_the_same_tab_sees_nothing_of_it(typing, sign_in):
    other = MembershipFactory(role=Role.OWNER, organization=Organization.objects.get())
    sign_in(other.user)
    typing.goto(PAGE)
    expect(typing.get_by_label("Name")).to_have_value(name_now())
    assert kept(typing) == []


def test_a_password_is_never_kept(tab):
    tab.goto("/accounts/signup/")
    tab.get_by_label("Password").fill(PASSWORD)
    assert kept(tab) == []


def test_a_part_of_the_page_that_meets_an_ended_session(tab, olga, sign_in):
    function = FunctionFactory(organization=Organization.objects.get(), name="Old")
    sign_in(olga)
    tab.goto("/o/harbour/inventory/")
    row = tab.locator(f"#row-{function.pk}")
    row.get_by_role("link", name="Change").click()
    row.get_by_label("Name").fill("Typed")
    tab.context.clear_cookies(name="sessionid")
    row.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("alert")).to_contain_text("Your session has ended")
    tab.get_by_role("button", name="Open it again").click()
    sign_in_again(tab)
    expect(tab.get_by_text("Open the form again")).to_be_visible()
    row.get_by_role("link", name="Change").click()
    expect(row.get_by_label("Name")).to_have_value("Typed")
    row.get_by_role("button", name="Save").click()
    expect(row.get_by_role("link", name="Typed", exact=True)).to_be_visible()
    assert kept(tab) == []
