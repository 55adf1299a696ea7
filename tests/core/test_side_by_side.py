"""Parts of one work, each in a process of its own."""

import os
import signal
import threading

import pytest
from django.db import connection

from continuity.core import side_by_side as module
from continuity.core.side_by_side import side_by_side
from continuity.orgs.models import Organization

pytestmark = pytest.mark.postgres


@pytest.fixture
def two(monkeypatch):
    monkeypatch.setattr(module, "MOST", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(module, "_threads", lambda: False)  # the tests' own servers


def who(part):
    return part, os.getpid()


def found(slug):
    return Organization.objects.filter(slug=slug).count(), os.getpid()


def fails(part):
    raise LookupError(part)


def falls_over(part):
    os.kill(os.getpid(), signal.SIGKILL)


def test_within_a_transaction_it_stays_here_in_order(two, db):
    assert side_by_side(who, [3, 1, 2]) == [(part, os.getpid()) for part in (3, 1, 2)]


@pytest.mark.django_db(transaction=True)
def test_each_process_reads_what_is_stored_and_answers_in_order(two):
    for slug in ("one", "three"):
        Organization.objects.create(name=slug, slug=slug)
    done = side_by_side(found, ["one", "two", "three", "four"])
    assert [count for count, _pid in done] == [1, 0, 1, 0]
    stayed = os.getpid() in {pid for _count, pid in done}
    assert stayed == (connection.vendor == "sqlite")
    assert Organization.objects.filter(slug="one").exists()  # this one's connection still serves


@pytest.mark.django_db(transaction=True)
def test_what_a_part_raises_is_raised(two):
    with pytest.raises(LookupError, match=r"x|y") as raised:
        side_by_side(fails, ["x", "y"])
    notes = getattr(raised.value, "__notes__", None)  # of a process; here it needs none
    assert ("in fails\n" in notes[0]) if notes else raised.traceback[-1].name == "fails"


@pytest.mark.django_db(transaction=True)
def test_a_process_that_dies_is_told_and_not_waited_for(two):
    if connection.vendor == "sqlite":
        pytest.skip("on SQLite there is one process")
    with pytest.raises(ChildProcessError, match="died"):
        side_by_side(falls_over, [1, 2])


@pytest.mark.django_db(transaction=True)
def test_beside_other_threads_no_process_is_forked(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert {pid for _part, pid in side_by_side(who, [1, 2])} == {os.getpid()}
    finally:
        done.set()
        other.join()


def test_nothing_to_do_is_done(db):
    assert side_by_side(who, []) == []
