"""Steps of a change on the screen: each kind written down, edited, moved and refused in words."""

import re

import pytest

from continuity.changes.models import Change
from tests.changes.conftest import changes
from tests.factories import ComponentFactory, MembershipFactory


def plan(browser, home, **fields):
    answer = browser.post(changes(home, "add/"), {"title": "To Bedrock", **fields})
    assert answer.status_code == 302
    return Change.objects.across_orgs("the newest").latest("pk"), answer.url


FORMS = {
    "add": lambda c: {
        "name": "Claude on Bedrock", "on": c.bedrock.pk, "leans_on": c.openai.pk,
        "capacity": "80", "switch_minutes": "30 min", "runbook": c.book.pk,
    },
    "replace": lambda c: {"old": c.openai.pk, "new": c.azure.pk},
    "order": lambda c: {"option": c.claude.pk, "place": 1, "switch_minutes": "20"},
    "resize": lambda c: {"option": c.claude.pk, "switch_minutes": "10 min", "capacity": "62.5"},
    "runbook": lambda c: {"option": c.claude.pk, "runbook": c.book.pk},
    "remove": lambda c: {"option": c.claude.pk},
}  # fmt: skip


@pytest.mark.parametrize("kind", FORMS)
def test_each_kind_of_step_is_written_down_shown_and_edited(browser, home, clinic, kind):
    change, _url = plan(browser, home)
    there = f"{change.get_absolute_url()}steps/?kind={kind}"
    assert browser.get(there).status_code == 200
    answer = browser.post(there, FORMS[kind](clinic))
    assert answer.status_code == 302, answer.context["form"].errors
    step = change.steps.get()
    assert "With this change" in browser.get(change.get_absolute_url()).text
    page = browser.get(f"{change.get_absolute_url()}steps/{step.pk}/")
    form = page.context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value()}
    again = {name: form.fields[name].prepare_value(value) for name, value in again.items()}
    edited = browser.post(f"{change.get_absolute_url()}steps/{step.pk}/", again)
    assert edited.status_code == 302, edited.context["form"].errors
    assert change.steps.get().wanted == step.wanted


BAD = [
    ("add", {"name": "X", "capacity": "80", "switch_minutes": "5"}, "Say whom it is for"),
    ("add", {"name": "X", "capacity": "0", "switch_minutes": "5"}, "greater than or equal"),
    ("add", {"name": "X", "capacity": "9", "switch_minutes": "soon"}, "length of time"),
    ("replace", {}, "This field is required"),
    ("order", {"place": 1}, "Tick one option."),
    ("order", {"option": "9" * 30, "place": 1}, "Enter a list"),
    ("order", {"option": "1\0", "place": "one"}, "whole number"),
    ("resize", {}, "Give a switch time, a capacity, or both"),
    ("runbook", {"runbook": "12345"}, "Select a valid choice"),
]


@pytest.mark.parametrize(("kind", "typed", "words"), BAD)
def test_a_faulty_form_says_so_and_keeps_what_was_typed(browser, home, clinic, kind, typed, words):
    change, _url = plan(browser, home)
    text = browser.post(
        f"{change.get_absolute_url()}steps/?kind={kind}", {"sent": "1", **typed}
    ).text
    assert words in text
    assert "What you typed is still here" in text
    assert not change.steps.exists()


def test_the_same_component_twice_is_refused(browser, home, clinic):
    change, _url = plan(browser, home)
    both = {"old": clinic.openai.pk, "new": clinic.openai.pk}
    page = browser.post(f"{change.get_absolute_url()}steps/?kind=replace", both)
    assert "That is what it rests on already" in page.text


def test_two_ticked_where_one_is_asked_for_are_refused(browser, home, clinic):
    change, _url = plan(browser, home)
    both = {"option": [clinic.gpt.pk, clinic.claude.pk]}
    page = browser.post(f"{change.get_absolute_url()}steps/?kind=remove", both)
    assert "Tick one of them only" in page.text


def test_a_search_without_script_keeps_the_form_and_judges_nothing(browser, home, clinic):
    change, _url = plan(browser, home)
    typed = {"name": "Kept", "dependency": "Sort", "search": "dependencies"}
    text = browser.post(f"{change.get_absolute_url()}steps/?kind=add", typed).text
    assert 'value="Kept"' in text
    assert "Triage" in text
    assert "This field is required" not in text


@pytest.mark.parametrize("what", ["dependency", "option", "leaning", "old", "new"])
def test_what_is_picked_from_is_searched_as_one_types(browser, home, clinic, what):
    from continuity.changes.sources import PICKED

    source, _rows = PICKED[f"changes:pick_{what}"]
    word = {"dependency": "sort", "option": "mini"}.get(what, "bedrock")
    text = browser.get(changes(home, f"pick/{what}/?{source.words}={word}&field=x")).text
    assert 'type="checkbox"' in text
    assert "Draft" not in text


def test_foreign_rows_cannot_be_picked(browser, home, clinic):
    theirs = ComponentFactory(organization=MembershipFactory().organization)
    change, _url = plan(browser, home)
    both = {"old": clinic.openai.pk, "new": theirs.pk}
    page = browser.post(f"{change.get_absolute_url()}steps/?kind=replace", both)
    assert "Select a valid choice" in page.text


def test_an_option_of_an_earlier_step_can_be_chosen(browser, home, clinic):
    change = clinic.change(clinic.fallback())
    there = f"{change.get_absolute_url()}steps/?kind=order"
    added = f"{change.steps.get().pk}-{clinic.sort.pk}"
    assert added in browser.get(there).text
    answer = browser.post(there, {"added": added, "place": 1, "switch_minutes": "5"})
    assert answer.status_code == 302
    text = browser.get(change.get_absolute_url()).text
    assert "Make “Claude on Bedrock” of “Sort” (Triage) the first that runs" in text


def test_steps_change_places_and_go(browser, clinic):
    change = clinic.change(
        clinic.fallback(), ("resize", {"option": str(clinic.claude.pk), "switch_minutes": 5,
                                       "capacity": None})
    )  # fmt: skip
    first, second = change.steps.all()
    root = f"{change.get_absolute_url()}steps/"
    browser.post(f"{root}{second.pk}/move/", {"to": "0"})
    assert [s.pk for s in change.steps.all()] == [second.pk, first.pk]
    browser.post(f"{root}{second.pk}/move/", {"to": "-1"})
    browser.post(f"{root}{first.pk}/remove/")
    assert [s.pk for s in change.steps.all()] == [second.pk]


def test_a_planned_step_is_carried_from_another_page(browser, home, clinic):
    query = f"?kind=resize&option={clinic.claude.pk}&title=Faster"
    assert 'value="Faster"' in browser.get(changes(home, f"add/{query}")).text
    answer = browser.post(changes(home, f"add/{query}"), {"title": "Faster"})
    assert answer.url.endswith(f"steps/?kind=resize&option={clinic.claude.pk}")
    text = browser.get(answer.url).text
    assert re.search(rf'value="{clinic.claude.pk}" checked', text)
