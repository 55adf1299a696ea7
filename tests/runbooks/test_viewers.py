"""Who may only look is offered nothing that would be refused."""

import re

import pytest

from continuity.orgs.models import Role
from continuity.runbooks import actions
from continuity.runbooks.models import Runbook
from tests.factories_runbooks import ActivationFactory, ExerciseFactory, RunbookFactory, StepFactory

OURS = re.compile(r'(?:href|action|formaction|hx-get|hx-post)="([^"#]*/runbooks/[^"#]*)')


@pytest.fixture
def url(org, actor, home):
    """A runbook with everything on its page."""
    runbook = RunbookFactory(organization=org)
    StepFactory.create_batch(3, organization=org, runbook=runbook)
    ExerciseFactory(organization=org, runbook=runbook)
    ActivationFactory(organization=org, runbook=runbook)
    actions.publish_runbook(actor, Runbook.objects.for_org(org).get())
    actions.edit_runbook(actor, Runbook.objects.for_org(org).get(), summary="Changed")
    return f"{home}runbooks/{runbook.pk}/"


@pytest.fixture
def viewer(browser, ada, url):
    ada.role = Role.VIEWER
    ada.save()
    return browser


def test_every_form_and_link_of_a_viewer_works(viewer, home, url):
    tried, pages = set(), [f"{home}runbooks/", url]
    while pages:
        page = pages.pop()
        answer = viewer.get(page)
        assert answer.status_code == 200, page
        tried.add(page)
        main = answer.text.split("<main", 1)[1].split("</main>", 1)[0]
        assert 'method="post"' not in main, page
        pages += [link for link in OURS.findall(main) if link not in tried]
    assert len(tried) >= 5


def test_an_empty_list_offers_a_viewer_nothing_to_write(browser, ada, home):
    ada.role = Role.VIEWER
    ada.save()
    text = browser.get(f"{home}runbooks/").text
    assert "No runbook yet" in text
    assert "from-template" not in text
    assert "runbooks/add/" not in text


@pytest.mark.parametrize("page", ["edit/", "steps/", "steps/{step}/", "exercises/"])
def test_forms_opened_by_address_are_refused_before_any_work(viewer, org, url, page):
    step = Runbook.objects.for_org(org).get().steps.first()
    assert viewer.get(url + page.format(step=step.pk)).status_code == 403
    assert viewer.get(f"{url}steps/999999/").status_code == 403


def test_an_editor_is_offered_all_of_it(browser, url):
    text = browser.get(url).text
    for words in ("Edit", "Remove", "Add below", "fit for use", "Record an exercise"):
        assert words in text
