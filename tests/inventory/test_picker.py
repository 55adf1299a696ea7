"""What an option rests on, searched for among ten thousand components."""

import pytest

from continuity.inventory.models import Option
from tests.factories import ComponentFactory, DependencyFactory, FunctionFactory, OptionFactory


@pytest.fixture
def dependency(org):
    return DependencyFactory(organization=org, function=FunctionFactory(organization=org))


@pytest.fixture
def add_url(home, dependency):
    return f"{home}inventory/dependencies/{dependency.pk}/options/"


def box(component, *, ticked):
    return f'name="on" value="{component.pk}"{" checked" if ticked else ""}>'


def test_what_is_ticked_stays_ticked_when_another_word_is_typed(browser, home, org):
    claude, azure = ComponentFactory(name="Claude"), ComponentFactory(name="Azure")
    text = browser.get(f"{home}inventory/components/?component=azure&on={claude.pk}").text
    assert box(claude, ticked=True) in text
    assert box(azure, ticked=False) in text


def test_every_word_must_fit_somewhere(browser, home, org):
    ComponentFactory(name="Sonnet", provider__name="Anthropic")
    ComponentFactory(name="Opus", provider__name="Anthropic")
    text = browser.get(f"{home}inventory/components/?component=anthropic+son").text
    assert "Sonnet" in text
    assert "Opus" not in text


def test_twenty_are_shown_and_more_are_mentioned(browser, home, org):
    for n in range(21):
        ComponentFactory(name=f"Model {n}")
    text = browser.get(f"{home}inventory/components/?component=model").text
    assert text.count('type="checkbox"') == 20
    assert "There are more" in text


def test_without_script_a_button_searches_and_keeps_what_was_typed(browser, add_url, org):
    claude = ComponentFactory(name="Claude")
    sent = {"name": "", "capacity": "40", "switch_minutes": "1 h 5 min"}
    page = browser.post(add_url, sent | {"component": "claude", "search": "1"})
    assert box(claude, ticked=False) in page.text
    assert 'value="40"' in page.text
    assert "1 h 5 min" in page.text
    assert "required.</" not in page.text
    assert not Option.objects.for_org(org).exists()


def test_enter_in_another_field_saves(browser, add_url, org):
    sent = {"name": "By hand", "capacity": "100", "switch_minutes": "0"}
    browser.post(add_url, sent | {"component": "", "search": "1"})
    assert Option.objects.for_org(org).get().name == "By hand"


def test_what_an_option_rests_on_is_ticked_when_it_is_edited(browser, home, dependency):
    claude = ComponentFactory(name="Claude")
    row = OptionFactory(
        organization=dependency.organization, dependency=dependency, position=0, on=[claude]
    )
    assert box(claude, ticked=True) in browser.get(f"{home}inventory/options/{row.pk}/").text


@pytest.mark.parametrize("key", ["9" * 30, "-1", "x", "1.0", "\x00", ""])
def test_what_is_no_key_is_refused(browser, home, add_url, org, key):
    assert browser.get(f"{home}inventory/components/", {"on": key}).status_code == 200
    sent = {"name": "X", "capacity": "100", "switch_minutes": "0", "on": [key]}
    assert browser.post(add_url, sent).status_code == 200
    assert not Option.objects.for_org(org).exists()


@pytest.mark.parametrize("words", ["\x00", "%" * 100_000, "a " * 50_000, "<script>", "'\";--"])
@pytest.mark.parametrize(
    "place",
    [
        "inventory/components/?component",
        "inventory/?q",
        "inventory/?owner",
        "providers/?q",
        "runbooks/?q",
    ],
)
def test_any_words_may_be_searched_for(browser, home, org, place, words):
    path, name = f"{home}{place}".split("?")
    page = browser.get(path, {name: words})
    assert page.status_code == 200
    assert "<script>'" not in page.text
