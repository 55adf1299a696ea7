from django.db import migrations, models
from django.db.models import F


def at_least_since_the_last_reading(apps, schema_editor):
    feeds = apps.get_model("providers", "Feed")._base_manager
    feeds.exclude(read_at=None).update(first_read_at=F("read_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0005_days_that_have_been"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="first_read_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(at_least_since_the_last_reading, migrations.RunPython.noop),
    ]
