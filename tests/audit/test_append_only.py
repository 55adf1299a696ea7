"""The database refuses what the code never does."""

import importlib

import pytest
from django.db import DatabaseError, connection, transaction

from continuity.audit.models import Event
from continuity.audit.verbs import record

guards = importlib.import_module("continuity.audit.migrations.0003_append_only")


@pytest.fixture
def guarded(db):
    """SQLite runs its tests without the guards: see ``tests/conftest.py``."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in guards.SQLITE:
                cursor.execute(statement)


@pytest.mark.postgres
@pytest.mark.parametrize("what", ["update", "delete"])
def test_an_entry_can_neither_be_changed_nor_removed(guarded, actor, what):
    record(actor, "organization.edit", actor.org)
    rows = Event.objects.for_org(actor.org)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(actor="eve") if what == "update" else rows.delete()
    assert rows.get().actor == "ada@example.org"
