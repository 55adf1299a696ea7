"""The database itself refuses to change or remove an entry of the chain."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER audit_event_no_{what} BEFORE {what} ON audit_event
    BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END"""
    for what in ("update", "delete")
]
POSTGRESQL = [
    """CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN RAISE EXCEPTION 'the audit chain is append-only'; END$$""",
    """CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()""",
]
DROP_SQLITE = [f"DROP TRIGGER IF EXISTS audit_event_no_{what}" for what in ("update", "delete")]
DROP_POSTGRESQL = [
    "DROP TRIGGER IF EXISTS audit_event_append_only ON audit_event",
    "DROP FUNCTION IF EXISTS audit_event_refuse()",
]


def guard(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    statements = DROP_SQLITE if schema_editor.connection.vendor == "sqlite" else DROP_POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_initial")]
    operations = [migrations.RunPython(guard, unguard)]
