"""Outages are told by their cause; what was told before was told of each by itself."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F
from django.utils import timezone


def by_itself(apps, schema_editor):
    rows = apps.get_model("reminders", "Reminder").unscoped.filter(kind="outage")
    rows.update(cause=F("outage"))
    ended = apps.get_model("providers", "Outage").unscoped.filter(ended_at__isnull=False)
    rows.filter(outage__in=ended, done_at__isnull=False).update(over_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0007_what_an_organisation_itself_sees"),
        ("reminders", "0006_reminders_of_campaigns"),
    ]

    operations = [
        migrations.RenameModel("Aftermath", "Answered"),
        migrations.AlterField(
            model_name="answered",
            name="outage",
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="answered", to="providers.outage"),
        ),
        migrations.AddField("answered", "at", models.DateTimeField(default=timezone.now), preserve_default=False),
        migrations.AddField("answered", "level", models.CharField(blank=True, max_length=16)),
        migrations.AddField("answered", "unstable", models.BooleanField(default=False)),
        migrations.AddField("answered", "suspected", models.BooleanField(default=False)),
        migrations.AddField("answered", "end_seen", models.BooleanField(default=True), preserve_default=False),
        migrations.AddField("answered", "is_over", models.BooleanField(default=True), preserve_default=False),
        migrations.AlterField("answered", "end_seen", models.BooleanField(default=False)),
        migrations.AlterField("answered", "is_over", models.BooleanField(default=False)),
        migrations.AddField(
            "reminder",
            "cause",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="providers.outage"),
        ),
        migrations.AddField("reminder", "suspected", models.BooleanField(default=False)),
        migrations.AddField("reminder", "over_at", models.DateTimeField(null=True)),
        migrations.RunPython(by_itself, migrations.RunPython.noop, elidable=True),
    ]
