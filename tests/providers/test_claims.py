"""One caller to a host, and a clock that all of them share."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from continuity.core.clock import database_clock, database_now
from continuity.providers import polling
from continuity.providers.actions import claim_due, claim_witnesses, finish
from continuity.providers.fetch import Fetched
from continuity.providers.models import Feed
from tests.databases import ROOT, prepared, settings_env
from tests.factories import FeedFactory, SignalFactory
from tests.providers.rounds import T0, feed_of
from tests.providers.status_server import status_server

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def feed(host, name="", **fields):
    return FeedFactory(url=f"https://{host}/{name}", **{"next_due": T0, **fields})


def test_the_feeds_of_one_host_go_to_one_caller():
    for name in ("a", "b", "c"):
        feed("status.example.org", name)
    other = feed("status.example.net")
    assert len(claim_due(T0, limit=2)) == 2
    assert [f.pk for f in claim_due(T0)] == [other.pk]
    assert claim_due(T0) == []


def test_the_host_of_a_dead_caller_is_free_after_its_lease():
    feed("status.example.org", "a")
    feed("status.example.org", "b")
    claim_due(T0, limit=1)
    assert len(claim_due(T0 + timedelta(minutes=3))) == 2


def test_the_host_of_a_feed_follows_its_address():
    assert feed("Status.Example.ORG").host == "status.example.org"
    assert FeedFactory(url="not an address").host == ""


CLAIM = """
import json, os, sys, time
import django
django.setup()
from datetime import datetime
from continuity.providers.actions import claim_due
print("ready", flush=True)
sys.stdin.readline()
print(json.dumps([f.host for f in claim_due(datetime.fromisoformat("AT"), limit=7)]))
"""
SEED = """
import django
django.setup()
from datetime import datetime
from continuity.providers.models import Feed, Provider
p = Provider.objects.catalogue().create(slug="p", name="P")
for n in range(40):
    Feed.objects.catalogue().create(provider=p, url=f"https://s{n % 8}.example.org/{n}",
        format="statuspage", next_due=datetime.fromisoformat("AT"))
"""


@pytest.mark.slow
def test_callers_at_once_never_share_a_host(tmp_path):
    env = settings_env(prepared(tmp_path), tmp_path)

    def start(script):
        return subprocess.Popen(
            [sys.executable, "-c", script.replace("AT", T0.isoformat())],
            **{"env": env, "cwd": ROOT, "text": True},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    assert start(SEED).wait(60) == 0
    callers = [start(CLAIM) for _ in range(4)]
    for caller in callers:
        assert caller.stdout.readline() == "ready\n"
    for caller in callers:
        caller.stdin.write("\n")
        caller.stdin.flush()
    taken = [set(json.loads(caller.communicate(timeout=60)[0])) for caller in callers]
    hosts = [host for mine in taken for host in mine]
    assert len(hosts) == len(set(hosts))
    assert len(hosts) >= 7


def test_witnesses_are_well_and_of_other_hosts_one_of_each():
    feed("silent.example.org", health="fresh")
    feed("ill.example.org", health="broken", failures=4)
    for name in ("a", "b"):
        feed("well.example.org", name, health="fresh", next_due=T0 + timedelta(hours=1))
    found = claim_witnesses(T0, {"silent.example.org"}, 5)
    assert [f.host for f in found] == ["well.example.org"]


def test_the_clock_of_the_database_goes_on():
    clock = database_clock()
    first = clock()
    assert abs(first - database_now()) < timedelta(seconds=2)
    assert clock() > first


def test_a_worker_whose_clock_is_an_hour_off_leaves_the_leases_of_others_alone(
    settings, monkeypatch
):
    """Ahead, it would take what others hold; behind, it would never find anything due."""
    with status_server() as server:
        settings.FEED_ALLOW = [server.place]
        server.says(c1="operational")
        now = database_now()
        held = FeedFactory(url=server.url(), next_due=now, lease_token="x")
        Feed.objects.across_orgs("t").update(lease_until=now + timedelta(minutes=2))
        free = FeedFactory(url=server.url().replace("127.0.0.1", "localhost"), next_due=now)
        settings.FEED_ALLOW += [f"localhost:{server.port}"]
        SignalFactory(feed=free, upstream_id="c1")
        for hours in (1, -1):
            wrong = datetime.now(UTC) + timedelta(hours=hours)
            monkeypatch.setattr("django.utils.timezone.now", lambda wrong=wrong: wrong)
            Feed.objects.across_orgs("t").filter(pk=free.pk).update(next_due=now)
            assert polling.poll_due().tried == 1
        row = Feed.objects.across_orgs("t").get(pk=free.pk)
        assert abs(row.read_at - now) < timedelta(minutes=1)
        assert row.next_due - row.read_at < timedelta(minutes=6)
        assert Feed.objects.across_orgs("t").get(pk=held.pk).lease_token == "x"


def test_no_feed_is_given_to_two_workers(server):
    for number in range(7):
        FeedFactory(url=f"https://status{number}.example.org/", next_due=T0)
    first, second = claim_due(T0, limit=4), claim_due(T0, limit=4)
    assert len(first) == 4
    assert len(second) == 3
    assert not {f.pk for f in first} & {f.pk for f in second}
    assert claim_due(T0) == []


def test_what_a_dead_worker_held_is_claimed_again_after_the_lease(server, signal):
    assert len(claim_due(T0)) == 1
    assert claim_due(T0 + timedelta(seconds=119)) == []
    assert len(claim_due(T0 + timedelta(seconds=121))) == 1


def test_a_worker_that_comes_back_too_late_changes_nothing(server, signal):
    late = claim_due(T0)[0]
    held = claim_due(T0 + timedelta(minutes=3))[0]
    assert finish(late, Fetched("timeout"), None, T0 + timedelta(minutes=4)) is None
    assert feed_of(signal).failures == 0
    assert finish(held, Fetched("timeout"), None, T0 + timedelta(minutes=4)) is not None
    assert finish(held, Fetched("timeout"), None, T0 + timedelta(minutes=4)) is None
    assert feed_of(signal).failures == 1


def test_the_longest_due_comes_first_and_what_is_off_does_not_come(server):
    late = FeedFactory(next_due=T0 - timedelta(hours=1))
    FeedFactory(url="https://status.example.net/", next_due=T0)
    FeedFactory(next_due=T0 - timedelta(hours=2), enabled=False)
    FeedFactory(next_due=T0 + timedelta(seconds=1))
    assert [f.pk for f in claim_due(T0, limit=1)] == [late.pk]
    assert len(claim_due(T0)) == 1
