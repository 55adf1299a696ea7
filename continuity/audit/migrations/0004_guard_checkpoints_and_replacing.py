"""Neither can a checkpoint be changed, nor an entry be replaced, nor a table be emptied."""

import re

from django.db import migrations

REFUSE = "SELECT RAISE(ABORT, 'the audit chain is append-only')"
SQLITE = {
    "audit_checkpoint_no_update": f"BEFORE UPDATE ON audit_checkpoint BEGIN {REFUSE}; END",
    "audit_checkpoint_no_delete": f"BEFORE DELETE ON audit_checkpoint BEGIN {REFUSE}; END",
    "audit_event_no_replace": f"""BEFORE INSERT ON audit_event WHEN EXISTS (
        SELECT 1 FROM audit_event WHERE id = NEW.id
        OR (organization_id = NEW.organization_id AND seq = NEW.seq)
    ) BEGIN {REFUSE}; END""",
    "audit_checkpoint_no_replace": f"""BEFORE INSERT ON audit_checkpoint WHEN EXISTS (
        SELECT 1 FROM audit_checkpoint WHERE id = NEW.id
    ) BEGIN {REFUSE}; END""",
}
POSTGRESQL = {
    name: f"BEFORE {when} EXECUTE FUNCTION audit_event_refuse()"
    for name, when in {
        "audit_checkpoint_append_only": "UPDATE OR DELETE ON audit_checkpoint FOR EACH ROW",
        "audit_checkpoint_no_truncate": "TRUNCATE ON audit_checkpoint FOR EACH STATEMENT",
        "audit_event_no_truncate": "TRUNCATE ON audit_event FOR EACH STATEMENT",
    }.items()
}


def rules(vendor):
    """Name and rule of each trigger."""
    return SQLITE if vendor == "sqlite" else POSTGRESQL


def guard(apps, schema_editor):
    for name, rule in rules(schema_editor.connection.vendor).items():
        schema_editor.execute(f"CREATE TRIGGER {name} {rule}")


def remember_heads(apps, schema_editor):
    """Chains that are there already: the organisation learns their heads."""
    events = apps.get_model("audit", "Event").unscoped
    for org in apps.get_model("orgs", "Organization").objects.all():
        head = events.filter(organization=org).order_by("-seq").first()
        if head:
            org.chain_seq, org.chain_hash = head.seq, head.hash
            org.save(update_fields=["chain_seq", "chain_hash"])


def forget_heads(apps, schema_editor):
    """The columns go with the migration that made them."""


def unguard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, rule in rules(vendor).items():
        table = re.search(r" ON (\w+)", rule)[0] if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{table}")


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_append_only"),
        ("orgs", "0002_head_of_the_audit_chain"),
    ]
    operations = [
        migrations.RunPython(remember_heads, forget_heads),
        migrations.RunPython(guard, unguard),
    ]
