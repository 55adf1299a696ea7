"""The database itself refuses to change, replace or remove an entry or a checkpoint, or to empty
their tables."""

import re

from django.db import migrations

REFUSE = "SELECT RAISE(ABORT, 'the audit chain is append-only')"
SQLITE = {
    "audit_event_no_update": f"BEFORE UPDATE ON audit_event BEGIN {REFUSE}; END",
    "audit_event_no_delete": f"BEFORE DELETE ON audit_event BEGIN {REFUSE}; END",
    "audit_event_no_replace": f"""BEFORE INSERT ON audit_event WHEN EXISTS (
        SELECT 1 FROM audit_event WHERE id = NEW.id
        OR (organization_id = NEW.organization_id AND seq = NEW.seq)
    ) BEGIN {REFUSE}; END""",
    "audit_checkpoint_no_update": f"BEFORE UPDATE ON audit_checkpoint BEGIN {REFUSE}; END",
    "audit_checkpoint_no_delete": f"BEFORE DELETE ON audit_checkpoint BEGIN {REFUSE}; END",
    "audit_checkpoint_no_replace": f"""BEFORE INSERT ON audit_checkpoint WHEN EXISTS (
        SELECT 1 FROM audit_checkpoint WHERE id = NEW.id
    ) BEGIN {REFUSE}; END""",
}
FUNCTION = """CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION 'the audit chain is append-only'; END$$"""
POSTGRESQL = {
    name: f"BEFORE {when} EXECUTE FUNCTION audit_event_refuse()"
    for name, when in {
        "audit_event_append_only": "UPDATE OR DELETE ON audit_event FOR EACH ROW",
        "audit_event_no_truncate": "TRUNCATE ON audit_event FOR EACH STATEMENT",
        "audit_checkpoint_append_only": "UPDATE OR DELETE ON audit_checkpoint FOR EACH ROW",
        "audit_checkpoint_no_truncate": "TRUNCATE ON audit_checkpoint FOR EACH STATEMENT",
    }.items()
}


def rules(vendor):
    """Name and rule of each trigger."""
    return SQLITE if vendor == "sqlite" else POSTGRESQL


def guard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(FUNCTION)
    for name, rule in rules(vendor).items():
        schema_editor.execute(f"CREATE TRIGGER {name} {rule}")


def unguard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, rule in rules(vendor).items():
        table = re.search(r" ON (\w+)", rule)[0] if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")
    if vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS audit_event_refuse()")


class Migration(migrations.Migration):
    replaces = [
        ("audit", "0003_append_only"),
        ("audit", "0004_guard_checkpoints_and_replacing"),
    ]
    dependencies = [("audit", "0001_tables")]
    operations = [migrations.RunPython(guard, unguard)]
