"""What is due, and the outbox, as pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from continuity.reminders.models import Notification, Reminder
from tests.factories import OrganizationFactory, UserFactory
from tests.factories_reminders import NotificationFactory, ReminderFactory


def test_mine_come_first_and_lateness_is_told_in_words(browser, home, org):
    late = timezone.now() - timedelta(days=12)
    ReminderFactory(organization=org, subject="Theirs", due_at=late)
    mine = {"owner_email": "ada@example.org", "due_at": timezone.now() + timedelta(days=3)}
    ReminderFactory(organization=org, subject="My own", **mine)
    text = browser.get(f"{home}due/").text
    assert text.index("My own") < text.index("Theirs")
    assert "12 days late" in text


def test_done_snoozed_and_handed_over(browser, home, org, ada):
    row = ReminderFactory(organization=org, kind="outage")
    browser.post(f"{home}due/{row.pk}/snooze/", {"days": 7})
    assert row.subject not in browser.get(f"{home}due/").text.split("<main")[1].split("undo")[0]
    assert row.subject in browser.get(f"{home}due/?show=snoozed").text
    browser.post(f"{home}due/{row.pk}/hand-over/", {"email": ada.user.email})
    assert Notification.objects.for_org(org).get().recipient == ada.user.email
    browser.post(f"{home}due/{row.pk}/done/")
    assert "ada@example.org" in browser.get(f"{home}due/?show=done").text


@pytest.mark.parametrize("kind", ["runbook_review", "plan_review", "approval"])
def test_what_a_page_of_its_own_answers_is_not_ticked_off_here(browser, home, org, kind):
    """A review that nobody made would be silenced for ever."""
    row = ReminderFactory(organization=org, kind=kind, path="/there/")
    page = browser.get(f"{home}due/").text
    assert f"{row.pk}/done/" not in page
    assert 'class="button small" href="/there/"' in page
    answer = browser.post(f"{home}due/{row.pk}/done/", follow=True)
    assert "done on its own page" in answer.text
    assert Reminder.objects.for_org(org).get().done_at is None


def test_rows_cost_no_queries(browser, home, org):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{home}due/")
        counts.append(len(asked))
        ReminderFactory.create_batch(30, organization=org)
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"{home}due/")
    assert len(asked) <= counts[0] + 1


def test_only_administrators_read_the_outbox(browser, home, org):
    assert browser.get(f"{home}due/outbox/").status_code == 403


def test_the_outbox_shows_what_was_kept_and_nothing_of_others(owner_browser, home, org):
    NotificationFactory(organization=org, body="Ours <b>x</b>", state="kept")
    NotificationFactory(organization=OrganizationFactory(), body="Theirs")
    NotificationFactory(organization=None, body="Password reset")
    text = owner_browser.get(f"{home}due/outbox/").text
    assert "Ours &lt;b&gt;" in text
    assert "Theirs" not in text
    assert "Password reset" not in text


def test_mail_of_the_installation_is_for_who_looks_after_it(client, db):
    NotificationFactory(organization=None, body="Password reset")
    somebody, keeper = UserFactory(), UserFactory(is_staff=True)
    client.force_login(somebody)
    assert client.get("/installation/outbox/").status_code in (302, 403, 404)
    client.force_login(keeper)
    assert "Password reset" in client.get("/installation/outbox/").text
