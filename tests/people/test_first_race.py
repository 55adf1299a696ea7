"""Of many who sign up at once on a fresh installation, one looks after it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import prepared, settings_env

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.postgres
RACE = """
import django, threading
django.setup()
from django.db import connection
from continuity.orgs.models import User
from continuity.people.actions import keep_person

ready = threading.Barrier(6)

def sign_up(n):
    person = User(email=f"p{n}@example.org", password="argon2$anything")
    ready.wait()
    keep_person(person)
    connection.close()

people = [threading.Thread(target=sign_up, args=(n,)) for n in range(6)]
for person in people:
    person.start()
for person in people:
    person.join()
print(User.objects.count(), User.objects.filter(is_staff=True).count())
"""


def test_one_of_many_at_once_is_the_first(tmp_path):
    env = settings_env(prepared(tmp_path), tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", RACE], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["6", "1"]
