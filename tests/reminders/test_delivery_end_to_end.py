"""From a status page to an owner's mailbox, through real processes, killed on the way.

A status page on loopback goes down and comes back. A worker of a real broker, and a process with
no broker at all, open one outage, write once to each owner that it hits, and close it: once,
although the worker is killed at three places.
"""

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from continuity.core.supervise.broker import find_broker
from tests.databases import prepared, settings_env
from tests.providers.status_server import status_server
from tests.services import smtp

ROOT = Path(__file__).parent.parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.postgres]
SEED = """
from django.utils import timezone
from continuity.orgs.models import Role
from continuity.providers.models import Feed, Signal
from continuity.risk.current import refresh
from tests.factories import *
from tests.factories_runbooks import RunbookFactory
org = OrganizationFactory(name="Clinic", slug="clinic")
for name, role in (("olga", Role.OWNER), ("ada", Role.EDITOR), ("bob", Role.EDITOR),
                   ("cy", Role.EDITOR)):
    MembershipFactory(organization=org, role=role, user__email=f"{name}@example.org")
cloud = ComponentFactory(key="cloud", name="Cloud")
api = ComponentFactory(key="api", name="API")
EdgeFactory(component=api, runs_on=cloud)
other = ComponentFactory(key="other", name="Other")
book = RunbookFactory(organization=org, title="By hand")
for n, (owner, on) in enumerate([("ada", api), ("ada", cloud), ("bob", api), ("cy", other)]):
    f = FunctionFactory(organization=org, name=f"Function {n}", owner_email=f"{owner}@example.org")
    d = DependencyFactory(organization=org, function=f)
    OptionFactory(organization=org, dependency=d, position=0, on=[on])
    OptionFactory(organization=org, dependency=d, position=1, name="By hand",
        switch_minutes=30, runbook=book)
refresh(org)
feed = FeedFactory(url="URL", format="FORMAT", next_due=timezone.now())
SignalFactory(feed=feed, component=cloud, upstream_id="UPSTREAM")
"""
LOOK = """
import json
from continuity.audit.chain import verify_org
from continuity.orgs.models import Organization
from continuity.providers.models import Feed, Outage
from continuity.reminders.models import Notification
from continuity.runbooks.models import Activation
org = Organization.objects.get(slug="clinic")
print(json.dumps({
    "outages": [o.ended_at is not None for o in Outage.objects.catalogue()],
    "activations": Activation.objects.for_org(org).count(),
    "states": sorted(Notification.objects.for_org(org).values_list("state", flat=True)),
    "ids": list(Notification.objects.for_org(org).values_list("message_id", flat=True)),
    "holds": all(verify_org(o).holds for o in Organization.objects.all()),
    "read": Feed.objects.catalogue().exclude(read_at=None).exists(),
}))
"""
FORMATS = {
    "statuspage": ("abcdefghij12", "c1"),
    "incidentio": ("01HXYZ0000000000000000000A", "01HCOMPONENT00000000000001"),
}


def script(env, code, **words):
    for word, value in words.items():
        code = code.replace(word, value)
    done = subprocess.run(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{code}"],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class World:
    """The processes of one installation, its status page and its mail server."""

    def __init__(self, env, server, post, how, page):
        self.env, self.server, self.post, self.how, self.page = env, server, post, how, page
        self.running = []

    def start(self, point="none"):
        command = [sys.executable, "-m", "tests.reminders.runner", self.how, point]
        self.worker = subprocess.Popen(command, env=self.env, cwd=ROOT)
        self.running.append(self.worker)

    def says(self, word):
        page, upstream = FORMATS[self.page]
        self.server.says(page=page, **{upstream: word})

    def look(self):
        return json.loads(script(self.env, LOOK).splitlines()[-1])

    def until(self, holds, seconds=60):
        end = time.monotonic() + seconds
        while not holds() and time.monotonic() < end:
            time.sleep(0.3)
            if self.worker.poll() is not None:
                assert self.worker.returncode == -9
                self.start(self.point)
        assert holds(), (self.look(), [m["Subject"] for m in self.post.messages])

    def goes_down_and_comes_back(self, point="none"):
        self.point = point
        self.says("operational")
        self.start("none")
        self.until(lambda: self.look()["read"])
        self.worker.kill()
        self.worker.wait()
        self.start(point)
        self.says("major_outage")
        self.until(lambda: len({m["X-To"] for m in self.post.messages}) == 2)
        self.until(lambda: self.look()["states"] == ["sent", "sent"])
        self.says("operational")
        self.until(lambda: self.look()["states"] == ["sent"] * 4)
        time.sleep(4)  # a few rounds more: nobody hears it twice
        return self.look()


@pytest.fixture
def world(tmp_path, request):
    how, page = getattr(request, "param", ("sweep", "statuspage"))
    with ExitStack() as stack:
        server = stack.enter_context(status_server())
        post = stack.enter_context(smtp.running())
        env = settings_env(prepared(tmp_path), tmp_path) | {
            "CONTINUITY_FEED_ALLOW": server.place,
            "CONTINUITY_FEED_HASTE": "200",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(post.port),
            "EMAIL_TLS": "0",
            "REDIS_URL": "",
        }
        script(env, SEED, URL=server.url(), FORMAT=page, UPSTREAM=FORMATS[page][1])
        world = World(env, server, post, how, page)
        if how == "celery":
            broker = find_broker(tmp_path / "broker")
            assert broker, "no broker can be started here"
            env["REDIS_URL"] = broker.url
            beat = [sys.executable, "-m", "celery", "-A", "continuity.celery", "--quiet", "beat"]
            beat += ["-l", "ERROR", "--pidfile=", "-s", str(tmp_path / "beat")]
            child = broker.start(os.environ)
            assert child, "the broker does not answer"
            world.running.append(child.process)
            world.running.append(subprocess.Popen(beat, env=env, cwd=ROOT))
        try:
            yield world
        finally:
            for process in reversed(world.running):
                process.kill()
                process.wait()


def check(found, post, duplicates=0):
    assert found["outages"] == [True]
    assert found["activations"] == 1
    assert found["holds"]
    heard = sorted(m["X-To"] for m in post.messages)
    assert set(heard) == {"ada@example.org", "bob@example.org"}
    assert 4 <= len(heard) <= 4 + duplicates
    assert {m["Message-ID"] for m in post.messages} == set(found["ids"])
    opening = [m for m in post.to("ada@example.org") if "2 of your functions" in m["Subject"]]
    assert opening
    assert "By hand" in opening[0].get_payload(decode=True).decode()


@pytest.mark.parametrize(
    "world",
    [("celery", "statuspage"), ("sweep", "incidentio")],
    indirect=True,
    ids=["a worker of a broker, Statuspage", "no broker, incident.io"],
)
def test_one_outage_one_message_each_and_one_when_it_is_over(world):
    check(world.goes_down_and_comes_back(), world.post)


@pytest.mark.parametrize("point", ["answered", "queued", "accepted"])
@pytest.mark.parametrize(
    "world", [("celery", "statuspage"), ("sweep", "statuspage")], indirect=True
)
def test_once_although_the_worker_is_killed(world, point):
    found = world.goes_down_and_comes_back(point)
    assert Path(world.env["CONTINUITY_VAR"], "killed").exists()
    check(found, world.post, duplicates=1 if point == "accepted" else 0)
