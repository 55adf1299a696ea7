from django.db import migrations


def remember(apps, schema_editor):
    """Nobody hears twice of what they were told before this was written down."""
    reminders = apps.get_model("reminders", "Reminder")._default_manager
    gaps = apps.get_model("risk", "Gap")._default_manager
    outages = apps.get_model("providers", "Outage")._default_manager.filter(source="feed")
    aftermath = apps.get_model("reminders", "Aftermath")
    for row in reminders.filter(kind="outage").exclude(outage=None).select_related("outage"):
        row.level = row.outage.state
        row.unstable = row.outage.evidence.get("unstable") is True
        row.save(update_fields=["level", "unstable"])
        felt = gaps.filter(
            organization=row.organization_id, component=row.outage.component_id
        ).exclude(verdict="unaffected")
        row.functions.set(felt.values_list("function", flat=True))
    ended = outages.exclude(ended_at=None).values_list("organization", "pk")
    aftermath._default_manager.bulk_create(
        aftermath(organization_id=org, outage_id=pk) for org, pk in ended
    )


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0004_who_was_told_of_outages"),
        ("risk", "0001_initial"),
    ]

    operations = [migrations.RunPython(remember, migrations.RunPython.noop)]
