"""A day far ahead is refused at every door, and where one is kept already it stops nothing."""

import json
from datetime import date

import pytest

from continuity.inventory.portable import PortableError, read, write
from continuity.plans.snapshot import take
from continuity.reminders import tasks
from continuity.reminders.models import Reminder
from continuity.runbooks import reading
from continuity.runbooks.models import Runbook
from tests.factories import DependencyFactory, FunctionFactory, OptionFactory
from tests.factories_plans import PlanFactory
from tests.factories_runbooks import RunbookFactory
from tests.portfolios import function, portfolio
from tests.uploads import upload

FAR = "9999-12-31"
NEXT_CENTURY = "2126-01-01"
JSON = "application/json"


def with_runbook(reviewed_on):
    raw = write(portfolio(function(name="triage")))
    raw["runbooks"] = [{"id": "far", "title": "Far", "reviewed_on": reviewed_on, "steps": []}]
    return json.dumps(raw)


@pytest.mark.parametrize("day", [FAR, "0001-01-01", "1969-12-31", "2200-01-01"])
def test_a_file_with_a_day_out_of_all_bounds_is_no_portfolio(day):
    with pytest.raises(PortableError, match=r"\$\.runbooks\[0\]\.reviewed_on must be a day from"):
        read(with_runbook(day))


def test_a_file_that_tells_of_a_day_to_come_is_not_taken_in(browser, home, org):
    page = upload(browser, home, with_runbook(NEXT_CENTURY).encode())
    assert "“Far” tells of 2126-01-01. That day is still to come." in page.text
    assert not Runbook.objects.for_org(org).exists()


def test_the_api_refuses_a_day_to_come(browser, api, org):
    made = FunctionFactory(organization=org)
    option = OptionFactory(organization=org, dependency=DependencyFactory(organization=org))
    for path, field in (
        (f"functions/{made.pk}/", "assessed_on"),
        (f"options/{option.pk}/", "tested_on"),
    ):
        answer = browser.patch(f"{api}{path}", {field: NEXT_CENTURY}, content_type=JSON)
        assert (answer.status_code, list(answer.json())) == (400, [field])
    held = {"runbook": RunbookFactory(organization=org).pk, "held_on": FAR, "passed": True}
    answer = browser.post(f"{api}exercises/", held, content_type=JSON)
    assert answer.status_code == 400


def test_a_form_refuses_a_day_to_come(browser, home, org):
    runbook = RunbookFactory(organization=org)
    form = {"held_on": NEXT_CENTURY, "passed": "on"}
    page = browser.post(f"{home}runbooks/{runbook.pk}/exercises/", form)
    assert page.status_code == 200
    assert "That day is still to come." in page.text


def test_a_far_day_that_is_kept_already_stops_nobodys_reminders(org):
    far = RunbookFactory(organization=org, reviewed_on=date.max)
    PlanFactory(organization=org, reviewed_on=date.max)
    RunbookFactory(reviewed_on=date(2020, 1, 1), title="Of somebody else")
    tasks.find_due()
    due = Reminder.objects.across_orgs("all of them").values_list("subject", flat=True)
    assert any("Of somebody else" in subject for subject in due)
    row = Runbook.objects.for_org(org).with_reading().get(pk=far.pk)
    assert reading.read(row).next_review == date(2199, 12, 31)


def test_a_plan_with_a_far_day_can_still_be_frozen(org):
    plan = PlanFactory(organization=org, reviewed_on=date.max)
    assert take(plan, date(2026, 11, 24))["plan"]
    assert plan.next_review == date(2199, 12, 31)
