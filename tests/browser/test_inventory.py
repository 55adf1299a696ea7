"""The inventory by keyboard and in place."""

import pytest
from playwright.sync_api import expect

from continuity.inventory.models import Option
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FunctionFactory,
    MembershipFactory,
    OptionFactory,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def dependency(transactional_db, sign_in):
    ada = MembershipFactory(user__email="ada@example.org")
    sign_in(ada.user)
    function = FunctionFactory(organization=ada.organization, minimum_capacity="0.5")
    return DependencyFactory(organization=ada.organization, function=function, name="Classify")


def option(dependency, position, name, **fields):
    return OptionFactory(
        organization=dependency.organization,
        dependency=dependency,
        position=position,
        name=name,
        **fields,
    )


def order(dependency):
    rows = Option.objects.for_org(dependency.organization).order_by("position")
    return "".join(rows.values_list("name", flat=True))


def test_an_option_is_moved_by_keyboard_and_the_focus_goes_with_it(tab, dependency):
    rows = [option(dependency, n, name) for n, name in enumerate("abc")]
    tab.goto(dependency.function.get_absolute_url())
    button = tab.locator(f"#up-{rows[2].pk}")
    button.focus()
    for now in ("acb", "cab", "cab"):
        tab.keyboard.press("Enter")
        tab.wait_for_load_state("networkidle")
        expect(tab.locator(".option-name strong").all()[0]).to_have_text(now[0])
        expect(button).to_be_focused()
        assert order(dependency) == now
    assert not tab.complaints


def test_a_fallback_becomes_what_runs_by_keyboard_alone(tab, dependency):
    option(dependency, 0, "now")
    slow = option(dependency, 1, "slow", switch_minutes=60)
    tab.goto(dependency.function.get_absolute_url())
    tab.locator(f"#up-{slow.pk}").press("Enter")
    question = tab.get_by_label("How long does it take to switch to “now”?")
    expect(question).to_be_focused()
    assert order(dependency) == "nowslow"
    tab.keyboard.type("20 min")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/inventory/*/#option-*")
    expect(tab.locator(".option-name strong").all()[0]).to_have_text("slow")
    assert order(dependency) == "slownow"
    assert not tab.complaints


def test_a_refused_move_is_said_where_one_stands(tab, dependency):
    option(dependency, 0, "now")
    small = option(dependency, 1, "small", capacity="0.1")
    tab.goto(dependency.function.get_absolute_url())
    tab.locator(f"#up-{small.pk}").press("Enter")
    expect(tab.locator(".dependency .notice")).to_contain_text("no longer reach")
    expect(tab.locator(f"#up-{small.pk}")).to_be_focused()
    assert order(dependency) == "nowsmall"


def test_an_option_is_dragged_to_its_place(tab, dependency):
    for n, name in enumerate("abc"):
        option(dependency, n, name)
    tab.goto(dependency.function.get_absolute_url())
    handles = [handle.bounding_box() for handle in tab.locator("[data-handle]").all()]
    tab.mouse.move(handles[0]["x"] + 5, handles[0]["y"] + 5)
    tab.mouse.down()
    tab.mouse.move(handles[2]["x"] + 5, handles[2]["y"] + handles[2]["height"] + 20, steps=8)
    with tab.expect_navigation():
        tab.mouse.up()
    assert order(dependency) == "bca"


def test_an_option_is_added_in_place_with_two_components(tab, dependency):
    claude, azure = ComponentFactory(name="Claude"), ComponentFactory(name="Azure")
    url = dependency.function.get_absolute_url()
    tab.goto(url)
    tab.get_by_role("link", name="Add an option for Classify").click()
    expect(tab.get_by_label("Name")).to_be_focused()
    assert tab.url.endswith(url)
    tab.get_by_label("Name").fill("Both")
    search = tab.get_by_label("Search for a provider or component")
    search.fill("claude")
    tab.get_by_role("checkbox", name="Claude").check()
    search.fill("azure")
    tab.get_by_role("checkbox", name="Azure").check()
    expect(tab.get_by_role("checkbox", name="Claude")).to_be_checked()
    tab.get_by_role("button", name="Save").click()
    expect(tab.locator(".option-name")).to_contain_text("Both")
    row = Option.objects.for_org(dependency.organization).get()
    assert set(row.on.all()) == {claude, azure}
    assert not tab.complaints


def test_enter_in_the_search_searches_and_saves_nothing(tab, dependency):
    ComponentFactory(name="Claude")
    tab.goto(dependency.function.get_absolute_url())
    tab.get_by_role("link", name="Add an option for Classify").click()
    tab.get_by_label("Name").fill("Half")
    tab.get_by_label("Search for a provider or component").fill("claude")
    tab.get_by_label("Search for a provider or component").press("Enter")
    expect(tab.get_by_role("heading", name="An option for", level=1)).to_be_visible()
    expect(tab.get_by_label("Name")).to_have_value("Half")
    expect(tab.get_by_role("checkbox", name="Claude")).to_be_visible()
    assert order(dependency) == ""


def test_what_it_asks_of_ai_is_renamed_in_place(tab, dependency):
    url = dependency.function.get_absolute_url()
    tab.goto(url)
    tab.get_by_role("link", name="Edit Classify").click()
    tab.get_by_label("What it asks of AI").fill("Sort the post")
    tab.get_by_role("button", name="Save").click()
    expect(tab.get_by_role("heading", name="Sort the post")).to_be_visible()
