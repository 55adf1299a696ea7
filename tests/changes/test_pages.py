"""The pages of planned changes: what they say, in which words, at what cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.changes import actions
from continuity.changes.models import Change, Step
from continuity.inventory import actions as inventory
from continuity.inventory.models import Option
from continuity.orgs.models import Role
from tests.factories import ComponentFactory, MembershipFactory
from tests.factories_changes import ChangeFactory, ChangeStepFactory, EvidenceFactory

LONG = "Ω" + "m" * 119


def changes(home, rest=""):
    return f"{home}changes/{rest}"


def test_an_empty_list_says_how_to_begin(browser, home):
    text = browser.get(changes(home)).text
    assert "Nothing is planned yet" in text
    assert "changes/add/" in text


def test_the_list_is_filtered_by_state_and_words_in_the_url(browser, home, org):
    ChangeFactory(organization=org, title="To Bedrock")
    ChangeFactory(organization=org, title="To Azure", state="applied")

    def shown(query):
        text = browser.get(changes(home, f"?{query}"), headers={"HX-Request": "true"}).text
        assert "<html" not in text
        return [title for title in ("To Bedrock", "To Azure") if title in text]

    assert shown("") == ["To Bedrock", "To Azure"]
    assert shown("state=applied") == ["To Azure"]
    assert shown("q=bedrock") == ["To Bedrock"]
    assert "No planned change fits that" in browser.get(changes(home, "?q=nix")).text


def test_rows_of_the_list_cost_no_queries(browser, home, org):
    counts = []
    for n in (1, 49):
        for _ in range(n):
            change = ChangeFactory(organization=org, title=LONG, supplier=LONG)
            ChangeStepFactory(organization=org, change=change)
            EvidenceFactory(organization=org, change=change)
        browser.get(home)  # brings the scores up to date
        with CaptureQueriesContext(connection) as asked:
            assert LONG in browser.get(changes(home)).text
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_51st_is_on_the_second_page(browser, home, org):
    for n in range(51):
        ChangeFactory(organization=org, title=f"Change no. {n:02}")
    assert "Change no. 00" not in browser.get(changes(home)).text
    assert "Change no. 00" in browser.get(changes(home, "?page=2")).text


def test_what_it_does_is_said_first(browser, home, clinic):
    change = clinic.change(clinic.fallback())
    text = browser.get(change.get_absolute_url()).text
    assert re.search(r"With this change the score falls from \d+ to \d+ and ", text)
    assert "2 single points of failure go, and none is new." in text
    assert "Claude on Bedrock" in text
    assert "Triage" in text


def test_a_change_without_steps_teaches(browser, home, clinic):
    text = browser.get(clinic.change().get_absolute_url()).text
    assert "Nothing is planned yet: add the first step." in text
    assert "Apply it" not in text
    assert all(str(label) in text for label in Step.Kind.labels)


def test_steps_cost_no_queries(browser, home, clinic):
    counts = []
    for steps in (1, 20):
        ask = {"leans_on": "", "dependencies": [str(clinic.sort.pk)], "on": []}
        names = [f"By hand {n}" for n in range(steps)]
        change = clinic.change(*[clinic.fallback(name=name, **ask) for name in names])
        browser.get(home)  # brings the scores up to date
        with CaptureQueriesContext(connection) as asked:
            assert "By hand" in browser.get(change.get_absolute_url()).text
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_looked_at_again_nothing_is_worked_out(browser, clinic, monkeypatch):
    change = clinic.change(clinic.fallback())
    first = browser.get(change.get_absolute_url()).text
    monkeypatch.setattr("continuity.changes.reading.fresh", lambda *args: 1 / 0)
    assert "With this change" in first
    assert "With this change" in browser.get(change.get_absolute_url()).text
    inventory.edit_option(
        clinic.actor, Option.objects.for_org(clinic.org).get(pk=clinic.claude.pk), name="Opus"
    )
    with pytest.raises(ZeroDivisionError):
        browser.get(change.get_absolute_url())


def test_a_step_that_no_longer_fits_is_named_with_its_mend(browser, clinic):
    change = clinic.change(clinic.fallback(), ("remove", {"option": str(clinic.claude.pk)}))
    step = change.steps.last()
    actions.edit_step(
        clinic.actor, step, {"option": "999999"}, {"option:999999": "“Old” of “Draft” (Letters)"}
    )
    text = browser.get(change.get_absolute_url()).text
    assert "Step 2 does not fit the inventory as it is now" in text
    assert "“Old” of “Draft” (Letters) is not there (any more)" in text
    page = browser.get(f"{change.get_absolute_url()}apply/").text
    assert "a step does not fit" in page
    assert '<button class="primary">Apply it' not in page


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


def test_applying_lists_what_is_written_and_writes_it(browser, clinic):
    change = clinic.change(clinic.fallback())
    page = browser.get(f"{change.get_absolute_url()}apply/")
    assert "These 1" not in page.text
    assert "“Claude on Bedrock” is added: on Bedrock, 80" in page.text
    seen = page.context["found"].fingerprint
    done = browser.post(f"{change.get_absolute_url()}apply/", {"seen": seen}, follow=True)
    assert "Applied. The inventory is now as it was planned." in done.text
    assert "With this change the score falls" in done.text
    assert clinic.sort.options.count() == 2
    again = browser.get(f"{change.get_absolute_url()}apply/").text
    assert '<button class="primary">' not in again


def test_what_moved_meanwhile_is_shown_again_before_it_is_applied(browser, clinic):
    change = clinic.change(clinic.fallback())
    page = browser.post(f"{change.get_absolute_url()}apply/", {"seen": "0" * 64})
    assert page.status_code == 409
    assert "has moved since you looked" in page.text
    assert "Nothing was changed" in page.text


def test_thrown_away_it_stays_in_the_list_and_comes_back(browser, home, clinic):
    change = clinic.change(("remove", {"option": str(clinic.claude.pk)}))
    browser.post(f"{change.get_absolute_url()}throw-away/")
    assert "thrown away" in browser.get(changes(home, "?state=thrown_away")).text
    text = browser.get(change.get_absolute_url()).text
    assert "Bring back as a draft" in text
    assert "Throw away" not in text
    browser.post(f"{change.get_absolute_url()}bring-back/")
    change.refresh_from_db()
    assert change.state == "draft"
    refused = browser.post(f"{change.get_absolute_url()}bring-back/")
    assert "Only what was thrown away" in refused.text


def test_long_names_are_shown(browser, clinic):
    change = clinic.change(clinic.fallback(name=LONG), title=LONG, supplier=LONG)
    assert LONG in browser.get(change.get_absolute_url()).text
    assert LONG in browser.get(f"{change.get_absolute_url()}apply/").text


@pytest.mark.parametrize(
    "rest", ["edit/", "steps/", "steps/?kind=add", "apply/", "keep/", "throw-away/"]
)
def test_viewers_look_and_change_nothing(client, clinic, rest):
    change = clinic.change(clinic.fallback())
    viewer = MembershipFactory(organization=clinic.actor.org, role=Role.VIEWER)
    client.force_login(viewer.user)
    page = client.get(change.get_absolute_url())
    assert "With this change" in page.text
    assert "Throw away" not in page.text
    for method in ("get", "post"):
        answer = getattr(client, method)(f"{change.get_absolute_url()}{rest}")
        assert answer.status_code in (403, 405)
    change.refresh_from_db()
    assert change.state == "draft"
