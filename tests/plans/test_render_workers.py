"""Real worker processes that make PDFs from one database, killed where it hurts."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.databases import prepared, settings_env

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.postgres
SEED = """
from continuity.orgs.actor import Actor
from continuity.orgs.models import Organization
from continuity.plans import actions
actor = Actor.system(Organization.objects.create(name="Harbour", slug="harbour"))
for n in range(VERSIONS):
    actions.freeze(actor, actions.add_plan(actor, title=f"Plan {n}"))
"""
WORK = """
import datetime, os, signal, time, types
from continuity.plans import tasks
from continuity.plans.actions import renders
renders.LEASE = datetime.timedelta(seconds=SECONDS)

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def finish_and_die(*args, **kwargs):
    whole(*args, **kwargs)
    die()

whole = tasks.finish
if "DIES" == "claimed":
    tasks.make = die
elif "DIES" == "made":
    tasks.finish = die
elif "DIES" == "keeping":
    renders.hashlib = types.SimpleNamespace(sha256=die)
elif "DIES" == "kept":
    tasks.finish = finish_and_die
while not os.path.exists(os.environ["CONTINUITY_VAR"] + "/stop"):
    tasks.render_plans()
    time.sleep(0.05)
"""
LOOK = """
import hashlib, json
from continuity.audit.models import Event
from continuity.plans.models import Version
versions = list(Version.objects.across_orgs("t").order_by("pk"))
done = [v for v in versions if v.render_state == "done"]
print(json.dumps({
    "waiting": len(versions) - len(done),
    "leased": sum(v.lease_until is not None for v in versions),
    "tries": [v.render_attempts for v in versions],
    "whole": [hashlib.sha256(v.pdf.read()).hexdigest() == v.pdf_sha256 for v in done],
    "entries": Event.objects.across_orgs("t").filter(verb="plan.render").count(),
}))
"""


def start(env, script, **words):
    for word, value in words.items():
        script = script.replace(word, str(value))
    code = f"import django\ndjango.setup()\n{script}"
    return subprocess.Popen(
        [sys.executable, "-c", code], env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def run(env, script, **words):
    out, _ = (process := start(env, script, **words)).communicate(timeout=120)
    assert process.returncode == 0
    return out


def look(env):
    return json.loads(run(env, LOOK).splitlines()[-1])


def until_done(env, seconds=240):
    end = time.monotonic() + seconds
    while (found := look(env))["waiting"] and time.monotonic() < end:
        time.sleep(1)
    return found


def stop(env, *workers):
    Path(env["CONTINUITY_VAR"], "stop").touch()
    for worker in workers:
        worker.communicate(timeout=120)
    assert [w.returncode for w in workers] == [0] * len(workers)


@pytest.fixture
def env(tmp_path):
    """The environment of a process on an own, migrated database with its own media."""
    (tmp_path / "var").mkdir()
    return settings_env(prepared(tmp_path), tmp_path)


@pytest.mark.slow
def test_three_workers_make_each_pdf_once(env):
    run(env, SEED, VERSIONS=3)
    workers = [start(env, WORK, DIES="", SECONDS=300) for _ in range(3)]
    found = until_done(env)
    stop(env, *workers)
    assert found == {
        "waiting": 0,
        "leased": 0,
        "tries": [1, 1, 1],
        "whole": [True] * 3,
        "entries": 3,
    }


@pytest.mark.slow
def test_a_worker_killed_anywhere_costs_a_lease_and_nothing_else(env):
    run(env, SEED, VERSIONS=1)
    for point in ("claimed", "made", "keeping", "kept"):
        victim = start(env, WORK, DIES=point, SECONDS=1)
        victim.communicate(timeout=120)
        assert victim.returncode == -9
        assert look(env)["waiting"] == (point != "kept")
    survivor = start(env, WORK, DIES="", SECONDS=300)
    found = until_done(env)
    stop(env, survivor)
    assert found == {"waiting": 0, "leased": 0, "tries": [4], "whole": [True], "entries": 1}
