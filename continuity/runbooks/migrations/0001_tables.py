import continuity.core.bounds
import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('runbooks', '0001_initial'),
        ('runbooks', '0002_keys_as_long_as_the_portable_form'),
        ('runbooks', '0003_steps_after_the_service_and_removable'),
        ('runbooks', '0004_days_that_have_been'),
        ('runbooks', '0005_minutes_within_a_century'),
    ]

    dependencies = [
        ('orgs', '0001_tables'),
        ('providers', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Runbook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('key', models.CharField(max_length=120)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('summary', models.TextField(blank=True, max_length=20000, verbose_name='when to use it')),
                ('owner_email', models.EmailField(blank=True, max_length=254, verbose_name='owner')),
                ('review_every_days', models.PositiveSmallIntegerField(default=180, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='review every (days)')),
                ('reviewed_on', models.DateField(blank=True, null=True, validators=[continuity.core.bounds.has_been], verbose_name='last reviewed')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('edited_at', models.DateTimeField(auto_now=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('organization', 'key'), name='runbook_key_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Exercise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('held_on', models.DateField(validators=[continuity.core.bounds.has_been], verbose_name='held on')),
                ('passed', models.BooleanField(verbose_name='it worked')),
                ('measured_minutes', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(5256000)], verbose_name='minutes it took')),
                ('scenario', models.CharField(blank=True, max_length=300, verbose_name='scenario')),
                ('lessons', models.TextField(blank=True, max_length=20000, verbose_name='lessons')),
                ('recorded_by', models.CharField(editable=False, max_length=254)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('runbook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exercises', to='runbooks.runbook')),
            ],
            options={
                'ordering': ['-held_on', '-pk'],
                'abstract': False,
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Activation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('active', 'in use'), ('ended', 'stood down'), ('declined', 'not needed')], default='proposed', max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.CharField(blank=True, max_length=254)),
                ('ended_at', models.DateTimeField(null=True)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('outage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='providers.outage')),
                ('runbook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activations', to='runbooks.runbook')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('runbook', 'outage'), name='proposed_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='RunbookVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('snapshot', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.CharField(max_length=254)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('runbook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='runbooks.runbook')),
            ],
            options={
                'ordering': ['-number'],
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('runbook', 'number'), name='runbook_version_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('key', models.CharField(max_length=120)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=120, verbose_name='what')),
                ('role', models.CharField(blank=True, max_length=120, verbose_name='who')),
                ('minutes', models.PositiveIntegerField(default=5, validators=[django.core.validators.MaxValueValidator(5256000)], verbose_name='minutes')),
                ('instruction', models.TextField(blank=True, max_length=20000, verbose_name='how')),
                ('proof', models.CharField(blank=True, max_length=300, verbose_name='how to tell that it worked')),
                ('waits_for', models.JSONField(blank=True, default=list)),
                ('after_service', models.BooleanField(default=False, verbose_name='after the service is back')),
                ('waited_by', models.JSONField(blank=True, default=dict, editable=False)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('runbook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='runbooks.runbook')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('runbook', 'key'), name='step_key_once'), models.CheckConstraint(condition=models.Q(('minutes__lte', 52560000)), name='step_within_a_century')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
