"""Double clicks, two tabs, two workers: one row, one outage, one delivery that counts."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import prepared, settings_env

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.postgres
BEGIN = """
import django, threading
django.setup()
from datetime import timedelta
from django.db import connection
from django.utils import timezone
from continuity.orgs.actor import Actor
from continuity.orgs.models import Membership, Organization, Role, User
from continuity.providers.models import Component, Outage, Provider
from continuity.sightings import actions
from continuity.sightings.kinds import generic
from continuity.sightings.models import Delivery, Sighting, Upstream

org = Organization(name="Ours", slug="ours"); org.save()
people = [User.objects.create_user(f"p{n}@example.org") for n in range(3)]
actors = [Actor(org, user, Role.OWNER) for user in people]
provider = Provider(slug="p", name="P"); provider.save()
part = Component(provider=provider, key="p/c", name="C"); part.save()

def at_once(n, act):
    ready = threading.Barrier(n)
    def run(i):
        ready.wait()
        try:
            act(i)
        finally:
            connection.close()
    crowd = [threading.Thread(target=run, args=(i,)) for i in range(n)]
    [one.start() for one in crowd]
    [one.join() for one in crowd]

def outages():
    return Outage.objects.for_org(org)
"""
PRESS = """
at_once(9, lambda i: actions.report(actors[i % 3], part))
print(Sighting.objects.for_org(org).count(), outages().count())
"""
RUN_OUT = """
[actions.report(actor, part) for actor in actors]
Sighting.objects.for_org(org).update(until=timezone.now())
at_once(4, lambda i: actions.expire_words(timezone.now()))
ended = Sighting.objects.for_org(org).filter(ended="expired").count()
print(ended, outages().count(), outages().open().count())
"""
DELIVER = """
hook = actions.add_hook(actors[0], name="Gateway", kind="generic")
heard = generic.read(generic.EXAMPLE, {}, {})
at_once(6, lambda i: actions.take_in(hook, heard, 1, timezone.now()))
rows = Delivery.objects.for_org(org)
print(Upstream.objects.for_org(org).count(), rows.filter(outcome="accepted").count(), rows.count())
"""


@pytest.mark.parametrize(
    ("act", "printed"),
    [(PRESS, "3 1"), (RUN_OUT, "3 1 0"), (DELIVER, "1 1 6")],
    ids=["press", "run out", "deliver"],
)
def test_at_once_is_as_one_after_the_other(tmp_path, act, printed):
    env = settings_env(prepared(tmp_path), tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + act],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stderr == ""
    assert done.stdout.strip() == printed
