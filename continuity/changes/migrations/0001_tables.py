import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('changes', '0001_planned_changes'),
    ]

    dependencies = [
        ('orgs', '0001_tables'),
        ('orgs', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='what is planned')),
                ('reason', models.TextField(blank=True, max_length=20000, verbose_name='why')),
                ('supplier', models.CharField(blank=True, max_length=120, verbose_name='supplier under consideration')),
                ('notes', models.TextField(blank=True, max_length=20000, verbose_name='notes')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('kept', 'kept as evidence'), ('applied', 'applied'), ('thrown_away', 'thrown away')], default='draft', editable=False, max_length=12)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.CharField(editable=False, max_length=254)),
                ('edited_at', models.DateTimeField(auto_now=True)),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('ended_by', models.CharField(blank=True, editable=False, max_length=254)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['organization', '-edited_at'], name='changes_by_edit')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('render_state', models.CharField(choices=[('queued', 'waiting'), ('done', 'ready'), ('failed', 'failed')], default='queued', max_length=8)),
                ('render_error', models.CharField(blank=True, max_length=300)),
                ('render_attempts', models.PositiveSmallIntegerField(default=0)),
                ('render_due', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('lease_token', models.CharField(blank=True, max_length=32)),
                ('pdf_sha256', models.CharField(blank=True, max_length=64)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('number', models.PositiveIntegerField()),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what it is kept for')),
                ('snapshot', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=254)),
                ('score_before', models.DecimalField(decimal_places=4, max_digits=7)),
                ('score_after', models.DecimalField(decimal_places=4, max_digits=7)),
                ('pdf', models.FileField(blank=True, upload_to='changes/')),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='changes.change')),
                ('kept_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'ordering': ['-number'],
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(condition=models.Q(('render_state', 'queued')), fields=['render_due'], name='evidence_waiting')],
                'constraints': [models.UniqueConstraint(fields=('change', 'number'), name='evidence_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('add', 'Add an option'), ('replace', 'Move from one component to another'), ('order', 'Make an option run, or change its place'), ('resize', 'Change a switch time or a capacity'), ('runbook', 'Name a runbook'), ('remove', 'Drop an option')], max_length=10)),
                ('wanted', models.JSONField(default=dict)),
                ('names', models.JSONField(blank=True, default=dict)),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='changes.change')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
