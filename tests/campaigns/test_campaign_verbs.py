"""Starting asks everybody at once, of how things stand; closing ends it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from continuity.audit.models import Event
from continuity.campaigns import actions
from continuity.campaigns.models import Answer
from continuity.core.errors import Conflict
from tests.campaigns.conftest import fresh
from tests.factories import FunctionFactory

pytestmark = pytest.mark.postgres


def asked(org):
    rows = Answer.objects.for_org(org).order_by("function__name")
    return list(rows.values_list("function__name", "asked_email"))


def test_each_function_is_asked_of_its_owner(org, campaign):
    assert asked(org) == [("Claims", "ada@example.org"), ("Letters", "vera@example.org")]
    entry = Event.objects.for_org(org).get(verb="campaign.start")
    assert (entry.changes["functions"], entry.changes["people"]) == (2, 2)


def test_how_it_stands_is_kept_in_the_portable_form(org, answer):
    assert answer.was["owner"] == "vera@example.org"
    assert answer.was["rto_minutes"] == 60
    assert [ask["name"] for ask in answer.was["dependencies"]] == ["Sort", "Draft"]
    claims = Answer.objects.for_org(org).get(function__name="Claims")
    assert claims.was["impact"][1] == {"after_minutes": 300, "cost_per_hour": 900.5}


def test_a_function_without_an_owner_is_asked_of_nobody(org, actor, draft):
    FunctionFactory(organization=org, name="Orphan")
    actions.start(actor, draft)
    assert ("Orphan", "") in asked(org)


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ({"criticality": 4}, ["Vital"]),
        ({"older_than_days": 100}, ["Claims", "Letters"]),
        ({"older_than_days": 3, "criticality": 2}, ["Claims", "Letters", "Vital"]),
        ({}, ["Claims", "Letters", "Vital"]),
    ],
)
def test_what_it_is_about_may_be_narrowed(org, actor, draft, scope, names):
    day = timezone.localdate() - timedelta(days=10)
    FunctionFactory(organization=org, name="Vital", criticality=5, assessed_on=day)
    actions.edit_campaign(actor, fresh(draft), scope=scope)
    actions.start(actor, fresh(draft))
    assert [name for name, _who in asked(org)] == names


def test_only_these_functions(org, actor, draft, functions):
    actions.edit_campaign(actor, fresh(draft), scope={"functions": [functions[0].pk]})
    actions.start(actor, fresh(draft))
    assert [name for name, _who in asked(org)] == ["Claims"]


def test_a_campaign_about_nothing_is_not_started(actor, draft):
    actions.edit_campaign(actor, fresh(draft), scope={"criticality": 5})
    with pytest.raises(ValidationError, match="no function to ask about"):
        actions.start(actor, fresh(draft))


def test_it_starts_once(org, actor, draft):
    other = fresh(draft)
    actions.start(actor, draft)
    with pytest.raises(Conflict):
        actions.start(actor, other)
    assert Answer.objects.for_org(org).count() == 2


@pytest.mark.parametrize("days", [-1, 365 * 3])
def test_a_day_that_is_over_or_years_away_is_refused(actor, days):
    with pytest.raises(ValidationError) as refusal:
        actions.add_campaign(actor, title="BIA", due_on=timezone.localdate() + timedelta(days=days))
    assert "due_on" in refusal.value.message_dict


def test_once_it_runs_only_its_day_and_note_change(actor, campaign):
    later = timezone.localdate() + timedelta(days=40)
    actions.edit_campaign(actor, fresh(campaign), title="Other", due_on=later, scope={"x": 1})
    now = fresh(campaign)
    assert (now.title, now.due_on, now.scope) == ("BIA 2026", later, {})


def test_a_closed_one_changes_no_more(actor, campaign, answer, vera):
    actions.close(actor, campaign)
    for act in (
        lambda: actions.edit_campaign(actor, fresh(campaign), note="Late"),
        lambda: actions.keep(vera, answer, {"description": "x"}),
        lambda: actions.send(vera, answer, says={}),
        lambda: actions.hand_over(vera, answer, "ada@example.org"),
        lambda: actions.remind_all(actor, fresh(campaign)),
        lambda: actions.start(actor, fresh(campaign)),
    ):
        with pytest.raises(Conflict):
            act()


def test_closing_is_taken_back(actor, campaign):
    actions.reopen(actor, actions.close(actor, campaign))
    now = fresh(campaign)
    assert (now.state, now.closed_at, now.closed_by) == ("open", None, "")


def test_everybody_is_reminded_by_hand_once_a_day(actor, campaign):
    with pytest.raises(ValidationError, match="today already"):
        actions.remind_all(actor, fresh(campaign))
    campaign = fresh(campaign)
    campaign.started_at -= timedelta(days=2)
    campaign.save()
    actions.remind_all(actor, campaign)
    with pytest.raises(ValidationError, match="today already"):
        actions.remind_all(actor, fresh(campaign))


def test_a_viewer_starts_and_closes_nothing(vera, campaign):
    for act in (actions.close, actions.remind_all, actions.drop):
        with pytest.raises(PermissionDenied):
            act(vera, campaign)
