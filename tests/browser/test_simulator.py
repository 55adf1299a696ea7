"""The simulator in a real browser: by keyboard alone, in light and dark, without script too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from continuity.dashboard.actions import ensure_demo
from continuity.simulator import running, tasks
from continuity.simulator.models import Scenario
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FunctionFactory,
    MembershipFactory,
    OptionFactory,
)

from .conftest import SCHEMES, WIDTHS

pytestmark = pytest.mark.browser


@pytest.fixture
def demo(transactional_db, sign_in):
    org = ensure_demo()
    sign_in(org.memberships.order_by("-role").first().user)
    return org


@pytest.fixture
def long(transactional_db, sign_in):
    """An organisation whose names are as long as names may be."""
    ada = MembershipFactory(user__email="ada@example.org")
    sign_in(ada.user)
    gpt = ComponentFactory(name="G" * 120, key="gpt", provider__name="P" * 120)
    claude = ComponentFactory(name="C" * 120, key="claude", provider__name="Q" * 120)
    org = ada.organization
    for letter in "ab":
        function = FunctionFactory(organization=org, name=letter * 120, mtpd_minutes=240)
        ask = DependencyFactory(organization=org, function=function, name="d" * 120)
        OptionFactory(organization=org, dependency=ask, name="o" * 120, on=[gpt], position=0)
        OptionFactory(
            organization=org,
            dependency=ask,
            name="f" * 120,
            on=[claude],
            position=1,
            switch_minutes=120,
        )
    return org, gpt


def tab_to(tab, locator, most=60):
    """Press Tab until it has the focus."""
    for _ in range(most):
        tab.keyboard.press("Tab")
        if locator.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"{locator} is not reached by keyboard")


def sound(tab):
    wrong = []
    for scheme in SCHEMES:
        tab.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 800})
            found = Axe().run(tab).response["violations"]
            wrong += [(scheme, width, v["id"], v["nodes"][0]["html"]) for v in found]
            if not tab.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                wrong.append((scheme, width, "wider than the window", ""))
    assert not wrong, "\n".join(map(str, wrong))
    tab.set_viewport_size({"width": 1280, "height": 900})


def test_26_december_is_found_replayed_kept_and_used_by_keyboard_alone(tab, demo):
    tab.goto(f"/o/{demo.slug}/simulator/")
    sound(tab)
    tab_to(tab, tab.get_by_role("searchbox", name="Search the library"))
    tab.keyboard.type("sora 2024-12-26")
    expect(tab.get_by_text("1 event", exact=True)).to_be_visible()
    tab_to(tab, tab.get_by_role("link", name="ChatGPT, Sora and media APIs lost"))
    tab.keyboard.press("Enter")
    said = tab.locator("#said")
    expect(said).to_contain_text("Had 26 December 2024 happened today: 3 of 14 functions stop")
    expect(said).to_contain_text("since OpenAI API stayed up")
    fallen = tab.get_by_role("region", name="Components of the event")
    expect(fallen.get_by_role("row", name="ChatGPT")).to_contain_text("Regulatory reporting")
    expect(fallen.get_by_role("row", name="Sora")).to_contain_text("hit: Marketing video")
    held = fallen.get_by_role("row", name="OpenAI API")
    expect(held).to_contain_text("stayed up")
    expect(held).to_contain_text("do not notice: Claims triage")
    bar = tab.get_by_role("img", name="Regulatory reporting: down from 0 min for 5 min")
    expect(bar).to_have_accessible_name(
        "Regulatory reporting: down from 0 min for 5 min."
        " carried by claude.ai from 5 min for 7 h 35 min."
    )
    sound(tab)
    tab_to(tab, tab.get_by_label("What it is to show"))
    tab.keyboard.type("Media is lost, text is not")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/simulator/?scenario=*")
    row = Scenario.objects.for_org(demo).get()
    assert row.held == ["openai/api"]
    tab_to(tab, tab.get_by_role("link", name="Use in an exercise"))
    tab.keyboard.press("Enter")
    tab_to(tab, tab.get_by_role("link", name="Customer chat on GPT"))
    tab.keyboard.press("Enter")
    expect(tab.get_by_label("Scenario")).to_have_value(f"{row.name}: Media is lost, text is not")
    assert not tab.complaints


def test_spans_are_drawn_by_keyboard_alone(tab, demo):
    tab.goto(f"/o/{demo.slug}/simulator/?by=spans")
    search = tab.get_by_label("Search for a provider or component")
    tab_to(tab, search)
    tab.keyboard.type("sora")
    box = tab.get_by_role("checkbox", name="Sora")
    expect(box).to_be_visible()
    tab_to(tab, box)
    tab.keyboard.press("Space")
    tab_to(tab, tab.get_by_role("button", name="Give times to what is ticked"))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("group", name="Line 1")).to_be_visible()
    sound(tab)
    tab_to(tab, tab.get_by_role("button", name="Add a line"))
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("group", name="Line 2")).to_be_visible()
    tab_to(tab, tab.get_by_role("button", name="Replay"))
    tab.keyboard.press("Enter")
    expect(tab.locator("#said")).to_contain_text("1 of 14 functions stop")
    expect(tab.locator("#said")).to_contain_text("Marketing video is down longest, for 8 h")
    assert not tab.complaints


def test_names_of_120_letters_break_no_page(tab, long):
    org, gpt = long
    place = f"/o/{org.slug}/simulator/"
    for query in (
        f"by=components&on={gpt.pk}&length=8h",
        f"by=spans&on={gpt.pk}&rows=times",
        "by=saved",
    ):
        tab.goto(f"{place}?{query}")
        sound(tab)
    assert not tab.complaints


def test_it_all_works_without_script(chromium, live_server, client, long):
    org, _gpt = long
    client.force_login(org.memberships.get().user)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/o/{org.slug}/simulator/?by=spans")
    page.get_by_label("Search for a provider or component").fill("GG")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox", name="GGG").check()
    page.get_by_role("button", name="Give times to what is ticked").click()
    page.get_by_label("Down from").fill("2027-03-01T09:00")
    page.get_by_label("Up again at").fill("2027-03-01T08:00")
    page.get_by_role("button", name="Replay").click()
    expect(page.get_by_text("This must be later than when it goes down.")).to_be_visible()
    expect(page.get_by_label("Down from")).to_have_value("2027-03-01T09:00")
    page.get_by_label("Up again at").fill("2027-03-01T15:00")
    page.get_by_role("button", name="Replay").click()
    expect(page.locator("#said")).to_contain_text("2 of 2 functions stop")
    context.close()


def test_a_long_replay_shows_how_far_it_is_and_then_itself(tab, long, monkeypatch):
    org, gpt = long
    monkeypatch.setattr(running, "QUICK", -1)
    tab.goto(f"/o/{org.slug}/simulator/?by=components&on={gpt.pk}&length=8h")
    expect(tab.get_by_text("It waits for its turn.")).to_be_visible()
    expect(tab.get_by_role("progressbar", name="How far it is")).to_be_visible()
    sound(tab)
    tab.reload()
    tasks.replay_events()
    expect(tab.locator("#said")).to_contain_text("2 of 2 functions stop", timeout=10_000)
    assert not tab.complaints
