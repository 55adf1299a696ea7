"""A campaign from its start to the function that says so; the owner answers by keyboard alone, on
a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from continuity.campaigns.models import Answer
from continuity.inventory.models import Function
from continuity.orgs.models import Role
from tests.factories import DependencyFactory, FunctionFactory, MembershipFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def olga(transactional_db):
    return MembershipFactory(role=Role.OWNER, user__email="olga@example.org")


@pytest.fixture
def vera(olga):
    """She may only look, and owns Letters."""
    org = olga.organization
    seat = MembershipFactory(organization=org, role=Role.VIEWER, user__email="vera@example.org")
    letters = FunctionFactory(
        organization=org, name="Letters", owner_email="vera@example.org", criticality=3
    )
    DependencyFactory(organization=org, function=letters, name="Draft")
    return seat


def tab_to(tab, role, name, most=80):
    """Go there by the Tab key and nothing else."""
    wanted = tab.get_by_role(role, name=name, exact=True)
    for _ in range(most):
        tab.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            return wanted
    raise AssertionError(f"{name} is not reached by keyboard")


def sound(tab):
    found = Axe().run(tab).response["violations"]
    assert not found, [(v["id"], v["nodes"][0]["html"]) for v in found]
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_from_the_start_to_the_signature(tab, sign_in, olga, vera):
    org = olga.organization
    home = f"/o/{org.slug}/"

    sign_in(olga.user)
    tab.goto(f"{home}campaigns/add/")
    tab.get_by_label("Title").fill("BIA 2026")
    tab.get_by_role("button", name="Next: who is asked").click()
    expect(tab.get_by_text("vera@example.org")).to_be_visible()
    sound(tab)
    tab.get_by_role("button", name="Start, and write to them").click()
    expect(tab.locator(".lead")).to_contain_text("0 of 1 answered, 0 signed off")
    sound(tab)

    sign_in(vera.user)
    tab.set_viewport_size({"width": 360, "height": 740})
    tab.goto(f"{home}campaigns/mine/")
    sound(tab)
    tab_to(tab, "link", "Answer Letters")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Is all of this still right?")).to_be_visible()
    sound(tab)
    tab_to(tab, "radio", "3 · important: Customers notice within days, and it costs money.")
    tab.keyboard.press("ArrowDown")
    expect(tab.locator("#kept")).to_contain_text("Kept")
    tab.reload()  # nothing was sent, and nothing is lost
    expect(tab.get_by_role("radio", name="4 · high")).to_be_checked()
    tab_to(tab, "button", "Next")
    tab.keyboard.press("Enter")

    expect(tab.get_by_text("Step 2 of 4")).to_be_visible()
    sound(tab)
    tab_to(tab, "textbox", "RTO: must run again within")
    tab.keyboard.press("Control+A")
    tab.keyboard.type("2 hou")
    expect(tab.locator("#kept")).to_contain_text("is no unit of time")
    tab.keyboard.press("Control+A")
    tab.keyboard.type("30 min")
    expect(tab.locator("#kept")).not_to_contain_text("is no unit of time")
    tab_to(tab, "button", "Next")
    tab.keyboard.press("Enter")

    expect(tab.get_by_text("Step 3 of 4")).to_be_visible()
    sound(tab)
    tab_to(tab, "textbox", "Is something missing, or wrong? (optional)")
    tab.keyboard.type("Copilot too")
    tab_to(tab, "button", "Check, then send")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("You change 2 things.")).to_be_visible()
    sound(tab)
    tab_to(tab, "button", "Send")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("All answered. Thank you.")).to_be_visible()
    sound(tab)
    assert Answer.objects.for_org(org).get().state == "answered"

    sign_in(olga.user)
    tab.set_viewport_size({"width": 1280, "height": 900})
    answer = Answer.objects.for_org(org).get()
    tab.goto(f"{home}campaigns/{answer.campaign_id}/")
    tab.get_by_role("link", name="Read Letters").click()
    expect(tab.get_by_text("Copilot too")).to_be_visible()
    sound(tab)
    tab.get_by_role("button", name="Sign off").dblclick()
    expect(tab.locator(".lead")).to_contain_text("1 of 1 answered, 1 signed off")
    tab.goto(Function.objects.for_org(org).get().get_absolute_url())
    for words in ("4 · high", "30 min", answer.answered_at.strftime("%B %Y")):
        expect(tab.locator(".facts").first).to_contain_text(words)
    assert not tab.complaints


def test_what_was_typed_outlives_a_session_that_ended(tab, sign_in, olga, vera):
    from datetime import timedelta

    from django.utils import timezone

    from continuity.campaigns import actions
    from continuity.orgs.actor import Actor

    boss = Actor(olga.organization, olga.user, Role.OWNER)
    day = timezone.localdate() + timedelta(days=9)
    actions.start(boss, actions.add_campaign(boss, title="BIA", due_on=day))
    answer = Answer.objects.for_org(olga.organization).get()
    asks = f"/o/{olga.organization.slug}/campaigns/answers/{answer.pk}/?step=3"
    sign_in(vera.user)
    tab.goto(asks)
    tab.context.clear_cookies()
    tab.get_by_label("Is something missing, or wrong?").fill("Typed in vain?")
    expect(tab.get_by_text("Your session has ended.")).to_be_visible()
    sign_in(vera.user)
    tab.goto(asks)
    expect(tab.get_by_label("Is something missing, or wrong?")).to_have_value("Typed in vain?")
