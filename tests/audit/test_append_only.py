"""The database refuses what the code never does."""

import importlib

import pytest
from django.db import DatabaseError, connection, transaction

from continuity.audit.models import Checkpoint, Event
from continuity.audit.verbs import record
from tests.audit.test_verify import pinned

guards = importlib.import_module("continuity.audit.migrations.0002_guards")
MODELS = {"entry": Event, "checkpoint": Checkpoint}


@pytest.fixture
def guarded(db):
    """The tests run without the guards: see ``tests/conftest.py``. They go with the transaction."""
    rules = guards.rules(connection.vendor)
    with connection.cursor() as cursor:
        for name, rule in rules.items():
            if connection.vendor == "sqlite" or name.endswith("no_truncate"):
                cursor.execute(f"CREATE TRIGGER {name} {rule}")


@pytest.mark.postgres
@pytest.mark.parametrize("what", ["update", "delete"])
@pytest.mark.parametrize("model", MODELS)
def test_it_can_neither_be_changed_nor_removed(guarded, actor, model, what):
    pinned(actor, "plan 1")
    rows = MODELS[model].objects.for_org(actor.org)
    before = rows.values().get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(hash="0" * 64) if what == "update" else rows.delete()
    assert rows.values().get() == before


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["audit_event", "audit_checkpoint"])
def test_a_table_cannot_be_emptied_at_once(guarded, actor, table):
    pinned(actor, "plan 1")
    connection.check_constraints()  # what is still to be checked would refuse it first
    empty = {"postgresql": f"TRUNCATE {table}", "sqlite": f"DELETE FROM {table}"}
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(empty[connection.vendor])


def test_an_entry_cannot_be_replaced_by_another_of_its_place(guarded, actor):
    """What only SQLite knows: an insert that takes the place of what stands there."""
    record(actor, "organization.edit", actor.org)
    columns = [field.column for field in Event._meta.concrete_fields]
    row = Event.objects.for_org(actor.org).values_list().get()
    for own_number in (row[0], row[0] + 1):
        values = [own_number, *(str(value) for value in row[1:])]
        marks = ", ".join(["%s"] * len(columns))
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"REPLACE INTO audit_event ({', '.join(columns)}) VALUES ({marks})", values
            )
    assert Event.objects.for_org(actor.org).count() == 1
