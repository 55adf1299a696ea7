"""Messages leave the outbox once, whatever happens on the way."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import send_mail
from django.db import connection, connections

from continuity.reminders import actions, tasks
from continuity.reminders.actions import outbox
from continuity.reminders.channels import Answer, Outcome
from continuity.reminders.models import Notification
from tests.factories import OrganizationFactory
from tests.factories_reminders import NotificationFactory

pytestmark = pytest.mark.postgres
NOW = datetime.now(UTC)


def only(**fields):
    return Notification.objects.across_orgs("test").get(**fields)


def test_a_message_arrives_once(db, post):
    row = NotificationFactory(subject="Hello there", body="Words")
    assert [tasks.send(), tasks.send()] == [1, 0]
    (message,) = post.messages
    assert message["Subject"] == "Hello there"
    assert message["Message-ID"] == row.message_id
    assert only().state == "sent"


def test_without_a_server_it_is_kept(db, settings):
    settings.EMAIL_HOST = ""
    NotificationFactory()
    tasks.send()
    assert only().state == "kept"


def test_a_demonstration_writes_to_nobody(db, post):
    NotificationFactory(organization=OrganizationFactory(is_demo=True))
    tasks.send()
    assert not post.messages
    assert only().state == "kept"


def test_a_refusal_for_good_is_not_tried_again(db, post):
    post.answers = ["550 no such person"]
    NotificationFactory()
    tasks.send()
    row = only()
    assert row.state == "dead"
    assert "no such person" in row.last_error


def test_a_refusal_for_now_is_tried_again_later(db, post):
    post.answers = ["451 try later"]
    NotificationFactory()
    tasks.send()
    row = only()
    assert (row.state, row.attempts) == ("queued", 1)
    assert row.next_at > datetime.now(UTC)
    Notification.objects.across_orgs("test").update(next_at=NOW - timedelta(days=1))
    tasks.send()
    assert only().state == "sent"
    assert len(post.messages) == 1


def test_one_bad_message_holds_up_no_other(db, post):
    NotificationFactory(recipient="no address at all\r\nBcc: x@example.org", key="bad")
    NotificationFactory(channel="pigeon", key="strange")
    NotificationFactory(key="good")
    tasks.send()
    assert only(key="good").state == "sent"
    assert {only(key="bad").state, only(key="strange").state} == {"dead"}
    assert len(post.messages) == 1


def test_a_subject_cannot_make_a_header(db, post, settings):
    settings.EMAIL_BACKEND = "continuity.reminders.outbox.OutboxBackend"
    send_mail("Hi\u2028 there " + "x" * 10_000, "b", None, ["ada@example.org"])
    assert actions.queue(
        None, key="k", recipient="a@example.org", subject="A\r\nBcc: eve@example.org", body="b"
    )
    tasks.send()
    errors = [row.last_error for row in Notification.objects.across_orgs("test")]
    assert len(post.messages) == 2, errors
    assert all(m["Bcc"] is None for m in post.messages)


def test_the_same_key_is_queued_once(db):
    said = {"key": "k", "recipient": "a@example.org", "subject": "s", "body": "b"}
    assert [actions.queue(None, **said), actions.queue(None, **said)] == [True, False]


def test_a_lost_lease_finishes_nothing(db):
    NotificationFactory()
    (first,) = actions.claim(NOW)
    (second,) = actions.claim(NOW + timedelta(hours=1))
    assert not actions.finish(first, Answer(Outcome.SENT), NOW)
    assert actions.finish(second, Answer(Outcome.SENT), NOW)
    assert not actions.finish(second, Answer(Outcome.SENT), NOW)


def test_a_slow_batch_keeps_its_lease(db):
    NotificationFactory()
    (row,) = actions.claim(NOW)
    late = NOW + outbox.LEASE - timedelta(seconds=1)
    assert actions.hold(row, late)
    assert not actions.claim(late + timedelta(minutes=1))
    assert actions.finish(row, Answer(Outcome.SENT), late + timedelta(minutes=1))


def test_a_lost_lease_is_not_sent_by_who_lost_it(db, post):
    NotificationFactory()
    (first,) = actions.claim(NOW)
    (second,) = actions.claim(NOW + timedelta(hours=1))
    assert not actions.hold(first, NOW + timedelta(hours=1))
    assert actions.hold(second, NOW + timedelta(hours=1))


def test_what_there_was_no_time_for_waits_for_the_next_round(db, post, monkeypatch):
    NotificationFactory.create_batch(3)
    monkeypatch.setattr(tasks, "ROUND", timedelta(milliseconds=300))
    deliver = tasks._deliver
    monkeypatch.setattr(tasks, "_deliver", lambda row: (time.sleep(0.4), deliver(row))[1])
    assert [tasks.send(), tasks.send(), tasks.send()] == [1, 1, 1]
    assert len(post.messages) == 3


def test_a_wrong_password_costs_no_message(db, post, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "us", "wrong"
    post.authenticates = False
    NotificationFactory()
    tasks.send()
    assert (only().state, only().last_error[:3]) == ("queued", "535")


@pytest.mark.django_db(transaction=True)
def test_two_senders_never_get_the_same_message():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database is not shared between threads; PostgreSQL runs this")
    NotificationFactory.create_batch(60)
    taken: list[int] = []

    def work():
        while rows := actions.claim(NOW, limit=7):
            taken.extend(row.pk for row in rows)
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 60
