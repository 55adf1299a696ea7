import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('reminders', '0001_initial'),
        ('reminders', '0002_outage_of_a_reminder'),
        ('reminders', '0003_day_of_what_is_due'),
        ('reminders', '0004_who_was_told_of_outages'),
        ('reminders', '0005_who_was_told_before'),
        ('reminders', '0006_reminders_of_campaigns'),
        ('reminders', '0007_outages_answered_by_cause'),
        ('reminders', '0008_kinds_ahead'),
    ]

    dependencies = [
        ('inventory', '0001_tables'),
        ('orgs', '0001_tables'),
        ('providers', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Answered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('level', models.CharField(blank=True, max_length=16)),
                ('unstable', models.BooleanField(default=False)),
                ('suspected', models.BooleanField(default=False)),
                ('end_seen', models.BooleanField(default=False)),
                ('is_over', models.BooleanField(default=False)),
                ('organization', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('outage', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='answered', to='providers.outage')),
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
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('runbook_review', 'runbook review'), ('plan_review', 'plan review'), ('approval', 'approval'), ('outage', 'outage'), ('campaign', 'campaign'), ('maintenance', 'maintenance ahead'), ('retirement', 'retirement ahead'), ('drift', 'drift of a plan')], max_length=16)),
                ('key', models.CharField(max_length=160)),
                ('subject', models.CharField(max_length=200)),
                ('path', models.CharField(max_length=300)),
                ('due_at', models.DateTimeField()),
                ('due_on', models.DateField(null=True)),
                ('owner_email', models.EmailField(blank=True, max_length=254)),
                ('level', models.CharField(blank=True, max_length=16)),
                ('unstable', models.BooleanField(default=False)),
                ('suspected', models.BooleanField(default=False)),
                ('over_at', models.DateTimeField(null=True)),
                ('snoozed_until', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.CharField(blank=True, max_length=254)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('cause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='providers.outage')),
                ('functions', models.ManyToManyField(related_name='+', to='inventory.function')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('outage', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='providers.outage')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['organization', 'due_at'], name='what_is_due')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'key'), name='one_reminder')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(default='mail', max_length=16)),
                ('recipient', models.CharField(max_length=254)),
                ('subject', models.CharField(max_length=900)),
                ('body', models.TextField()),
                ('html', models.TextField(blank=True)),
                ('sender', models.CharField(blank=True, max_length=254)),
                ('key', models.CharField(max_length=200, unique=True)),
                ('message_id', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('queued', 'waiting'), ('sent', 'sent'), ('kept', 'kept here, no mail server is set'), ('dead', 'could not be sent')], default='queued', max_length=8)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('lease_token', models.CharField(blank=True, max_length=32)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('organization', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('reminder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notifications', to='reminders.reminder')),
            ],
            options={
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['next_at'], name='outbox_waiting'), models.Index(fields=['organization', '-created_at'], name='outbox_newest')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
