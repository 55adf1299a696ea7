"""The cast. Ada edits, her organisation is ``ada.organization``; a stranger belongs elsewhere."""

import os

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from continuity.orgs.actor import Actor
from continuity.orgs.models import Role
from tests import (  # noqa: F401 — found by their classes, and a profile of hypothesis
    examples,
    factories_bulk,
    factories_changes,
    factories_probes,
    factories_record,
    factories_sightings,
    factories_simulator,
)
from tests.factories import MembershipFactory

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


TRIGGERS = {
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname, tgrelid::regclass FROM pg_trigger
        WHERE tgname LIKE '%no_truncate'""",
}


@pytest.fixture(scope="session")
def django_db_use_migrations():
    """On SQLite tables are made as the models have them, at once; ``tests/test_migrations.py``
    holds that the migrations come to the same. On PostgreSQL they are applied."""
    return connection.vendor != "sqlite"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Without the chain's guards that would forbid emptying it between tests.

    ``tests/audit/test_append_only.py`` puts them back and tries them.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        for name, table in cursor.fetchall():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")


@pytest.fixture(autouse=True)
def forget_limits():
    """Rows have the same numbers in every test: what one tried must not count for the next."""
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, request, tmp_path_factory):
    """In a browser several threads work on one database: in a file, where each waits for the other.

    In memory SQLite has them share a cache, whose locks nobody waits for.
    """
    database = settings.DATABASES["default"]
    if request.config.option.markexpr == "browser" and "sqlite3" in database["ENGINE"]:
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    """Files that a test keeps are its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def ada(db):
    """An editor's membership."""
    return MembershipFactory(user__email="ada@example.org", user__name="Ada")


@pytest.fixture
def org(ada):
    return ada.organization


@pytest.fixture
def actor(ada):
    """Ada as an actor."""
    return Actor(ada.organization, ada.user, Role(ada.role))


@pytest.fixture
def owner(ada):
    """An owner of Ada's organisation, as an actor."""
    member = MembershipFactory(
        organization=ada.organization, role=Role.OWNER, user__email="olga@example.org"
    )
    return Actor(member.organization, member.user, Role.OWNER)


@pytest.fixture
def home(ada):
    """The root of every page that Ada may open."""
    return f"/o/{ada.organization.slug}/"


@pytest.fixture
def api(ada):
    """The root of her organisation's API."""
    return f"/api/v1/o/{ada.organization.slug}/"


@pytest.fixture
def browser(client, ada):
    """A client signed in as Ada."""
    client.force_login(ada.user)
    return client


@pytest.fixture
def owner_browser(client, owner):
    """A client signed in as an owner of Ada's organisation."""
    client.force_login(owner.user)
    return client
