"""The map in a real browser: by keyboard alone, read aloud, without a script, and on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from continuity.dashboard.actions import ensure_demo
from continuity.inventory.actions import import_portfolio
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization, Role
from continuity.providers.models import Component
from continuity.risk.bench import portfolio
from continuity.risk.current import refresh
from tests.factories import MembershipFactory

from .conftest import SCHEMES, WIDTHS

pytestmark = pytest.mark.browser


@pytest.fixture
def demo(transactional_db, sign_in):
    """The address of the map of the demonstration."""
    org = ensure_demo()
    sign_in(org.memberships.order_by("-role").first().user)
    return f"/o/{org.slug}/risk/map/"


@pytest.fixture
def large(transactional_db, sign_in):
    """The address of a map of 500 functions."""
    ada = MembershipFactory(user__email="ada@example.org")
    sign_in(ada.user)
    import_portfolio(Actor(ada.organization, ada.user, Role.EDITOR), portfolio(500, 3, 200))
    refresh(Organization.objects.get(pk=ada.organization_id))
    return f"/o/{ada.organization.slug}/risk/map/"


def box(tab, name):
    return tab.locator(f"a.box[aria-label^='{name}']")


def focused(tab):
    return tab.evaluate("document.activeElement.getAttribute('aria-label')")


def test_a_component_fails_and_is_up_again_by_keyboard_alone(tab, demo):
    tab.goto(demo)
    azure = Component.objects.catalogue().get(key="azure")
    for _press in range(80):
        tab.keyboard.press("Tab")
        if (focused(tab) or "").startswith("Microsoft Azure"):
            break
    tab.keyboard.press("Enter")
    said = tab.locator("#said")
    expect(said).to_contain_text("If Microsoft Azure fails now")
    expect(said).to_contain_text("Fraud screening passes its MTPD after")
    expect(box(tab, "Microsoft Azure")).to_be_focused()
    expect(box(tab, "Fraud screening: lost")).to_have_count(1)
    assert tab.url.endswith(f"?fail={azure.pk}")
    expect(tab.locator("#hit tbody tr").first).to_contain_text("lost")
    expect(tab.locator(".tell-fate")).not_to_have_count(0)  # the shared fate of Claims triage
    tab.keyboard.press("Enter")
    expect(said).not_to_contain_text("fails now")
    tab.go_back()
    expect(tab.locator("#said")).to_contain_text("If Microsoft Azure fails now")
    expect(tab.locator("h1")).to_have_count(1)
    assert not tab.complaints


def test_arrow_keys_walk_the_layers_and_light_up_what_hangs_together(tab, demo):
    tab.goto(demo)
    first = tab.locator("a.box").first
    first.focus()
    tab.keyboard.press("ArrowDown")
    assert focused(tab) == tab.locator("a.box").nth(1).get_attribute("aria-label")
    tab.keyboard.press("ArrowUp")
    expect(first).to_be_focused()
    tab.keyboard.press("ArrowUp")  # nothing above: it stays
    expect(first).to_be_focused()
    tab.keyboard.press("ArrowRight")
    assert tab.evaluate("document.activeElement.dataset.layer") == "1"
    expect(tab.locator(".wire.near")).not_to_have_count(0)
    tab.keyboard.press("ArrowLeft")
    assert tab.evaluate("document.activeElement.dataset.layer") == "0"


def test_the_order_of_the_page_is_that_of_the_layers(tab, large):
    tab.goto(large)
    spots = tab.evaluate(
        "[...document.querySelectorAll('a.box')].map(b => b.getBoundingClientRect())"
        ".map(r => [Math.round(r.left), Math.round(r.top)])"
    )
    assert spots == sorted(spots)


def test_search_finds_and_a_folded_box_opens(tab, large):
    tab.goto(large)
    tab.get_by_role("searchbox").fill("Function 499")
    expect(box(tab, "Function 499")).to_have_count(1)
    expect(tab.locator("a.box[data-layer='0']")).to_have_count(1)
    tab.get_by_role("searchbox").fill("")
    folded = box(tab, "5 · vital")
    expect(folded).to_have_count(1)
    folded.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".map-chips")).to_contain_text("5 · vital opened")
    expect(folded).to_have_count(0)
    tab.get_by_role("link", name="5 · vital opened: take it back").click()
    expect(folded).to_have_count(1)
    assert not tab.complaints


def test_another_fails_with_it_by_the_list(tab, demo):
    tab.goto(demo)
    tab.get_by_label("Fail", exact=True).select_option(label="Cloudflare")
    tab.get_by_role("button", name="Fail it").click()
    expect(tab.locator("#said")).to_contain_text("If Cloudflare fails now")
    tab.get_by_label("Fail with it").select_option(label="Microsoft Azure")
    tab.get_by_role("button", name="Fail it").click()
    expect(tab.locator("#said")).to_contain_text("fail together")
    assert len(re.findall("fail=", tab.url)) == 2
    tab.get_by_role("link", name="All up again").click()
    expect(tab.locator("#said")).to_contain_text("functions rest on")
    assert not tab.complaints


def test_without_a_script_links_do_it_all(chromium, tab, demo, live_server):
    context = chromium.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        storage_state=tab.context.storage_state(),
    )
    page = context.new_page()
    page.goto(demo)
    box(page, "Microsoft Azure").click()
    expect(page.locator("#said")).to_contain_text("If Microsoft Azure fails now")
    page.get_by_label("Fail with it").select_option(index=0)
    page.get_by_role("button", name="Fail it").click()
    expect(page.locator("#said")).to_contain_text("fail together")
    page.get_by_role("searchbox").fill("triage")
    page.get_by_role("button", name="Show").click()
    expect(box(page, "Claims triage")).to_have_count(1)
    expect(page.locator("#said")).to_contain_text("fail together")  # the search keeps it
    context.close()


@pytest.mark.parametrize("which", ["demo", "large"])
def test_it_is_sound_in_every_light_and_width(tab, which, request):
    address = request.getfixturevalue(which)
    tab.goto(address)
    fail = tab.locator("a.box:not([data-layer='0'])").last.get_attribute("href")
    wrong = []
    for path in (address, address + fail):
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                tab.set_viewport_size({"width": width, "height": 800})
                tab.goto(path)
                tab.locator(".map-words summary").click()
                found = Axe().run(tab).response["violations"]
                wrong += [(path, scheme, width, v["id"], v["nodes"][0]["html"]) for v in found]
                if not tab.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                    wrong.append((path, scheme, width, "wider than the window", ""))
    assert not wrong, "\n".join(map(str, wrong))
    assert not tab.complaints, tab.complaints
