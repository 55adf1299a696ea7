"""Plans and versions as pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.orgs.models import Role
from continuity.plans.models import Plan, Version
from continuity.plans.tasks import render_plans
from tests.factories import FunctionFactory, MembershipFactory
from tests.factories_plans import PlanFactory, VersionFactory


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def plan(org):
    FunctionFactory(organization=org)
    return PlanFactory(organization=org, title="The plan")


@pytest.fixture
def url(home, plan):
    return f"{home}plans/{plan.pk}/"


@pytest.fixture
def approver(org):
    return MembershipFactory(organization=org, role=Role.APPROVER).user


def test_a_first_plan_is_saved_as_it_is_offered(browser, home, org):
    page = browser.get(f"{home}plans/add/")
    sent = {
        field.html_name: str(field.value() or "")
        for field in page.context["form"]
        if field.html_name != "functions"
    }
    browser.post(f"{home}plans/add/", sent)
    assert Plan.objects.for_org(org).get().title == "Continuity plan for the use of AI"


def test_from_frozen_to_in_force(browser, client, url, org, plan, approver, ada):
    page = browser.post(f"{url}freeze/", {"note": "first"}, follow=True)
    assert "The PDF is being made" in page.text
    assert browser.get(f"{url}versions/1/plan.pdf").status_code == 404
    render_plans()
    assert b"".join(browser.get(f"{url}versions/1/plan.pdf").streaming_content)[:5] == b"%PDF-"
    browser.post(f"{url}versions/1/decide/", {"decision": "submit"})
    assert browser.post(f"{url}versions/1/decide/", {"decision": "approve"}, follow=True)
    assert Version.objects.for_org(org).get().state == "in_review"  # Ada may not
    client.force_login(approver)
    client.post(f"{url}versions/1/decide/", {"decision": "approve", "comment": "Read it"})
    version = Version.objects.for_org(org).get()
    assert version.state == "approved"
    assert version.approvals.get().sha256 == version.sha256
    text = client.get(url).text
    assert "holds" in text
    render_plans()
    pdf = client.get(f"{url}versions/1/plan.pdf")
    assert pdf.headers["Cache-Control"] == "private, no-store"
    assert b"".join(pdf.streaming_content)


def test_who_froze_it_does_not_approve_it(owner_browser, owner, url, approver, org):
    owner_browser.post(f"{url}freeze/")
    owner_browser.post(f"{url}versions/1/decide/", {"decision": "submit"})
    page = owner_browser.post(f"{url}versions/1/decide/", {"decision": "approve"}, follow=True)
    assert "ask somebody else" in page.text
    assert Version.objects.for_org(org).get().state == "in_review"


def test_a_state_cannot_be_skipped(client, url, approver, browser, org):
    browser.post(f"{url}freeze/")
    client.force_login(approver)
    page = client.post(f"{url}versions/1/decide/", {"decision": "approve"}, follow=True)
    assert "no longer in a state" in page.text
    assert Version.objects.for_org(org).get().state == "draft"


def test_the_next_approval_supersedes(browser, client, url, approver, org):
    for number in (1, 2):
        client.force_login(approver)
        browser.post(f"{url}freeze/")
        Version.objects.for_org(org).filter(number=number).update(created_by="x@example.org")
        browser.post(f"{url}versions/{number}/decide/", {"decision": "submit"})
        client.post(f"{url}versions/{number}/decide/", {"decision": "approve"})
    states = dict(Version.objects.for_org(org).values_list("number", "state"))
    assert states == {1: "superseded", 2: "approved"}


def test_an_edit_does_not_touch_what_is_frozen(browser, url, plan, org):
    browser.post(f"{url}freeze/")
    before = Version.objects.for_org(org).get().snapshot
    plan.refresh_from_db()
    Plan.objects.for_org(org).update(purpose="Something else")
    assert Version.objects.for_org(org).get().snapshot == before


def test_lists_cost_no_queries(browser, home, org):
    counts = []
    for _ in range(2):
        VersionFactory(organization=org)
        browser.get(f"{home}plans/")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{home}plans/")
        counts.append(len(asked))
        VersionFactory.create_batch(20, organization=org)
    assert counts[0] == counts[1]


def test_removal_can_be_undone(browser, url):
    page = browser.post(f"{url}remove/", follow=True)
    assert f"{url}restore/" in page.text
    browser.post(f"{url}restore/")
    assert browser.get(url).status_code == 200


def test_the_api_freezes_by_the_same_verb(browser, api, plan):
    made = browser.post(f"{api}plans/{plan.pk}/freeze/", {}, content_type="application/json")
    assert made.status_code == 201
    assert len(made.json()["sha256"]) == 64
    assert browser.get(f"{api}versions/").json()["count"] == 1


def test_functions_are_picked_by_search_and_none_that_was_ticked_is_lost(browser, home, org):
    chosen, other = (FunctionFactory(organization=org, name=name) for name in ("Claims", "Sales"))
    fields = {"title": "Plan", "review_every_days": 365, "functions": [chosen.pk]}
    page = browser.post(f"{home}plans/add/", {**fields, "function": "sal", "search": "1"})
    assert "Sales" in page.text
    assert f'value="{chosen.pk}" checked' in page.text
    assert not Plan.objects.for_org(org).exists()
    browser.post(f"{home}plans/add/", {**fields, "functions": [chosen.pk, other.pk]})
    assert set(Plan.objects.for_org(org).get().functions.all()) == {chosen, other}


def test_the_form_is_small_however_many_functions_there_are(browser, home, org):
    FunctionFactory.create_batch(300, organization=org)
    assert browser.get(f"{home}plans/add/").text.count("checkbox") < 60
