"""Neither can a checkpoint be changed, nor an entry be replaced by one of the same place."""

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
POSTGRESQL = """CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE
    ON audit_checkpoint FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name, rule in SQLITE.items():
            schema_editor.execute(f"CREATE TRIGGER {name} {rule}")
    else:
        schema_editor.execute(POSTGRESQL)


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
    if schema_editor.connection.vendor == "sqlite":
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
    else:
        schema_editor.execute(
            "DROP TRIGGER IF EXISTS audit_checkpoint_append_only ON audit_checkpoint"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_append_only"),
        ("orgs", "0002_head_of_the_audit_chain"),
    ]
    operations = [
        migrations.RunPython(remember_heads, forget_heads),
        migrations.RunPython(guard, unguard),
    ]
