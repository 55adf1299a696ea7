import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('record', '0001_incidents'),
    ]

    dependencies = [
        ('orgs', '0001_tables'),
        ('providers', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Taken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('posts_at', models.DateTimeField()),
                ('feed', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='providers.feed')),
                ('organization', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('upstream_id', models.CharField(max_length=120)),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('state', models.CharField(blank=True, max_length=16)),
                ('started_at', models.DateTimeField(null=True)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('vanished', models.BooleanField(default=False)),
                ('updates', models.JSONField(default=list)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('cause_named', models.BooleanField(default=False)),
                ('writeup', models.URLField(blank=True, max_length=500)),
                ('link', models.URLField(blank=True, max_length=500)),
                ('first_seen_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('components', models.ManyToManyField(related_name='incidents', to='providers.component')),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incidents', to='providers.feed')),
                ('organization', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['feed', '-first_seen_at'], name='incidents_of_feed')],
                'constraints': [models.UniqueConstraint(fields=('feed', 'upstream_id'), name='incident_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
