"""Components and functions, searched for among ten thousand."""

import pytest

from continuity.inventory.models import Option
from continuity.providers.models import Edge
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FunctionFactory,
    OptionFactory,
    ProviderFactory,
)


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
    text = browser.get(f"{home}providers/components/?field=on&component=azure&on={claude.pk}").text
    assert box(claude, ticked=True) in text
    assert box(azure, ticked=False) in text


def test_every_word_must_fit_somewhere(browser, home, org):
    ComponentFactory(name="Sonnet", provider__name="Anthropic")
    ComponentFactory(name="Opus", provider__name="Anthropic")
    text = browser.get(f"{home}providers/components/?field=on&component=anthropic+son").text
    assert "Sonnet" in text
    assert "Opus" not in text


def test_twenty_are_shown_and_more_are_mentioned(browser, home, org):
    for n in range(21):
        ComponentFactory(name=f"Model {n}")
    text = browser.get(f"{home}providers/components/?field=on&component=model").text
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
    assert (
        browser.get(f"{home}providers/components/", {"field": "on", "on": key}).status_code == 200
    )
    sent = {"name": "X", "capacity": "100", "switch_minutes": "0", "on": [key]}
    assert browser.post(add_url, sent).status_code == 200
    assert not Option.objects.for_org(org).exists()


@pytest.mark.parametrize("words", ["\x00", "%" * 100_000, "a " * 50_000, "<script>", "'\";--"])
@pytest.mark.parametrize(
    "place",
    [
        "providers/components/?component",
        "inventory/functions/?function",
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


def test_a_name_that_nobody_knows_leads_to_where_it_is_added(browser, home, org):
    text = browser.get(f"{home}providers/components/?field=on&component=nobody").text
    assert f'<a href="{home}providers/add/">Add it under Providers</a>' in text


@pytest.mark.parametrize("field", ["", "a b", '"><script>', "x" * 100])
def test_a_strange_field_is_no_field(browser, home, org, field):
    ComponentFactory(name="Claude")
    text = browser.get(f"{home}providers/components/", {"field": field, "component": "claude"}).text
    assert 'name="picked"' in text


@pytest.fixture
def claims(org):
    return FunctionFactory(organization=org, name="Claims", minimum_capacity="0.5")


FACTS = {
    "name": "Claims",
    "criticality": 3,
    "rto_minutes": "1 h",
    "mtpd_minutes": "8 h",
    "minimum_capacity": "50",
}


def test_the_form_of_a_function_is_small_among_many(browser, home, org, claims):
    for n in range(40):
        FunctionFactory(organization=org, name=f"Function {n:02}")
    text = browser.get(f"{home}inventory/{claims.pk}/edit/").text
    assert text.count('name="depends_on"') == 20
    assert "There are more" in text


def test_functions_are_searched_for_and_never_the_one_itself(browser, home, org, claims):
    FunctionFactory(organization=org, name="Claims payment")
    url = f"{home}inventory/functions/?field=depends_on&function=claims&without={claims.pk}"
    text = browser.get(url).text
    assert text.count('name="depends_on"') == 1
    assert "Claims payment" in text


def test_a_function_needs_what_is_ticked(browser, home, org, claims):
    other = FunctionFactory(organization=org, name="Post")
    url = f"{home}inventory/{claims.pk}/edit/"
    sent = {**FACTS, "depends_on": [other.pk]}
    browser.post(url, sent)
    assert list(claims.depends_on.all()) == [other]
    searched = {**sent, "name": "", "function": "post", "search": "depends_on"}
    text = browser.post(url, searched).text
    assert f'name="depends_on" value="{other.pk}" checked' in text
    assert "This field is required" not in text
    browser.post(url, {**FACTS, "function": "", "search": "depends_on"})
    assert not claims.depends_on.exists()


def test_a_component_of_ones_own_is_said_to_rest_on_what_is_ticked(browser, home, org):
    own = ProviderFactory(organization=org)
    gpu = ComponentFactory(name="GPU server", provider=own, organization=org)
    url = f"{home}providers/{own.pk}/components/add/"
    assert '<select name="runs_on"' not in browser.get(url).text
    sent = {"name": "Llama", "kind": "internal", "evidence": "We run it."}
    page = browser.post(url, {**sent, "component": "gpu", "search": "runs_on"})
    assert f'name="runs_on" value="{gpu.pk}"' in page.text
    browser.post(url, {**sent, "runs_on": [gpu.pk]})
    assert Edge.objects.for_org(org).get().runs_on == gpu
