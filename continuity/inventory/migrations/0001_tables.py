import continuity.core.bounds
import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('inventory', '0001_initial'),
        ('inventory', '0002_initial'),
        ('inventory', '0003_keys_as_long_as_the_portable_form'),
        ('inventory', '0004_days_that_have_been'),
        ('inventory', '0005_minutes_within_a_century'),
        ('inventory', '0006_dependency_high_risk'),
        ('inventory', '0007_option_measured_by'),
        ('inventory', '0008_batches_and_templates'),
        ('inventory', '0009_imports'),
    ]

    dependencies = [
        ('orgs', '0001_tables'),
        ('orgs', '__first__'),
        ('providers', '0001_tables'),
        ('runbooks', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('edit', 'changed'), ('add', 'added'), ('remove', 'removed')], max_length=6)),
                ('at', models.DateTimeField()),
                ('rows', models.JSONField()),
                ('undone_at', models.DateTimeField(editable=False, null=True)),
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
            name='Function',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('key', models.CharField(max_length=120)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('description', models.TextField(blank=True, max_length=20000, verbose_name='description')),
                ('criticality', models.PositiveSmallIntegerField(choices=[(1, '1 · low'), (2, '2 · modest'), (3, '3 · important'), (4, '4 · high'), (5, '5 · vital')], default=3, verbose_name='criticality')),
                ('rto_minutes', models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(52560000)], verbose_name='recovery time objective')),
                ('rpo_minutes', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(52560000)], verbose_name='recovery point objective')),
                ('mtpd_minutes', models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(52560000)], verbose_name='maximum tolerable period of disruption')),
                ('minimum_capacity', models.DecimalField(decimal_places=9, default=Decimal('1'), max_digits=10, validators=[django.core.validators.MinValueValidator(Decimal('1E-9')), django.core.validators.MaxValueValidator(Decimal('1'))], verbose_name='minimum capacity')),
                ('impact', models.JSONField(blank=True, default=list, verbose_name='impact curve')),
                ('owner_email', models.EmailField(blank=True, max_length=254, verbose_name='owner')),
                ('deputy_email', models.EmailField(blank=True, max_length=254, verbose_name='deputy')),
                ('assessed_on', models.DateField(blank=True, null=True, validators=[continuity.core.bounds.has_been], verbose_name='impact assessed on')),
                ('template', models.CharField(blank=True, editable=False, max_length=40)),
                ('edited_at', models.DateTimeField(auto_now=True)),
                ('depends_on', models.ManyToManyField(blank=True, related_name='feeds', to='inventory.function')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['organization', 'name'], name='functions_by_name'), models.Index(fields=['organization', '-criticality', 'name'], name='functions_by_criticality'), models.Index(condition=models.Q(('template', ''), _negated=True), fields=['organization', 'template'], name='functions_of_templates')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('organization', 'key'), name='function_once'), models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('organization', 'name'), name='function_name_once', violation_error_message='You already have a function of that name.'), models.CheckConstraint(condition=models.Q(('rto_minutes__lte', models.F('mtpd_minutes'))), name='rto_within_mtpd', violation_error_message='The recovery time objective must not be longer than the maximum tolerable period of disruption.'), models.CheckConstraint(condition=models.Q(('criticality__gte', 1), ('criticality__lte', 5)), name='criticality_1_to_5'), models.CheckConstraint(condition=models.Q(('mtpd_minutes__lte', 52560000)), name='mtpd_within_a_century'), models.CheckConstraint(condition=models.Q(('minimum_capacity__gt', 0), ('minimum_capacity__lte', 1)), name='minimum_capacity_is_a_share')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Dependency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('key', models.CharField(max_length=120)),
                ('name', models.CharField(max_length=120, verbose_name='what it asks of AI')),
                ('description', models.TextField(blank=True, max_length=20000, verbose_name='description')),
                ('essential', models.BooleanField(default=True, verbose_name='the function stops without it')),
                ('high_risk', models.BooleanField(default=False, verbose_name='high-risk AI system under the EU AI Act')),
                ('required', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1)], verbose_name='options that must run')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('function', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dependencies', to='inventory.function')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('function', 'key'), name='dependency_once'), models.CheckConstraint(condition=models.Q(('required__gte', 1)), name='at_least_one_required')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('format', models.CharField(max_length=40)),
                ('file', models.FileField(blank=True, upload_to='imports/')),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('reading', 'being read'), ('columns', 'waits for you'), ('faulty', 'refused'), ('checked', 'ready'), ('taking', 'being taken in'), ('taken_in', 'taken in'), ('undone', 'taken back'), ('cancelled', 'given up'), ('failed', 'failed')], default='reading', max_length=12)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('taken_in_at', models.DateTimeField(blank=True, null=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('mapping', models.JSONField(blank=True, default=dict)),
                ('signature', models.CharField(blank=True, max_length=64)),
                ('columns', models.JSONField(blank=True, default=list)),
                ('faults', models.JSONField(blank=True, default=list)),
                ('notes', models.JSONField(blank=True, default=list)),
                ('evidence', models.JSONField(blank=True, default=list)),
                ('outcome', models.JSONField(blank=True, default=dict)),
                ('inverse', models.JSONField(blank=True, default=dict)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('progress', models.PositiveIntegerField(default=0)),
                ('revision', models.PositiveBigIntegerField(default=0)),
                ('seq', models.PositiveBigIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('lease_token', models.CharField(blank=True, max_length=32)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['organization', '-created_at'], name='imports_newest'), models.Index(fields=['organization', 'signature'], name='imports_by_columns'), models.Index(condition=models.Q(('state__in', ('reading', 'taking'))), fields=['created_at'], name='imports_waiting')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('key', models.CharField(max_length=120)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('capacity', models.DecimalField(decimal_places=9, default=Decimal('1'), max_digits=10, validators=[django.core.validators.MinValueValidator(Decimal('1E-9')), django.core.validators.MaxValueValidator(Decimal('1'))], verbose_name='capacity')),
                ('switch_minutes', models.PositiveIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(52560000)], verbose_name='switch time')),
                ('tested_on', models.DateField(blank=True, null=True, validators=[continuity.core.bounds.has_been], verbose_name='last passed exercise')),
                ('dependency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='inventory.dependency')),
                ('measured_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='runbooks.exercise')),
                ('on', models.ManyToManyField(blank=True, related_name='options', to='providers.component', verbose_name='rests on')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('runbook', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='options', to='runbooks.runbook', verbose_name='runbook')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('dependency', 'key'), name='option_once'), models.CheckConstraint(condition=models.Q(('capacity__gt', 0), ('capacity__lte', 1)), name='capacity_is_a_share'), models.CheckConstraint(condition=models.Q(('switch_minutes__lte', 52560000)), name='switch_within_a_century')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
