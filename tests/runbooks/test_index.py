"""The list of runbooks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.orgs.models import Role
from continuity.runbooks.models import Runbook
from tests.factories_runbooks import ExerciseFactory, RunbookFactory, StepFactory


def test_an_empty_list_offers_templates(browser, home, org):
    assert "An AI provider is down" in browser.get(f"{home}runbooks/").text
    browser.post(f"{home}runbooks/from-template/", {"name": "provider-down"})
    runbook = Runbook.objects.for_org(org).get()
    assert runbook.steps.count() == 6
    assert runbook.owner_email == "ada@example.org"


def test_thirty_rows_cost_no_more_queries_than_one(browser, home, org):
    def fill(n):
        for _ in range(n):
            runbook = RunbookFactory(organization=org)
            StepFactory(organization=org, runbook=runbook)
            ExerciseFactory(organization=org, runbook=runbook)

    counts = []
    for n in (1, 29):
        fill(n)
        browser.get(f"{home}runbooks/")  # brings the scores up to date
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert browser.get(f"{home}runbooks/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_search_brings_only_the_rows(browser, home, org):
    RunbookFactory(organization=org, title="Zed")
    RunbookFactory(organization=org, title="Other")
    text = browser.get(f"{home}runbooks/?q=zed", headers={"HX-Request": "true"}).text
    assert "Zed" in text
    assert "Other" not in text
    assert "<html" not in text


def test_a_viewer_may_not_add(browser, ada, home):
    ada.role = Role.VIEWER
    ada.save()
    assert (
        browser.post(f"{home}runbooks/add/", {"title": "X", "review_every_days": 9}).status_code
        == 403
    )


@pytest.mark.parametrize("title", ["", " ", "x\x00y", "x" * 1_000_000])
def test_a_bad_title_is_refused_with_a_sentence(browser, home, org, title):
    response = browser.post(f"{home}runbooks/add/", {"title": title, "review_every_days": 9})
    assert response.status_code == 200
    assert not Runbook.objects.for_org(org).exists()


def test_the_api_uses_the_same_verbs(browser, api, org):
    made = browser.post(f"{api}runbooks/", {"title": "By script"}, content_type="application/json")
    assert made.status_code == 201
    step = {"runbook": made.json()["id"], "title": "Go", "minutes": 3}
    assert browser.post(f"{api}steps/", step, content_type="application/json").status_code == 201
    assert browser.get(f"{api}runbooks/").json()["count"] == 1
    assert browser.delete(f"{api}runbooks/{made.json()['id']}/").status_code == 204
    assert browser.get(f"{api}steps/").json()["count"] == 0
