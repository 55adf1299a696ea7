"""What static/js/app.js adds to pages that work without it."""

import pytest
from playwright.sync_api import expect

from continuity.orgs.models import Role
from continuity.runbooks.models import Runbook
from tests.factories import MembershipFactory
from tests.factories_runbooks import RunbookFactory

pytestmark = pytest.mark.browser
LIST = """
<form action="/accounts/login/"><ol data-reorder>
  <li><input type="hidden" name="order" value="a"><button type="button" data-handle>a</button></li>
  <li><input type="hidden" name="order" value="b"><button type="button" data-handle>b</button></li>
  <li><input type="hidden" name="order" value="c"><button type="button" data-handle>c</button></li>
</ol></form>"""


@pytest.fixture
def olga(transactional_db):
    return MembershipFactory(role=Role.OWNER, organization__slug="harbour")


def test_dropping_an_item_sends_the_new_order(tab):
    tab.goto("/accounts/login/")
    tab.evaluate("markup => { document.getElementById('main').innerHTML = markup }", LIST)
    first, last = (tab.get_by_role("button", name=name).bounding_box() for name in "ac")
    tab.mouse.move(first["x"] + 5, first["y"] + 5)
    tab.mouse.down()
    tab.mouse.move(last["x"] + 5, last["y"] + last["height"] - 2, steps=5)
    tab.mouse.up()
    tab.wait_for_url("**/?order=b&order=c&order=a")


def test_dropping_it_where_it_was_sends_nothing(tab):
    tab.goto("/accounts/login/")
    tab.evaluate("markup => { document.getElementById('main').innerHTML = markup }", LIST)
    box = tab.get_by_role("button", name="b").bounding_box()
    tab.mouse.move(box["x"] + 5, box["y"] + 5)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 5, box["y"] + 7)
    tab.mouse.up()
    assert tab.url.endswith("/accounts/login/")


def test_a_stray_click_does_not_lose_what_was_typed(tab, olga, sign_in):
    sign_in(olga.user)
    tab.goto("/o/harbour/settings/")
    asked = []
    tab.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    tab.get_by_label("Name").fill("Typed")
    tab.locator(".mark").click(no_wait_after=True)
    expect(tab.get_by_label("Name")).to_have_value("Typed")
    assert asked == ["beforeunload"]
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_text("Saved.")).to_be_visible()
    assert asked == ["beforeunload"], "saving is no stray click"


def test_a_network_that_fails_is_told_and_nothing_lost(tab, olga, sign_in):
    sign_in(olga.user)
    tab.goto("/o/harbour/settings/")
    tab.route("**/organisations/", lambda route: route.abort())
    tab.get_by_label("Name").fill("Typed")
    tab.locator("header details").first.click()
    expect(tab.get_by_role("alert")).to_contain_text("Nothing was changed")
    expect(tab.get_by_label("Name")).to_have_value("Typed")
    tab.get_by_role("button", name="Close").click()
    expect(tab.get_by_role("alert")).to_be_hidden()


def test_what_was_removed_is_brought_back_with_one_click(tab, olga, sign_in):
    runbook = RunbookFactory(organization=olga.organization)
    sign_in(olga.user)
    tab.goto(runbook.get_absolute_url())
    tab.get_by_role("button", name="Remove").first.click()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_role("heading", name=runbook.title)).to_be_visible()
    assert Runbook.objects.for_org(olga.organization).filter(pk=runbook.pk).exists()
