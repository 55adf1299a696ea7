"""Reviews are noted once, said in time, and taken off when they are done."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from continuity.orgs.models import Role
from continuity.reminders.finding import due
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import find_due
from continuity.runbooks.models import Runbook
from tests.factories import MembershipFactory
from tests.factories_plans import PlanFactory
from tests.factories_runbooks import RunbookFactory

pytestmark = pytest.mark.postgres


def reminders(org):
    return Reminder.objects.for_org(org)


def mails(org):
    return sorted(Notification.objects.for_org(org).values_list("recipient", flat=True))


@pytest.fixture
def runbook(org, owner):
    reviewed = timezone.localdate() - timedelta(days=185)
    return RunbookFactory(
        organization=org,
        title="Switch",
        owner_email="ada@example.org",
        reviewed_on=reviewed,
        review_every_days=180,
    )


def test_an_overdue_review_is_noted_and_said_once(org, runbook):
    for _ in range(3):
        find_due()
    assert reminders(org).get().subject == "Review the runbook “Switch”"
    assert mails(org) == ["ada@example.org"]


def test_a_review_takes_it_off_and_the_next_is_another(org, runbook):
    find_due()
    runbook.reviewed_on = timezone.localdate()
    runbook.review_every_days = 20
    runbook.save()
    find_due()
    assert [r.done_at is None for r in reminders(org).order_by("pk")] == [False, True]


def test_a_removed_runbook_asks_for_nothing(org, runbook):
    find_due()
    runbook.removed_at = timezone.now()
    runbook.save()
    find_due()
    assert reminders(org).get().done_at is not None


def test_an_owner_who_is_no_member_is_never_written_to(org, runbook):
    runbook.owner_email = "left@example.org"
    runbook.save()
    find_due()
    assert mails(org) == ["olga@example.org"]


def test_a_plan_far_from_its_review_is_not_due(org, owner):
    PlanFactory(organization=org, reviewed_on=timezone.localdate(), review_every_days=300)
    find_due()
    assert not reminders(org).exists()


def test_another_time_zone_moves_what_is_noted_to_the_same_morning_there(org, runbook):
    org.timezone = "Europe/Amsterdam"
    org.save()
    find_due()
    org.timezone = "America/Los_Angeles"
    org.save()
    find_due()
    row = reminders(org).get()
    there = row.due_at.astimezone(ZoneInfo(org.timezone))
    assert (there.date(), there.hour) == (row.due_on, 9)
    assert row.due_on == runbook.reviewed_on + timedelta(days=180)
    assert find_due() == 0


def test_an_edit_does_not_put_a_first_review_off(org, owner):
    runbook = RunbookFactory(organization=org)
    find_due()
    before = reminders(org).get().due_at
    Runbook.objects.for_org(org).filter(pk=runbook.pk).update(
        edited_at=timezone.now() + timedelta(days=5)
    )
    find_due()
    assert reminders(org).get().due_at == before


def test_a_review_leads_to_the_page_where_it_is_said(org, runbook, browser):
    PlanFactory(organization=org, reviewed_on=date(2026, 1, 1), review_every_days=30)
    find_due()
    for kind, words in (
        ("runbook_review", "I have read it: it is fit for use"),
        ("plan_review", "Freeze"),
    ):
        assert words in browser.get(reminders(org).get(kind=kind).path).text


def test_organisations_do_not_hear_of_each_other(org, runbook):
    other = MembershipFactory(role=Role.OWNER)
    find_due()
    assert not reminders(other.organization).exists()
    assert not mails(other.organization)


def test_a_round_with_nothing_new_costs_no_queries_an_organisation(
    org, runbook, django_assert_num_queries
):
    def grow():
        for _ in range(20):
            owner = MembershipFactory(role=Role.OWNER)
            late = timezone.localdate() - timedelta(days=400)
            RunbookFactory(organization=owner.organization, reviewed_on=late)
            PlanFactory(organization=owner.organization, reviewed_on=late)
        find_due()

    grow()
    with django_assert_num_queries(9):
        assert find_due() == 0
    grow()
    with django_assert_num_queries(9):
        assert find_due() == 0


def test_what_was_done_without_a_review_is_not_noted_again(org, runbook):
    find_due()
    reminders(org).update(done_at=timezone.now())
    find_due()
    assert reminders(org).get().done_at is not None
    assert mails(org) == ["ada@example.org"]


def test_an_organisation_that_fails_holds_up_no_other(org, runbook, monkeypatch):
    other = MembershipFactory(role=Role.OWNER)
    RunbookFactory(organization=other.organization, reviewed_on=date(2026, 1, 1))
    say = due.say_stage

    def refuse_ours(whose, *args):
        if whose == org:
            raise RuntimeError("no words")
        return say(whose, *args)

    monkeypatch.setattr(due, "say_stage", refuse_ours)
    find_due()
    assert not mails(org)
    assert mails(other.organization) == [other.user.email]
    monkeypatch.undo()
    find_due()
    assert mails(org) == ["ada@example.org"]
