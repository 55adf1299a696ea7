import continuity.orgs.names
import continuity.probes.judging
import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('probes', '0001_what_an_organisation_probes'),
    ]

    dependencies = [
        ('orgs', '0001_tables'),
        ('orgs', '__first__'),
        ('providers', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Probe',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('name', models.CharField(max_length=120, validators=[continuity.orgs.names.plain_name], verbose_name='name')),
                ('kind', models.CharField(editable=False, max_length=24)),
                ('url', models.CharField(max_length=500, verbose_name='address')),
                ('every_minutes', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1440)], verbose_name='every (minutes)')),
                ('paused', models.BooleanField(default=False, editable=False)),
                ('method', models.CharField(blank=True, choices=[('GET', 'GET'), ('HEAD', 'HEAD')], default='GET', max_length=4, verbose_name='method')),
                ('statuses', models.CharField(blank=True, max_length=60, verbose_name='statuses wanted')),
                ('contains', models.CharField(blank=True, max_length=200, verbose_name='text that it must contain')),
                ('first_within_ms', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(20000)], verbose_name='slow after (milliseconds)')),
                ('model', models.CharField(blank=True, max_length=120, verbose_name='model')),
                ('api_version', models.CharField(blank=True, max_length=40, verbose_name='version of the API')),
                ('thinks', models.BooleanField(default=False, verbose_name='it thinks before it answers')),
                ('question', models.CharField(blank=True, max_length=300, verbose_name='question')),
                ('answers', models.JSONField(blank=True, default=list, verbose_name='right answers')),
                ('price_in', models.DecimalField(decimal_places=4, default=Decimal('15'), max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000000'))], verbose_name='price of a million tokens in')),
                ('price_out', models.DecimalField(decimal_places=4, default=Decimal('75'), max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000000'))], verbose_name='price of a million tokens out')),
                ('tokens_a_day', models.PositiveIntegerField(default=50000, verbose_name='tokens a day, at most')),
                ('money_a_day', models.DecimalField(decimal_places=4, default=Decimal('1'), max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000000'))], verbose_name='money a day, at most')),
                ('looks', models.CharField(default=continuity.probes.judging.Looks['NEW'], editable=False, max_length=16)),
                ('looks_since', models.DateTimeField(editable=False, null=True)),
                ('reason', models.CharField(blank=True, editable=False, max_length=40)),
                ('proven', models.BooleanField(default=False, editable=False)),
                ('bad', models.PositiveIntegerField(default=0, editable=False)),
                ('good', models.PositiveIntegerField(default=0, editable=False)),
                ('bad_since', models.DateTimeField(editable=False, null=True)),
                ('rights', models.JSONField(default=list, editable=False)),
                ('spent_on', models.DateField(editable=False, null=True)),
                ('told_owner', models.CharField(blank=True, editable=False, max_length=60)),
                ('tried_at', models.DateTimeField(editable=False, null=True)),
                ('first_ms', models.PositiveIntegerField(editable=False, null=True)),
                ('total_ms', models.PositiveIntegerField(editable=False, null=True)),
                ('next_due', models.DateTimeField(db_index=True, editable=False)),
                ('lease_until', models.DateTimeField(editable=False, null=True)),
                ('lease_token', models.CharField(blank=True, editable=False, max_length=32)),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='probes', to='providers.component')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('owner', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(condition=models.Q(('paused', False), ('removed_at', None)), fields=['next_due'], name='probes_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('organization', 'name'), name='probe_name_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('day', models.DateField()),
                ('verdict', models.CharField(choices=[('good', 'good'), ('wrong', 'wrong'), ('theirs', 'theirs'), ('ours', 'ours'), ('unclear', 'unclear')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('first_ms', models.PositiveIntegerField(null=True)),
                ('total_ms', models.PositiveIntegerField(null=True)),
                ('tokens', models.PositiveIntegerField(default=0)),
                ('micros', models.PositiveBigIntegerField(default=0)),
                ('folded', models.BooleanField(default=False)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('probe', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='probes.probe')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['probe', '-at'], name='results_of_probe'), models.Index(condition=models.Q(('folded', False)), fields=['day'], name='results_to_fold'), models.Index(condition=models.Q(('folded', True)), fields=['at'], name='results_to_forget')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Secret',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=300)),
                ('sealed', models.TextField()),
                ('set_at', models.DateTimeField()),
                ('set_by', models.CharField(max_length=254)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('probe', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='secret', to='probes.probe')),
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
            name='Spend',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('tokens', models.BigIntegerField(default=0)),
                ('micros', models.BigIntegerField(default=0)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('probe', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='spends', to='probes.probe')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('probe', 'day'), name='spend_of_probe_once'), models.UniqueConstraint(condition=models.Q(('probe', None)), fields=('organization', 'day'), name='spend_of_all_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Budget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tokens_a_day', models.PositiveIntegerField(default=200000, verbose_name='tokens a day, at most')),
                ('money_a_day', models.DecimalField(decimal_places=4, default=Decimal('5'), max_digits=12, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('1000000'))], verbose_name='money a day, at most')),
                ('most_probes', models.PositiveSmallIntegerField(default=20, editable=False)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('organization',), name='one_budget')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Day',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('good', models.PositiveIntegerField(default=0)),
                ('bad', models.PositiveIntegerField(default=0)),
                ('wrong', models.PositiveIntegerField(default=0)),
                ('other', models.PositiveIntegerField(default=0)),
                ('first_ms', models.PositiveIntegerField(null=True)),
                ('total_ms', models.PositiveIntegerField(null=True)),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='probed_days', to='providers.component')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('organization', 'component', 'day'), name='one_probed_day')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
