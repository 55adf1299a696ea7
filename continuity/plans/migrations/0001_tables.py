import continuity.core.bounds
import django.core.validators
import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('plans', '0001_initial'),
        ('plans', '0002_documents_kept_and_who_froze'),
        ('plans', '0003_days_that_have_been'),
    ]

    dependencies = [
        ('inventory', '0001_tables'),
        ('orgs', '0001_tables'),
        ('orgs', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('removed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('key', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('owner_email', models.EmailField(blank=True, max_length=254, verbose_name='owner')),
                ('purpose', models.TextField(blank=True, max_length=20000, verbose_name='purpose')),
                ('scope', models.TextField(blank=True, max_length=20000, verbose_name='scope and exclusions')),
                ('assumptions', models.TextField(blank=True, max_length=20000, verbose_name='assumptions')),
                ('scenarios', models.TextField(blank=True, max_length=20000, verbose_name='scenarios')),
                ('roles', models.TextField(blank=True, max_length=20000, verbose_name='roles and authority to declare')),
                ('start_criteria', models.TextField(blank=True, max_length=20000, verbose_name='when it starts')),
                ('stop_criteria', models.TextField(blank=True, max_length=20000, verbose_name='when it ends')),
                ('distribution', models.TextField(blank=True, max_length=20000, verbose_name='distribution')),
                ('review_every_days', models.PositiveSmallIntegerField(default=365, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='review every (days)')),
                ('reviewed_on', models.DateField(blank=True, null=True, validators=[continuity.core.bounds.has_been], verbose_name='last reviewed')),
                ('edited_at', models.DateTimeField(auto_now=True)),
                ('functions', models.ManyToManyField(blank=True, help_text='None chosen: all functions.', related_name='plans', to='inventory.function')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('organization', 'key'), name='plan_once')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Version',
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
                ('state', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('rejected', 'sent back'), ('superseded', 'superseded'), ('withdrawn', 'withdrawn')], default='draft', max_length=10)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what changed')),
                ('snapshot', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=254)),
                ('approved_at', models.DateTimeField(null=True)),
                ('pdf', models.FileField(blank=True, upload_to='plans/')),
                ('pdf_state', models.CharField(blank=True, choices=[('draft', 'draft'), ('in_review', 'in review'), ('approved', 'approved'), ('rejected', 'sent back'), ('superseded', 'superseded'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('frozen_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='plans.plan')),
            ],
            options={
                'ordering': ['-number'],
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(condition=models.Q(('render_state', 'queued')), fields=['render_due'], name='renders_waiting')],
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_once'), models.UniqueConstraint(condition=models.Q(('state', 'approved')), fields=('plan',), name='one_approved_version')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pdf', models.FileField(upload_to='plans/')),
                ('sha256', models.CharField(max_length=64)),
                ('pages', models.PositiveIntegerField()),
                ('kept_at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='plans.version')),
            ],
            options={
                'ordering': ['kept_at'],
                'abstract': False,
                'default_manager_name': 'unscoped',
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=40)),
                ('approved', models.BooleanField()),
                ('alone', models.BooleanField(default=False)),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='comment')),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='approvals', to='plans.version')),
            ],
            options={
                'ordering': ['at'],
                'abstract': False,
                'default_manager_name': 'unscoped',
                'constraints': [models.UniqueConstraint(fields=('version', 'user'), name='one_word_each')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
