import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0003_keys_as_long_as_the_portable_form'),
        ('orgs', '0001_initial'),
        ('providers', '0003_operator_of_a_provider'),
        ('reminders', '0003_day_of_what_is_due'),
    ]

    operations = [
        migrations.AddField(
            model_name='reminder',
            name='functions',
            field=models.ManyToManyField(related_name='+', to='inventory.function'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='level',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.AddField(
            model_name='reminder',
            name='unstable',
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name='Aftermath',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organization', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('outage', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='providers.outage')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
