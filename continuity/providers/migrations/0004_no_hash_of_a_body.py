from django.db import migrations


class Migration(migrations.Migration):
    """Nothing ever read it: an ETag says whether a page changed."""

    dependencies = [("providers", "0003_operator_of_a_provider")]

    operations = [migrations.RemoveField(model_name="feed", name="body_hash")]
