"""The same work given twice is done once, and what may be doubled bears one name."""

import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import redis
from django.db import connection, connections

from continuity.audit.models import Event
from continuity.core.supervise.broker import find_broker
from continuity.core.supervise.children import stop
from continuity.providers import polling
from continuity.providers.models import Feed, Outage
from continuity.reminders.models import Notification, Reminder
from continuity.reminders.tasks import answer_outages
from continuity.risk.current import refresh
from tests.databases import prepared, settings_env
from tests.factories import (
    ComponentFactory,
    DependencyFactory,
    FeedFactory,
    FunctionFactory,
    MembershipFactory,
    OptionFactory,
    SignalFactory,
)
from tests.providers.status_server import status_server
from tests.services import smtp

ROOT = Path(__file__).parent.parent.parent
DIES = """
import datetime, os, signal
from continuity.reminders import tasks
from continuity.reminders.actions import outbox
from tests.factories_reminders import NotificationFactory
NotificationFactory()
outbox.LEASE = datetime.timedelta(seconds=0.1)
tasks.actions.finish = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
tasks.send()
"""
GOES_ON = """
from continuity.reminders import tasks
from continuity.reminders.models import Notification
done = [tasks.send(), tasks.send()]
row = Notification.objects.across_orgs("t").get()
import json
print(json.dumps([done, row.state, row.message_id]))
"""
AN_OUTAGE = """
from django.utils import timezone
from tests.factories import *
from continuity.risk.current import refresh
ada = MembershipFactory(user__email="ada@example.org")
function = FunctionFactory(organization=ada.organization, owner_email="ada@example.org")
needs = DependencyFactory(organization=ada.organization, function=function)
down = OutageFactory(started_at=timezone.now())
OptionFactory(organization=ada.organization, dependency=needs, position=0, on=[down.component])
refresh(ada.organization)
from continuity.celery import app
from continuity.reminders.tasks import answer_outages
app.finalize()
answer_outages.apply_async()
"""
COUNT = """
SELECT (SELECT count(*) FROM reminders_reminder), (SELECT count(*) FROM reminders_notification),
    (SELECT count(*) FROM audit_event WHERE verb = 'outage.answer')
"""


def script(env, code):
    return subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_killed_between_the_server_s_yes_and_our_note_it_comes_twice_under_one_id(tmp_path):
    with smtp.running() as post:
        mail = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(post.port), "EMAIL_TLS": "0"}
        env = settings_env(prepared(tmp_path), tmp_path) | mail
        assert script(env, DIES).returncode == -signal.SIGKILL
        assert len(post.messages) == 1
        told = script(env, GOES_ON)
        done, state, message_id = json.loads(told.stdout)
        assert (done, state) == ([1, 0], "sent")
        assert [message["Message-ID"] for message in post.messages] == [message_id] * 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_make_one_transition_and_one_message(settings):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("an in-memory database is not shared between threads; PostgreSQL runs this")
    ada = MembershipFactory(user__email="ada@example.org")
    component = ComponentFactory()
    function = FunctionFactory(organization=ada.organization, owner_email=ada.user.email)
    needs = DependencyFactory(organization=ada.organization, function=function)
    OptionFactory(organization=ada.organization, dependency=needs, position=0, on=[component])
    refresh(ada.organization)
    begin = datetime.now(UTC)
    with status_server() as server:
        settings.FEED_ALLOW = [server.place]
        server.says(c1="major_outage")
        feed = FeedFactory(url=server.url(), next_due=begin)
        SignalFactory(feed=feed, component=component, upstream_id="c1")
        for second in (0, 40):
            at = begin + timedelta(seconds=second)
            Feed.objects.across_orgs("test").update(next_due=at)
            at_once(lambda at=at: polling.poll_due(lambda: at))
        assert len(server.asked) == 2
    at_once(answer_outages)
    assert Outage.objects.catalogue().count() == 1
    verbs = Event.objects.across_orgs("test").filter(verb__startswith="outage.")
    assert sorted(verbs.values_list("verb", flat=True)) == ["outage.answer", "outage.open"]
    assert Reminder.objects.across_orgs("test").count() == 1
    assert Notification.objects.across_orgs("test").count() == 1


def at_once(work, times=4):
    """From as many threads as ``times``, which all begin in the same moment."""
    ready, faults = threading.Barrier(times), []

    def run():
        try:
            ready.wait()
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults


def test_a_message_that_celery_delivers_five_times_makes_one_reminder(tmp_path):
    broker = find_broker(tmp_path / "broker")
    assert broker, "no broker can be started here"
    env = settings_env(prepared(tmp_path), tmp_path) | {"REDIS_URL": broker.url}
    child = broker.start(env)
    assert child, "the broker does not answer"
    running = [child]
    try:
        told = script(env, AN_OUTAGE)
        assert told.returncode == 0, told.stderr
        queue = redis.Redis(unix_socket_path=str(broker.path))
        (name,) = [key for key in queue.scan_iter() if not key.startswith(b"_kombu")]
        (message,) = queue.lrange(name, 0, -1)
        queue.lpush(name, *[message] * 4)
        worker = [sys.executable, "-m", "tests.reminders.runner", "celery", "none"]
        process = subprocess.Popen(worker, env=env, cwd=ROOT)
        try:
            wait(lambda: queue.llen(name) == 0 and queue.hlen("unacked") == 0)
        finally:
            process.kill()
            process.wait()
        with sqlite3.connect(tmp_path / "db.sqlite3") as rows:
            assert rows.execute(COUNT).fetchone() == (1, 1, 1)
    finally:
        stop(running, 1)


def wait(holds, seconds=30):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)
