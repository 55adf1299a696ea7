"""The page of a planned change: what it does said first, at what cost, and to whom."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from continuity.changes import actions
from continuity.changes.models import Step
from continuity.inventory import actions as inventory
from continuity.inventory.models import Option
from continuity.orgs.models import Role
from tests.changes.conftest import LONG, changes
from tests.factories import MembershipFactory


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
