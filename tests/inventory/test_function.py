"""The page of a function: what stops this, and what then?"""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.inventory.models import Function
from continuity.orgs.models import Role
from continuity.orgs.revision import touch
from tests.factories import ComponentFactory
from tests.factories_runbooks import ExerciseFactory, RunbookFactory
from tests.inventory.conftest import option


def test_the_path_is_the_proof(browser, function_url, dependency, openai, cloud):
    option(dependency, 0, name="GPT", on=[openai])
    option(dependency, 1, name="Azure GPT", on=[cloud], switch_minutes=10)
    text = browser.get(function_url).text
    assert "GPT → OpenAI API → Azure" in text
    assert "fall with it" in text


def test_what_is_not_filled_in_says_so(browser, function_url, dependency):
    assert "1 option that runs is missing" in browser.get(function_url).text
    option(dependency, 0, capacity="0.2")
    assert "What runs carries 20" in browser.get(function_url).text


def test_each_option_says_what_it_is_good_for(
    browser, function_url, org, dependency, openai, cloud
):
    option(dependency, 0, name="GPT", on=[openai])
    option(dependency, 1, name="Azure GPT", on=[cloud], switch_minutes=10)
    option(dependency, 2, name="By hand", switch_minutes=90)
    text = browser.get(function_url).text.replace("\u00a0", " ")
    assert "1 runs, 2 wait" in text
    assert "Azure GPT → Azure<" in text
    assert "too late: 1 h 30 min, RTO 1 h" in text


def test_late_is_not_called_a_stop(browser, function_url, org, dependency, openai):
    option(dependency, 0, on=[openai])
    option(dependency, 1, switch_minutes=90, runbook=RunbookFactory(organization=org))
    text = browser.get(function_url).text.replace("\u00a0", " ")
    assert "this is down for 1 h 30 min, 30 min past its RTO" in text
    assert "this stops" not in text


def test_an_exercise_of_the_runbook_tests_the_option_on_its_page(
    browser, function_url, org, dependency, openai
):
    runbook = RunbookFactory(organization=org)
    option(dependency, 0, on=[openai])
    option(dependency, 1, switch_minutes=10, runbook=runbook)
    assert "never tried" in browser.get(function_url).text
    ExerciseFactory(organization=org, runbook=runbook, held_on=timezone.localdate(), passed=True)
    assert "covers it" in browser.get(function_url).text


def test_nothing_good_is_said_of_what_is_not_filled_in(browser, home, function_url, dependency):
    empty = browser.get(f"{home}inventory/{dependency.function_id}/").text
    assert "Not finished: as written down, “Classify” is never served." in empty
    assert "No score until it is filled in" in empty
    assert "None: no single component" not in empty


def test_the_page_costs_as_many_queries_for_one_option_as_for_twenty(
    browser, function_url, org, dependency, openai
):
    counts = []
    for n in (1, 19):
        for _ in range(n):
            option(dependency, 0, on=[openai], runbook=RunbookFactory(organization=org))
        touch(org)
        browser.get(function_url)  # brings the scores up to date
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(function_url).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_fallback_in_time_leaves_no_single_point(browser, function_url, org, dependency, openai):
    option(dependency, 0, on=[openai])
    option(
        dependency, 1, name="By hand", switch_minutes=10, runbook=RunbookFactory(organization=org)
    )
    text = browser.get(function_url).text
    assert "None: no single component makes it late or lost" in text


def test_markup_in_names_is_text(browser, function_url, dependency, org):
    bad = "<script>alert(1)</script>"
    option(dependency, 0, name=bad, on=[ComponentFactory(name=bad)])
    assert bad not in browser.get(function_url).text


def test_a_high_risk_use_is_ticked_and_said_in_words(browser, home, function_url, dependency):
    said = "high-risk AI system (EU AI Act)"
    assert said not in browser.get(function_url).text
    fields = {"name": "Classify", "required": 1, "essential": "on", "high_risk": "on"}
    browser.post(f"{home}inventory/dependencies/{dependency.pk}/", fields)
    assert said in browser.get(function_url).text


def test_an_owner_who_is_no_member_is_said_to_whoever_may_invite(
    browser, function_url, home, dependency, org, ada
):
    Function.objects.for_org(org).update(owner_email="left@example.org")
    text = browser.get(function_url).text
    assert "not a member" in text
    assert "Invite" not in text
    ada.role = Role.ADMIN
    ada.save()
    assert "Invite" in browser.get(function_url).text
