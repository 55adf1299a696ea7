"""Who owes a campaign an answer is written to: in time, once a day at most, until they answered."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.campaigns import actions
from continuity.campaigns.models import Answer, Campaign
from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from continuity.reminders.actions import hand_over, settle, snooze
from continuity.reminders.finding import campaigns, due, system
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import ask_owners, find_due
from tests.factories import FunctionFactory, MembershipFactory

pytestmark = pytest.mark.postgres
VERA = "vera@example.org"


@pytest.fixture
def vera(org):
    seat = MembershipFactory(organization=org, role=Role.VIEWER, user__email=VERA)
    return Actor(org, seat.user, Role.VIEWER)


@pytest.fixture
def campaign(org, owner, vera):
    """Vera is asked about three functions; somebody who is no member about one."""
    for name in ("Claims", "Letters", "Payments"):
        FunctionFactory(organization=org, name=name, owner_email="Vera@example.org")
    FunctionFactory(organization=org, name="Archive", owner_email="left@example.com")
    row = actions.add_campaign(
        owner, title="BIA 2026", due_on=timezone.localdate() + timedelta(days=60), note="Be quick."
    )
    return actions.start(owner, row)


def letters(org, to=VERA):
    return list(Notification.objects.for_org(org).filter(recipient=to).order_by("pk"))


def on(org, *, days, hour=9, minute=1):
    """A round so many days from the day on which answers are due."""
    day = Campaign.objects.for_org(org).get().due_on + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(org.timezone))


def round_at(org, now, monkeypatch):
    """A round, and what it queued, as of ``now``."""
    monkeypatch.setattr(timezone, "now", lambda: now)
    try:
        return ask_owners()
    finally:
        monkeypatch.undo()


def open_reminders(org):
    rows = Reminder.objects.for_org(org).filter(kind="campaign", done_at=None)
    return sorted(rows.values_list("owner_email", "subject"))


def answer_all(vera, org):
    for row in Answer.objects.for_org(org).filter(asked_email=VERA):
        actions.send(vera, row, says={})


def test_one_letter_to_a_person_not_one_a_function(org, campaign):
    assert [ask_owners() for _ in range(3)] == [1, 0, 0]
    letter = letters(org)[0]
    assert letter.subject == "3 functions of yours: are they still right?"
    for words in ("- Claims", "- Letters", "- Payments", "Be quick.", "/campaigns/mine/\n"):
        assert words in letter.body
    assert "Archive" not in letter.body
    assert not letters(org, "left@example.com")


def test_reminded_before_on_the_day_and_each_week_after(org, campaign, monkeypatch):
    ask_owners()
    said = []
    first = campaign.due_on - timezone.localdate()
    for days in range(1 - first.days, 30):
        for hour in (8, 9, 15, 23):
            if round_at(org, on(org, days=days, hour=hour), monkeypatch):
                said.append((days, hour))
    assert said == [(-14, 9), (-7, 9), (-1, 9), (0, 9), (7, 9), (14, 9), (21, 9), (28, 9)]


def test_mornings_before_the_start_are_not_made_up_for(org, owner, campaign, monkeypatch):
    actions.edit_campaign(owner, campaign, due_on=timezone.localdate() + timedelta(days=2))
    ask_owners()
    assert round_at(org, timezone.now() + timedelta(hours=3), monkeypatch) == 0
    assert round_at(org, on(org, days=-1), monkeypatch) == 1


def test_rounds_that_were_missed_are_made_up_for_by_one_letter(org, campaign, monkeypatch):
    ask_owners()
    assert round_at(org, on(org, days=20), monkeypatch) == 2  # hers, and the summary to Olga
    letter = letters(org)[-1]
    assert letter.subject == "3 functions wait for your answer, and are overdue"


def test_who_answered_is_not_written_to(org, vera, campaign, monkeypatch):
    answer_all(vera, org)
    assert ask_owners() == 0
    assert round_at(org, on(org, days=-7), monkeypatch) == 0
    assert not letters(org)


def test_reminded_by_hand_the_next_letter_comes_the_next_morning(org, owner, campaign, monkeypatch):
    ask_owners()
    campaign.started_at -= timedelta(days=1)
    campaign.save()
    actions.remind_all(owner, campaign)
    assert ask_owners() == 0  # one letter a day
    tomorrow = timezone.localdate() + timedelta(days=1)
    early = datetime(tomorrow.year, tomorrow.month, tomorrow.day, 8, tzinfo=ZoneInfo("UTC"))
    assert round_at(org, early, monkeypatch) == 0
    assert round_at(org, early + timedelta(hours=2), monkeypatch) == 1
    assert round_at(org, early + timedelta(hours=4), monkeypatch) == 0


def test_what_was_sent_back_is_asked_again_with_the_reason(org, owner, vera, campaign, monkeypatch):
    ask_owners()
    answer_all(vera, org)
    find_due()
    row = Answer.objects.for_org(org).get(function__name="Claims")
    actions.send_back(owner, row, "Thirty minutes, really?")
    find_due()
    assert (VERA, "Are your functions still right? “BIA 2026”") in open_reminders(org)
    assert round_at(org, timezone.now() + timedelta(days=1, hours=10), monkeypatch) == 1
    assert "Sent back: Claims\nThirty minutes, really?" in letters(org)[-1].body
    assert "Letters" not in letters(org)[-1].body


def test_who_is_asked_instead_is_written_to_and_the_other_no_more(org, vera, campaign):
    for row in Answer.objects.for_org(org).filter(asked_email=VERA):
        actions.hand_over(vera, row, "ada@example.org")
    assert ask_owners() == 1
    assert letters(org, "ada@example.org")
    assert not letters(org)


def test_the_one_who_started_it_hears_on_the_day_how_it_has_come_on(
    org, vera, campaign, monkeypatch
):
    ask_owners()
    answer_all(vera, org)
    assert round_at(org, on(org, days=-1), monkeypatch) == 0
    assert round_at(org, on(org, days=0), monkeypatch) == 1
    assert round_at(org, on(org, days=3), monkeypatch) == 0
    letter = letters(org, "olga@example.org")[0]
    assert letter.subject == "Answers are due: BIA 2026"
    assert "3 of 4 answered, 0 signed off. 1 person has not begun." in letter.body


def test_it_stands_on_what_is_due_at_once_and_each_is_noted_once(org, campaign, client, vera):
    for _ in range(3):
        find_due()
    assert open_reminders(org) == [
        ("olga@example.org", "Find somebody who can answer: “BIA 2026”"),
        (VERA, "Are your functions still right? “BIA 2026”"),
    ]
    client.force_login(vera.user)
    page = client.get(f"/o/{org.slug}/due/").text
    assert f'href="/o/{org.slug}/campaigns/mine/"' in page
    assert "<strong>mine</strong>" in page


def test_no_review_letter_goes_out_beside(org, campaign):
    find_due()
    assert not Notification.objects.for_org(org).exists()


@pytest.mark.parametrize("end", ["close", "answer"])
def test_closing_or_answering_settles_what_is_due(org, owner, vera, campaign, end):
    find_due()
    if end == "close":
        actions.close(owner, campaign)
    else:
        answer_all(vera, org)
    find_due()
    assert VERA not in dict(open_reminders(org))
    if end == "close":
        assert not open_reminders(org)
        assert ask_owners() == 0


def test_put_off_means_no_letter_until_then(org, actor, campaign, monkeypatch):
    find_due()
    row = Reminder.objects.for_org(org).get(owner_email=VERA)
    snooze(actor, row, timezone.now() + timedelta(days=7))
    assert ask_owners() == 0
    assert round_at(org, timezone.now() + timedelta(days=8), monkeypatch) == 1


def test_it_is_handed_over_by_its_questions_not_by_its_reminder(org, actor, campaign):
    find_due()
    row = Reminder.objects.for_org(org).get(owner_email=VERA)
    with pytest.raises(Exception, match="on its own page"):
        hand_over(actor, row, "ada@example.org")


def test_a_later_day_is_another_occurrence(org, owner, campaign):
    find_due()
    actions.edit_campaign(owner, campaign, due_on=campaign.due_on + timedelta(days=10))
    find_due()
    row = Reminder.objects.for_org(org).get(owner_email=VERA, done_at=None)
    assert row.due_on == campaign.due_on


def test_two_workers_at_once_write_one_letter(org, campaign):
    now = timezone.now()
    orgs = [org]
    one, other = campaigns.letters(orgs, now), campaigns.letters(orgs, now)
    from continuity.reminders.actions import ask_owner

    assert [ask_owner(letter) for letter in (*one, *other)] == [True, False]
    assert len(letters(org)) == 1


def test_two_campaigns_are_one_letter(org, owner, campaign):
    day = timezone.localdate() + timedelta(days=30)
    other = actions.add_campaign(owner, title="Spot check", due_on=day)
    actions.start(owner, other)
    assert ask_owners() == 1
    assert "BIA 2026" in letters(org)[0].body
    assert "Spot check" in letters(org)[0].body


def test_organisations_do_not_hear_of_each_other(org, campaign):
    other = MembershipFactory(role=Role.OWNER, user__email="other@example.org")
    find_due()
    ask_owners()
    assert not Reminder.objects.for_org(other.organization).exists()
    assert not Notification.objects.for_org(other.organization).exists()


def test_settled_by_hand_it_comes_back_while_it_is_owed(org, campaign):
    find_due()
    row = Reminder.objects.for_org(org).get(owner_email=VERA)
    settle(system(org), row)
    find_due()
    assert VERA in dict(open_reminders(org))


def test_a_round_costs_no_more_queries_for_many(org, campaign):
    def count():
        find_due()
        ask_owners()
        with CaptureQueriesContext(connection) as queries:
            assert find_due() == 0
            assert ask_owners() == 0
        return len(queries)

    once = count()
    for _ in range(10):
        seat = MembershipFactory(role=Role.OWNER)
        boss = Actor(seat.organization, seat.user, Role.OWNER)
        FunctionFactory.create_batch(5, organization=seat.organization, owner_email=seat.user.email)
        day = timezone.localdate() + timedelta(days=60)
        actions.start(boss, actions.add_campaign(boss, title="BIA", due_on=day))
    assert count() == once
    assert due.due([org], timezone.now()) == []
