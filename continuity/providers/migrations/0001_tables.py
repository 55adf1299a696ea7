import continuity.core.bounds
import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('providers', '0001_initial'),
        ('providers', '0002_page_learned_and_one_own_outage'),
        ('providers', '0003_operator_of_a_provider'),
        ('providers', '0004_no_hash_of_a_body'),
        ('providers', '0005_days_that_have_been'),
        ('providers', '0006_watched_since'),
        ('providers', '0007_what_an_organisation_itself_sees'),
        ('providers', '0008_where_a_source_is_and_went'),
        ('providers', '0009_when_components_retire'),
    ]

    dependencies = [
        ('orgs', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('ai', 'AI'), ('platform', 'platform'), ('infrastructure', 'infrastructure'), ('own', 'your own')], default='ai', max_length=16, verbose_name='kind')),
                ('status_page', models.URLField(blank=True, verbose_name='status page')),
                ('terms_url', models.URLField(blank=True, verbose_name='terms or service levels')),
                ('notes', models.TextField(blank=True, max_length=20000, verbose_name='notes')),
                ('operator', models.CharField(blank=True, editable=False, max_length=120)),
                ('no_feed', models.CharField(blank=True, editable=False, max_length=300)),
                ('confidence', models.CharField(blank=True, editable=False, max_length=8)),
                ('unverified', models.JSONField(default=list, editable=False)),
                ('as_of', models.DateField(editable=False, null=True)),
                ('organization', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('organization', None)), fields=('slug',), name='provider_once'), models.UniqueConstraint(fields=('organization', 'slug'), name='own_provider_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=500)),
                ('host', models.CharField(blank=True, db_index=True, editable=False, max_length=253)),
                ('format', models.CharField(max_length=24)),
                ('config', models.JSONField(blank=True, default=dict)),
                ('edited_by_people', models.BooleanField(default=True)),
                ('interval_seconds', models.PositiveIntegerField(default=120)),
                ('enabled', models.BooleanField(default=True)),
                ('health', models.CharField(choices=[('never', 'not read yet'), ('fresh', 'fresh'), ('stale', 'stale'), ('broken', 'broken'), ('moved', 'moved')], default='never', max_length=8)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('health_since', models.DateTimeField(null=True)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('first_read_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('tried_at', models.DateTimeField(null=True)),
                ('etag', models.CharField(blank=True, max_length=400)),
                ('last_modified', models.CharField(blank=True, max_length=100)),
                ('learned', models.JSONField(blank=True, default=dict)),
                ('posts', models.JSONField(blank=True, default=dict)),
                ('posts_at', models.DateTimeField(db_index=True, null=True)),
                ('missing', models.JSONField(blank=True, default=dict)),
                ('searched_at', models.DateTimeField(null=True)),
                ('proposal', models.JSONField(blank=True, default=dict)),
                ('moved_from', models.CharField(blank=True, max_length=500)),
                ('next_due', models.DateTimeField(db_index=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('lease_token', models.CharField(blank=True, max_length=32)),
                ('organization', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feeds', to='providers.provider')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('organization', None)), fields=('url',), name='feed_once'), models.UniqueConstraint(fields=('organization', 'url'), name='own_feed_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Component',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('service', 'service'), ('model', 'model'), ('region', 'region'), ('host', 'host'), ('cdn', 'CDN'), ('login', 'login'), ('internal', 'your own')], default='service', max_length=16, verbose_name='kind')),
                ('state', models.CharField(choices=[('operational', 'operational'), ('maintenance', 'maintenance'), ('degraded', 'degraded'), ('partial_outage', 'partial outage'), ('major_outage', 'major outage'), ('unknown', 'unknown')], default='unknown', editable=False, max_length=16)),
                ('state_since', models.DateTimeField(editable=False, null=True)),
                ('retired_on', models.DateField(editable=False, null=True)),
                ('retires_on', models.DateField(blank=True, null=True, verbose_name='is retired on')),
                ('retire_source', models.CharField(blank=True, editable=False, max_length=300)),
                ('organization', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('provider', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='components', to='providers.provider')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('organization', None)), fields=('key',), name='component_once'), models.UniqueConstraint(fields=('organization', 'key'), name='own_component_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('feed', 'its feed'), ('probe', 'your probe'), ('people', 'your people'), ('hook', 'your webhook'), ('crowd', 'other organisations')], default='feed', max_length=8)),
                ('upstream_id', models.CharField(max_length=120)),
                ('said', models.CharField(choices=[('operational', 'operational'), ('maintenance', 'maintenance'), ('degraded', 'degraded'), ('partial_outage', 'partial outage'), ('major_outage', 'major outage'), ('unknown', 'unknown')], default='unknown', max_length=16)),
                ('said_since', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('operational', 'operational'), ('maintenance', 'maintenance'), ('degraded', 'degraded'), ('partial_outage', 'partial outage'), ('major_outage', 'major outage'), ('unknown', 'unknown')], default='unknown', max_length=16)),
                ('seen_at', models.DateTimeField(null=True)),
                ('until', models.DateTimeField(null=True)),
                ('detection', models.JSONField(default=dict)),
                ('version', models.PositiveBigIntegerField(default=0)),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signals', to='providers.component')),
                ('feed', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='signals', to='providers.feed')),
                ('organization', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(condition=models.Q(('feed', None)), fields=['component', 'organization'], name='own_signals_of_component')],
                'constraints': [models.UniqueConstraint(fields=('feed', 'upstream_id', 'component'), name='one_signal'), models.UniqueConstraint(condition=models.Q(('feed', None)), fields=('organization', 'component', 'source', 'upstream_id'), name='one_own_signal'), models.CheckConstraint(condition=models.Q(models.Q(('feed__isnull', False), ('source', 'feed')), models.Q(models.Q(('source', 'feed'), _negated=True), ('feed', None), ('organization__isnull', False)), _connector='OR'), name='signal_of_feed_or_own')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Edge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('present', models.BooleanField(default=True)),
                ('evidence', models.CharField(blank=True, max_length=500, verbose_name='evidence')),
                ('confidence', models.CharField(blank=True, max_length=8)),
                ('as_of', models.DateField(blank=True, null=True, validators=[continuity.core.bounds.has_been], verbose_name='as of')),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edges', to='providers.component')),
                ('organization', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('runs_on', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carries', to='providers.component')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('organization', None)), fields=('component', 'runs_on'), name='edge_once'), models.UniqueConstraint(fields=('organization', 'component', 'runs_on'), name='own_edge_once'), models.CheckConstraint(condition=models.Q(('component', models.F('runs_on')), _negated=True), name='edge_not_to_itself')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Outage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(choices=[('feed', 'seen on a feed'), ('probe', 'seen by your probe'), ('people', 'said by your people'), ('hook', 'told by your webhook'), ('crowd', 'reported by other organisations'), ('library', 'from the library of past events')], default='feed', max_length=8)),
                ('key', models.CharField(blank=True, max_length=120)),
                ('state', models.CharField(choices=[('operational', 'operational'), ('maintenance', 'maintenance'), ('degraded', 'degraded'), ('partial_outage', 'partial outage'), ('major_outage', 'major outage'), ('unknown', 'unknown')], default='major_outage', max_length=16)),
                ('suspected', models.BooleanField(default=False)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('started_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('evidence', models.JSONField(default=dict)),
                ('component', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outages', to='providers.component')),
                ('organization', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['component', '-started_at'], name='outages_of_component')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('organization', None), models.Q(('source', 'library'), _negated=True)), fields=('component',), name='one_open_outage'), models.UniqueConstraint(condition=models.Q(('ended_at', None), models.Q(('source', 'library'), _negated=True)), fields=('organization', 'component'), name='own_one_open_outage'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('component', 'key'), name='library_outage_once'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='outage_ends_after_start')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
