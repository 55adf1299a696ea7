"""Scenarios: kept from the simulator, opened again, tried in an exercise, removed and restored."""

import re

import pytest

from continuity.simulator.models import Scenario
from tests.factories import ComponentFactory, MembershipFactory
from tests.factories_runbooks import RunbookFactory
from tests.factories_simulator import ScenarioFactory
from tests.simulator.test_simulator import leaning, words


@pytest.fixture
def page(home):
    return f"{home}simulator/"


@pytest.fixture
def gpt(db):
    return ComponentFactory(name="GPT", key="openai/gpt")


@pytest.fixture
def save(page, gpt):
    asked = f"by=components&on={gpt.pk}&length=8h&start=2027-03-01T09:00"
    return f"{page}scenarios/save/?{asked}"


def test_what_was_replayed_is_kept_under_a_name_and_opens_again(browser, page, org, gpt, save):
    leaning(org, gpt, name="Sort claims")
    answer = browser.post(save, {"name": "A dark Monday", "note": "No text for a day"})
    row = Scenario.objects.for_org(org).get()
    assert answer.headers["Location"] == f"{page}?scenario={row.pk}"
    assert row.event["format"] == "continuity.event/1"
    assert [span["component"] for span in row.event["down"]] == ["openai/gpt"]
    assert row.saved_by == "ada@example.org"
    text = words(browser.get(f"{page}?scenario={row.pk}&start=2027-05-03T09:00"))
    assert "Had “GPT down for 8 h” happened from 3 May 2027, 09:00 UTC on: 1 of 1" in text
    listed = words(browser.get(f"{page}?by=saved"))
    assert "A dark Monday No text for a day" in listed


def test_a_famous_one_keeps_what_stayed_up(browser, page, org):
    browser.post(f"{page}scenarios/save/?event=openai-2024-12-26", {"name": "Boxing Day"})
    assert Scenario.objects.for_org(org).get().held == ["openai/api"]


def test_a_name_taken_is_refused_and_nothing_typed_is_lost(browser, org, save):
    ScenarioFactory(organization=org, name="Taken")
    answer = browser.post(save, {"name": "Taken", "note": "Mine"})
    assert answer.status_code == 422
    assert "A scenario “Taken” is kept already." in answer.text
    assert 'value="Mine"' in answer.text
    assert Scenario.objects.for_org(org).count() == 1


def test_what_asks_nothing_cannot_be_kept(browser, page, org):
    browser.post(f"{page}scenarios/save/?by=components&length=8h", {"name": "Nothing"})
    assert not Scenario.objects.for_org(org).exists()


def test_a_viewer_keeps_nothing_and_sees_no_form(client, page, org, save):
    viewer = MembershipFactory(organization=org, role=1)
    client.force_login(viewer.user)
    assert client.post(save, {"name": "Mine"}).status_code == 403
    asked = save.partition("?")[2]
    text = client.get(f"{page}?{asked}").text
    assert "Keep it as a scenario" not in text
    assert "What fell, and who leans on it" in text


def test_one_is_removed_and_comes_back(browser, page, org):
    row = ScenarioFactory(organization=org, name="Dark")
    browser.post(f"{page}scenarios/{row.pk}/remove/")
    assert not Scenario.objects.for_org(org).exists()
    gone = browser.get(f"{page}?scenario={row.pk}")
    assert gone.status_code == 404
    assert "no longer there" in gone.text
    assert "1 removed" in browser.get(f"{page}?by=saved").text
    browser.post(f"{page}scenarios/{row.pk}/restore/")
    assert Scenario.objects.for_org(org).get() == row


def test_it_does_not_come_back_over_another_of_its_name(browser, page, org):
    row = ScenarioFactory(organization=org, name="Dark")
    browser.post(f"{page}scenarios/{row.pk}/remove/")
    ScenarioFactory(organization=org, name="Dark")
    told = browser.post(f"{page}scenarios/{row.pk}/restore/", follow=True)
    assert "A scenario “Dark” is kept already." in told.text
    assert Scenario.objects.removed(org).get() == row


def test_it_fills_in_the_form_of_an_exercise(browser, home, page, org):
    row = ScenarioFactory(organization=org, name="Dark & quiet", note="No text for a day")
    book = RunbookFactory(organization=org, title="Switch to Claude")
    listed = browser.get(f"{page}scenarios/{row.pk}/exercise/").text
    link = re.search(rf'href="({home}runbooks/{book.pk}/exercises/[^"]*)"', listed)
    form = browser.get(link[1].replace("&amp;", "&")).text
    assert 'value="Dark &amp; quiet: No text for a day"' in form
    assert "No runbook fits." in browser.get(f"{page}scenarios/{row.pk}/exercise/?q=zz").text


def test_a_component_that_is_gone_is_named_and_not_replayed(browser, page, org):
    row = ScenarioFactory(organization=org)  # on openai/api, which is in no catalogue here
    text = words(browser.get(f"{page}?scenario={row.pk}"))
    assert "no longer known here, so not replayed: openai/api" in text


def test_an_own_component_is_meant_before_one_of_the_catalogue_with_its_key(browser, page, org):
    shared = ComponentFactory(name="Shared", key="gpu")
    own = ComponentFactory(name="Ours", key="gpu", organization=org)
    leaning(org, shared, name="On theirs")
    leaning(org, own, name="On ours")
    for component, hit in ((shared, "On theirs"), (own, "On ours")):
        asked = f"by=components&on={component.pk}&length=8h"
        browser.post(f"{page}scenarios/save/?{asked}", {"name": hit})
        row = Scenario.objects.for_org(org).get(name=hit)
        done = browser.get(f"{page}?scenario={row.pk}&format=json").json()
        assert [r["name"] for r in done["hit"]] == [hit]
