from django.db import migrations, models

from continuity.providers.models import host_of


def by_their_addresses(apps, schema_editor):
    feeds = apps.get_model("providers", "Feed")._base_manager
    for pk, url in feeds.values_list("pk", "url"):
        feeds.filter(pk=pk).update(host=host_of(url))


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0007_what_an_organisation_itself_sees"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="host",
            field=models.CharField(blank=True, db_index=True, default="", editable=False, max_length=253),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="feed",
            name="missing",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="feed",
            name="searched_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="feed",
            name="proposal",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="feed",
            name="moved_from",
            field=models.CharField(blank=True, default="", max_length=500),
            preserve_default=False,
        ),
        migrations.RunPython(by_their_addresses, migrations.RunPython.noop),
    ]
