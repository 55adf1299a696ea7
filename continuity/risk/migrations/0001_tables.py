import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('risk', '0001_initial'),
        ('risk', '0002_function_score_filling'),
        ('risk', '0003_function_score_pairs'),
        ('risk', '0004_what_moved_each_day'),
        ('risk', '0005_priors_and_outlook'),
        ('risk', '0006_who_was_assessed_since'),
    ]

    dependencies = [
        ('inventory', '0001_tables'),
        ('orgs', '0001_tables'),
        ('providers', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('revision', models.PositiveBigIntegerField()),
                ('score', models.DecimalField(decimal_places=4, max_digits=7)),
                ('method', models.CharField(max_length=40)),
                ('summary', models.JSONField(default=dict)),
                ('seq', models.PositiveBigIntegerField(null=True)),
                ('moved', models.JSONField(default=dict)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['at'], name='who_was_assessed_since')],
                'constraints': [models.UniqueConstraint(fields=('organization', 'day'), name='one_assessment_a_day')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='FunctionScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.DecimalField(decimal_places=4, max_digits=7)),
                ('verdict', models.CharField(choices=[('unaffected', 'unaffected'), ('covered', 'covered'), ('untested', 'untested'), ('undocumented', 'undocumented'), ('late', 'late'), ('lost', 'lost')], default='unaffected', max_length=12)),
                ('why', models.JSONField(default=dict)),
                ('points_of_failure', models.PositiveIntegerField(default=0)),
                ('pairs', models.JSONField(default=dict)),
                ('year', models.JSONField(default=dict)),
                ('filling', models.CharField(choices=[('complete', 'complete'), ('unfinished', 'not finished'), ('undescribed', 'not described yet')], default='complete', max_length=11)),
                ('function', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='score', to='inventory.function')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('worst', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='providers.component')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['organization', '-score'], name='functions_by_score')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(choices=[('unaffected', 'unaffected'), ('covered', 'covered'), ('untested', 'untested'), ('undocumented', 'undocumented'), ('late', 'late'), ('lost', 'lost')], max_length=12)),
                ('recovery_minutes', models.PositiveIntegerField(null=True)),
                ('gap', models.DecimalField(decimal_places=6, max_digits=7)),
                ('why', models.JSONField(default=dict)),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gaps', to='providers.component')),
                ('function', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gaps', to='inventory.function')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['component', 'organization'], name='who_is_hit')],
                'constraints': [models.UniqueConstraint(fields=('function', 'component'), name='one_gap')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Outlook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('day', models.DateField()),
                ('revision', models.PositiveBigIntegerField()),
                ('method', models.CharField(max_length=40)),
                ('result', models.JSONField(default=dict)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('organization',), name='one_outlook')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Prior',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, choices=[('service', 'service'), ('model', 'model'), ('region', 'region'), ('host', 'host'), ('cdn', 'CDN'), ('login', 'login'), ('internal', 'your own')], editable=False, max_length=16)),
                ('outages_per_year', models.DecimalField(decimal_places=3, max_digits=9, validators=[django.core.validators.MinValueValidator(Decimal('0.001')), django.core.validators.MaxValueValidator(Decimal('1000'))], verbose_name='outages a year')),
                ('median_minutes', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(52560000)], verbose_name='half are over within')),
                ('long_minutes', models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(52560000)], verbose_name='one in ten lasts longer than')),
                ('worth_years', models.DecimalField(decimal_places=3, max_digits=7, validators=[django.core.validators.MinValueValidator(Decimal('0.001')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='counts for so many years of watching')),
                ('why', models.CharField(max_length=500, verbose_name='where this is from')),
                ('component', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='providers.component')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('component', None)), fields=('organization', 'kind'), name='one_prior_a_kind'), models.UniqueConstraint(fields=('organization', 'component'), name='one_prior_a_component'), models.CheckConstraint(condition=models.Q(models.Q(('component__isnull', False), ('kind', '')), models.Q(models.Q(('kind', ''), _negated=True), ('component', None)), _connector='OR'), name='prior_of_a_kind_or_a_component'), models.CheckConstraint(condition=models.Q(('long_minutes__gt', models.F('median_minutes')), ('median_minutes__gte', 1)), name='long_outages_are_longer', violation_error_message='What one in ten outages exceeds must be longer than what half of them do.'), models.CheckConstraint(condition=models.Q(('outages_per_year__gt', 0), ('worth_years__gt', 0)), name='prior_says_something')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
