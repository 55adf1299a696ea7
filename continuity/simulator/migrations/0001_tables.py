import continuity.orgs.names
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('simulator', '0001_scenarios_and_runs'),
    ]

    dependencies = [
        ('orgs', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('event', models.JSONField()),
                ('held', models.JSONField(default=list)),
                ('day', models.DateField()),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('done', 'done'), ('failed', 'could not be done'), ('cancelled', 'stopped')], default='queued', max_length=9)),
                ('progress', models.PositiveSmallIntegerField(default=0)),
                ('result', models.JSONField(null=True)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('lease_token', models.CharField(blank=True, max_length=32)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['asked_at'], name='runs_that_wait')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'key'), name='run_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Scenario',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('name', models.CharField(max_length=120, validators=[continuity.orgs.names.plain_name], verbose_name='name')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what it is to show')),
                ('event', models.JSONField(editable=False)),
                ('held', models.JSONField(default=list, editable=False)),
                ('saved_at', models.DateTimeField(auto_now_add=True)),
                ('saved_by', models.CharField(editable=False, max_length=254)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('organization', 'name'), name='scenario_name_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
