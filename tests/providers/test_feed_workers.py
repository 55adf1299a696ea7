"""Real worker processes on a real database, killed where it hurts."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.databases import prepared, settings_env
from tests.providers.status_server import status_server

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.postgres
STARTED: list[subprocess.Popen] = []
SEED = """
from django.utils import timezone
from continuity.providers.models import Component, Feed, Provider, Signal
p = Provider.objects.catalogue().create(slug="p", name="P")
c = Component.objects.catalogue().create(provider=p, key="p/api", name="API")
for n in range(FEEDS):
    f = Feed.objects.catalogue().create(
        provider=p, url=f"URL?{n}", format="statuspage", next_due=timezone.now())
    if n == 0:
        Signal.objects.catalogue().create(feed=f, component=c, upstream_id="c1")
"""
WORK = """
import datetime, os, signal, time
from continuity.providers import polling
from continuity.providers.actions import feeds, leases
leases.LEASE = datetime.timedelta(seconds=1)

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def finish_and_die(*args, **kwargs):
    whole(*args, **kwargs)
    die()

whole = polling.finish
if "DIES" == "claimed":
    polling.answers = die
elif "DIES" == "fetched":
    polling.finish = die
elif "DIES" == "recording":
    feeds.settle = die
elif "DIES" == "recorded":
    polling.finish = finish_and_die
while not os.path.exists(os.environ["CONTINUITY_VAR"] + "/stop"):
    polling.poll_due()
    time.sleep(0.05)
"""
LOOK = """
import json
from continuity.audit.models import Event
from continuity.providers.models import Component, Feed, Outage
print(json.dumps({
    "outages": [[o.state, o.ended_at is not None] for o in Outage.objects.catalogue()],
    "entries": list(Event.objects.across_orgs("t").filter(verb__startswith="outage")
        .order_by("seq").values_list("verb", flat=True)),
    "states": [c.state for c in Component.objects.catalogue()],
    "read": Feed.objects.catalogue().exclude(read_at=None).count(),
    "leased": Feed.objects.catalogue().exclude(lease_until=None).count(),
}))
"""


def start(env, script, **words):
    for word, value in words.items():
        script = script.replace(word, str(value))
    code = f"import django\ndjango.setup()\n{script}"
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    STARTED.append(process)
    return process


def run(env, script, **words):
    out, _ = (process := start(env, script, **words)).communicate(timeout=60)
    assert process.returncode == 0
    return out


@pytest.fixture(autouse=True)
def none_is_left():
    """A test that fails leaves no process behind."""
    yield
    while STARTED:
        process = STARTED.pop()
        process.kill()
        process.wait()


@pytest.fixture
def world(tmp_path):
    """The environment of a worker on a migrated database, and a status server."""
    with status_server() as server:
        yield (
            settings_env(prepared(tmp_path), tmp_path)
            | {
                "CONTINUITY_FEED_ALLOW": server.place,
                "CONTINUITY_FEED_HASTE": "200",  # major: 0.15 s; close: 3 s
            },
            server,
        )


def look(env):
    return json.loads(run(env, LOOK).splitlines()[-1])


def until(env, holds, seconds=60):
    end = time.monotonic() + seconds
    while not holds(found := look(env)) and time.monotonic() < end:
        time.sleep(0.2)
    return found


def stop(env, *workers):
    Path(env["CONTINUITY_VAR"], "stop").touch()
    for worker in workers:
        worker.communicate(timeout=60)
    assert [w.returncode for w in workers] == [0] * len(workers)


@pytest.mark.slow
def test_four_workers_open_and_close_one_outage(world):
    env, server = world
    run(env, SEED, FEEDS=40, URL=server.url())
    server.says(c1="major_outage")
    workers = [start(env, WORK, DIES="") for _ in range(4)]
    found = until(env, lambda f: f["outages"] and f["read"] == 40)
    assert found["outages"] == [["major_outage", False]]
    server.says(c1="operational")
    found = until(env, lambda f: f["outages"][0][1])
    stop(env, *workers)
    assert found["outages"] == [["major_outage", True]]
    assert found["entries"] == ["outage.open", "outage.close"]
    assert found["states"] == ["operational"]


@pytest.mark.slow
def test_a_worker_killed_anywhere_costs_a_lease_and_nothing_else(world):
    env, server = world
    run(env, SEED, FEEDS=1, URL=server.url())
    server.says(c1="major_outage")
    for point in ("claimed", "fetched", "recording", "recorded", "recorded"):
        victim = start(env, WORK, DIES=point)
        victim.communicate(timeout=60)
        assert victim.returncode == -9
        if point == "recording":
            assert look(env)["read"] == 0
    assert look(env)["outages"] == [["major_outage", False]]
    survivor = start(env, WORK, DIES="")
    found = until(env, lambda f: f["leased"] == 0)
    stop(env, survivor)
    assert found["outages"] == [["major_outage", False]]
    assert found["entries"] == ["outage.open"]
