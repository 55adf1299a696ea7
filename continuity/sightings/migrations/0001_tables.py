import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('sightings', '0001_what_is_said_and_sent'),
    ]

    dependencies = [
        ('orgs', '0001_tables'),
        ('orgs', '__first__'),
        ('providers', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Hook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('name', models.CharField(max_length=80, verbose_name='what it is for')),
                ('kind', models.CharField(max_length=16, verbose_name='what sends')),
                ('secret_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('signing', models.TextField(blank=True, editable=False)),
                ('labels', models.CharField(blank=True, max_length=200, verbose_name='labels that name it')),
                ('meanings', models.JSONField(blank=True, default=dict)),
                ('created_by', models.CharField(blank=True, max_length=254)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('heard_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
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
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('key', models.CharField(blank=True, max_length=120)),
                ('outcome', models.CharField(choices=[('accepted', 'accepted'), ('ignored', 'ignored'), ('refused', 'refused')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=24)),
                ('size', models.PositiveIntegerField(default=0)),
                ('words', models.JSONField(blank=True, default=list)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('hook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='sightings.hook')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['hook', '-at'], name='deliveries_of_hook')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('hook', 'key'), name='one_delivery')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Sharing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.BooleanField(default=False)),
                ('since', models.DateTimeField()),
                ('by', models.CharField(blank=True, max_length=254)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('organization',), name='one_sharing')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('major_outage', 'down'), ('degraded', 'slow or wrong')], default='major_outage', max_length=16, verbose_name='what you see')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='in your words')),
                ('said_at', models.DateTimeField()),
                ('renewed_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended', models.CharField(blank=True, choices=[('withdrawn', 'says that it works again'), ('expired', 'not renewed')], max_length=10)),
                ('set_aside_at', models.DateTimeField(blank=True, null=True)),
                ('set_aside_by', models.CharField(blank=True, max_length=254)),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sightings', to='providers.component')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['until'], name='words_that_run_out'), models.Index(fields=['user', 'said_at'], name='words_of_a_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organization', 'component', 'user'), name='one_word_a_person')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Upstream',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('name', models.CharField(max_length=200)),
                ('threads', models.JSONField(blank=True, default=dict)),
                ('said', models.CharField(default='unknown', max_length=16)),
                ('said_at', models.DateTimeField()),
                ('component', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='providers.component')),
                ('hook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='upstreams', to='sightings.hook')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('hook', 'key'), name='one_upstream')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
