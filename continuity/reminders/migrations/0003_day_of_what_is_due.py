from zoneinfo import ZoneInfo

from django.db import migrations, models

REVIEWS = ("runbook_review", "plan_review")


def give_days(apps, schema_editor):
    """The day of each review that is noted already, by the clock that its moment came from."""
    rows = apps.get_model("reminders", "Reminder")._default_manager
    for row in rows.filter(kind__in=REVIEWS, due_on=None).select_related("organization"):
        row.due_on = row.due_at.astimezone(ZoneInfo(row.organization.timezone)).date()
        row.save(update_fields=["due_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("reminders", "0002_outage_of_a_reminder"),
    ]

    operations = [
        migrations.AddField(
            model_name="reminder",
            name="due_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="reminder",
            name="kind",
            field=models.CharField(
                choices=[
                    ("runbook_review", "runbook review"),
                    ("plan_review", "plan review"),
                    ("approval", "approval"),
                    ("outage", "outage"),
                ],
                max_length=16,
            ),
        ),
        migrations.RunPython(give_days, migrations.RunPython.noop),
    ]
