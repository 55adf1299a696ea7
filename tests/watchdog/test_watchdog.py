"""Whether the loops turn: kept, shown, answered to who asks from outside, and called out."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from continuity.core.clock import database_now
from continuity.core.sweeps import QUEUES, Sweep, queue_of, route, sweeps, turn
from continuity.watchdog import turns
from continuity.watchdog.actions import tick
from continuity.watchdog.models import Tick
from continuity.watchdog.standing import allowance, loops
from continuity.watchdog.tasks import beat
from tests.factories import MembershipFactory, UserFactory
from tests.providers.status_server import status_server

T0 = datetime(2026, 11, 20, 10, tzinfo=UTC)
NAMES = [task.name for task, _seconds in sweeps()]


@pytest.fixture(autouse=True)
def nothing_was_written(monkeypatch):
    monkeypatch.setattr(turns, "_written", {})


def told(at=T0, since=T0, failures=0):
    return SimpleNamespace(at=at, since=since, failures=failures)


def word(turns, now, seconds=10.0):
    return loops([("a", seconds)], turns, now)[0].word


def test_a_loop_that_turns_turns():
    assert word({"a": told()}, T0 + timedelta(minutes=5)) == "turns"


def test_a_loop_is_silent_after_five_minutes():
    assert word({"a": told()}, T0 + timedelta(minutes=5, seconds=1)) == "silent"


def test_a_slow_loop_may_be_silent_for_two_of_its_turns():
    assert word({"a": told()}, T0 + timedelta(hours=2), 3600.0) == "turns"
    assert word({"a": told()}, T0 + timedelta(hours=2, seconds=1), 3600.0) == "silent"


def test_where_no_loop_ever_turned_all_are_silent():
    assert word({}, T0) == "silent"


def test_a_new_loop_is_waited_for():
    assert word({"b": told()}, T0 + timedelta(minutes=1)) == "waits"
    assert word({"b": told()}, T0 + timedelta(minutes=6)) == "silent"


def test_a_loop_that_fails_three_times_fails():
    assert word({"a": told(failures=2)}, T0) == "turns"
    assert word({"a": told(failures=3)}, T0) == "fails"


@given(st.floats(1, 10_000), st.floats(0, 100_000))
def test_whoever_is_silent_for_long_is_never_well(every, silence):
    state = word({"a": told()}, T0 + timedelta(seconds=silence), every)
    assert (state == "silent") == (timedelta(seconds=silence) > allowance(timedelta(seconds=every)))


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_turn_is_kept_with_what_it_said():
    assert turn("x.tasks.work", lambda: "all done") == "all done"
    row = Tick.objects.known().get()
    assert (row.name, row.said, row.failures) == ("x.tasks.work", "all done", 0)
    assert abs(row.at - database_now()) < timedelta(seconds=5)


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_turn_that_fails_is_counted_and_still_fails():
    def broken():
        raise ValueError("the secret is 7")

    for _ in range(3):
        with pytest.raises(ValueError, match="secret"):
            turn("x.tasks.work", broken)
    row = Tick.objects.known().get()
    assert (row.failures, row.said) == (3, "ValueError")
    turns._written.clear()
    turn("x.tasks.work", lambda: 1)
    assert Tick.objects.known().get().failures == 0


@pytest.mark.django_db
def test_a_quick_loop_does_not_write_at_each_turn(django_assert_num_queries):
    turn("x.tasks.work", lambda: 1)
    with django_assert_num_queries(0):
        turn("x.tasks.work", lambda: 1)


def test_a_turn_that_cannot_be_noted_is_done_all_the_same(monkeypatch):
    def broken():
        raise OSError

    monkeypatch.setattr(turns, "database_now", broken)
    assert turn("x.tasks.work", lambda: 5) == 5


@pytest.mark.django_db
def test_every_task_of_the_workers_is_noted():
    from continuity.celery import app

    task = app.tasks["continuity.watchdog.tasks.beat"]
    assert isinstance(task, Sweep)
    task()
    assert Tick.objects.known().get().name == task.name


def test_messages_feeds_and_probes_have_queues_of_their_own():
    assert queue_of("continuity.reminders.tasks.send") == "notify"
    assert queue_of("continuity.reminders.tasks.answer_outages") == "evaluate"
    assert queue_of("continuity.providers.tasks.poll_feeds") == "feeds"
    assert queue_of("nobody.knows") == queue_of("celery") == "evaluate"


@pytest.mark.parametrize("name", NAMES)
def test_every_sweep_goes_to_a_queue_that_a_worker_serves(name):
    assert route(name, (), {}, {})["queue"] in QUEUES


def all_turn(but=()):
    for name in NAMES:
        if name not in but:
            tick(name, database_now(), 5, "", failed=False)


@pytest.mark.django_db
@pytest.mark.postgres
def test_from_outside_200_while_all_turn_and_503_with_the_names_of_those_that_do_not(client):
    all_turn()
    answer = client.get("/healthz/deep")
    assert (answer.status_code, answer.json()) == (200, {"well": True, "loops": {}})
    quiet = "continuity.providers.tasks.poll_feeds"
    Tick.objects.filter(name=quiet).update(at=database_now() - timedelta(minutes=6))
    answer = client.get("/healthz/deep")
    assert answer.status_code == 503
    assert answer.json() == {"well": False, "loops": {quiet: "silent"}}


@pytest.mark.django_db
def test_the_keeper_sees_every_loop_in_a_fixed_number_of_queries(
    client, django_assert_max_num_queries
):
    all_turn(but=[NAMES[0]])
    tick(NAMES[1], database_now(), 5, "offline: <b>", failed=False)
    client.force_login(UserFactory(is_staff=True))
    with django_assert_max_num_queries(5):
        shown = client.get("/installation/watch/").content.decode()
    assert "offline: &lt;b&gt;" in shown
    assert "has not turned yet" in shown
    for name in NAMES:
        assert name.rpartition(".")[2] in shown


@pytest.mark.django_db
def test_nobody_else_sees_them(client):
    client.force_login(MembershipFactory().user)
    assert client.get("/installation/watch/").status_code == 302


@pytest.mark.django_db
def test_the_heartbeat_is_called_while_all_is_well_and_not_else(settings):
    with status_server() as server:
        settings.HEARTBEAT_URL = server.url("secret-token")
        settings.FEED_ALLOW = [server.place]
        all_turn()
        assert beat() == "127.0.0.1: called"
        assert server.asked == ["/secret-token.json"]
        Tick.objects.filter(name=NAMES[0]).update(at=database_now() - timedelta(hours=9))
        assert beat() == f"not called: {NAMES[0]}"
        assert len(server.asked) == 1


@pytest.mark.django_db
def test_a_heartbeat_that_is_not_taken_tells_no_secret(settings, caplog):
    settings.HEARTBEAT_URL = "https://127.0.0.1/secret-token"
    all_turn()
    assert beat() == "127.0.0.1: refused_address"
    assert "secret-token" not in caplog.text + json.dumps(list(Tick.objects.values("said")))


@pytest.mark.django_db
def test_no_heartbeat_is_called_where_none_is_named():
    assert beat() is None
