from django.db import migrations


def move(apps, schema_editor):
    sharing = apps.get_model("sightings", "Sharing").unscoped.filter(on=True)
    for row in sharing.select_related("organization"):
        row.organization.shares_since, row.organization.shares_by = row.since, row.by
        row.organization.save(update_fields=["shares_since", "shares_by"])


class Migration(migrations.Migration):
    dependencies = [("sightings", "0001_tables"), ("orgs", "0002_who_counts_with_others")]
    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel("Sharing"),
    ]
