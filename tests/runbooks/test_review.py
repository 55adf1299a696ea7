"""What nobody has reviewed is never passed off as the version that somebody did."""

import pytest

from continuity.runbooks import actions
from continuity.runbooks.models import Runbook, RunbookVersion
from continuity.runbooks.reading import read
from tests.factories_runbooks import RunbookFactory, StepFactory


@pytest.fixture
def runbook(org, actor):
    """Version 1 of it is kept; it says: pull the lever."""
    runbook = RunbookFactory(organization=org, title="Move to the other model")
    StepFactory(organization=org, runbook=runbook, title="Pull the lever", key="lever")
    actions.publish_runbook(actor, Runbook.objects.for_org(org).get())
    return runbook


@pytest.fixture
def url(home, runbook):
    return f"{home}runbooks/{runbook.pk}/"


def reading(org):
    return read(Runbook.objects.for_org(org).with_reading().get())


def change(browser, url, runbook):
    step = runbook.steps.get()
    browser.post(f"{url}steps/{step.pk}/", {"title": "Push the button", "minutes": "5"})


def test_as_reviewed_it_is_the_version(browser, org, url):
    assert not reading(org).changed_since_review
    assert "version 1</a>, reviewed" in browser.get(url).text
    assert "not reviewed" not in browser.get(f"{url}print/").text


def test_after_an_edit_page_and_sheet_say_so_and_link_both(browser, org, runbook, url):
    change(browser, url, runbook)
    assert reading(org).changed_since_review
    page, sheet = browser.get(url).text, browser.get(f"{url}print/").text
    for text in (page, sheet):
        assert "It was changed since" in text
        assert f'href="{url}versions/1/"' in text
    assert "changed since version 1, not reviewed" in sheet
    assert f'href="{url}versions/1/print/"' in sheet
    assert "changed, not reviewed" in page
    assert "changed, not reviewed" in browser.get(url.rsplit("/", 2)[0] + "/").text


def test_the_sheet_prints_either(browser, runbook, url):
    change(browser, url, runbook)
    now, kept = browser.get(f"{url}print/").text, browser.get(f"{url}versions/1/print/").text
    assert "Push the button" in now
    assert "Pull the lever" in kept
    assert "Push the button" not in kept
    assert f'href="{url}print/"' in kept


def test_put_back_as_it_was_it_is_reviewed_again(browser, org, runbook, url):
    change(browser, url, runbook)
    step = runbook.steps.get()
    browser.post(f"{url}steps/{step.pk}/", {"title": "Pull the lever", "minutes": "5"})
    assert not reading(org).changed_since_review


def test_a_review_of_what_somebody_just_changed_is_refused(browser, org, runbook, url):
    seen = browser.get(url).context["publish_form"].initial["seen"]
    change(browser, url, runbook)
    response = browser.post(f"{url}publish/", {"seen": seen}, follow=True)
    assert "changed the runbook while you were reading" in response.text
    assert RunbookVersion.objects.for_org(org).count() == 1
    seen = browser.get(url).context["publish_form"].initial["seen"]
    browser.post(f"{url}publish/", {"seen": seen})
    assert RunbookVersion.objects.for_org(org).count() == 2


def test_versions_kept_before_steps_could_come_after_still_hold(org, actor, runbook):
    assert "after_service" not in RunbookVersion.objects.for_org(org).get().snapshot["steps"][0]


def test_one_that_was_never_reviewed_says_so(browser, org, home):
    other = RunbookFactory(organization=org)
    assert "Nobody has said yet" in browser.get(f"{home}runbooks/{other.pk}/").text
    assert "not reviewed yet" in browser.get(f"{home}runbooks/{other.pk}/print/").text


def test_a_plan_looks_again_when_a_step_changes(org, browser, runbook, url):
    org.refresh_from_db()
    before = org.revision
    change(browser, url, runbook)
    org.refresh_from_db()
    assert org.revision > before


def test_the_api_tells_it_too(browser, api, runbook, url):
    change(browser, url, runbook)
    told = browser.get(f"{api}runbooks/{runbook.pk}/").json()
    assert (told["changed_since_review"], told["minutes"]) == (True, 5)
