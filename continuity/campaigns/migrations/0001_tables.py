import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('campaigns', '0001_campaigns_and_their_answers'),
    ]

    dependencies = [
        ('inventory', '0001_tables'),
        ('orgs', '0001_tables'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('due_on', models.DateField(verbose_name='answers are due on')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='a word to the owners')),
                ('scope', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('draft', 'not started'), ('open', 'running'), ('closed', 'closed'), ('dropped', 'dropped')], default='draft', max_length=8)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(editable=False, null=True)),
                ('started_by', models.CharField(blank=True, editable=False, max_length=254)),
                ('reminded_at', models.DateTimeField(editable=False, null=True)),
                ('closed_at', models.DateTimeField(editable=False, null=True)),
                ('closed_by', models.CharField(blank=True, editable=False, max_length=254)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['organization', '-created_at'], name='campaigns_newest'), models.Index(condition=models.Q(('state', 'open')), fields=['organization'], name='campaigns_running')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'not begun'), ('begun', 'begun'), ('answered', 'answered'), ('sent_back', 'sent back'), ('signed', 'signed off')], default='asked', max_length=9)),
                ('asked_email', models.CharField(blank=True, max_length=254)),
                ('asked_at', models.DateTimeField()),
                ('was', models.JSONField()),
                ('draft', models.JSONField(blank=True, default=dict)),
                ('kept_at', models.DateTimeField(null=True)),
                ('seen', models.JSONField(blank=True, default=dict)),
                ('said', models.JSONField(blank=True, default=dict)),
                ('remark', models.TextField(blank=True, max_length=2000)),
                ('unchanged', models.BooleanField(default=False)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.CharField(blank=True, max_length=254)),
                ('reason', models.TextField(blank=True, max_length=2000)),
                ('signed_at', models.DateTimeField(null=True)),
                ('signed_by', models.CharField(blank=True, max_length=254)),
                ('function', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inventory.function')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='orgs.organization')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='campaigns.campaign')),
            ],
            options={
                'abstract': False,
                'default_manager_name': 'unscoped',
                'indexes': [models.Index(fields=['campaign', 'state'], name='answers_by_state'), models.Index(fields=['organization', 'asked_email'], name='answers_by_person')],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'function'), name='one_answer')],
            },
            managers=[
                ('unscoped', django.db.models.manager.Manager()),
            ],
        ),
    ]
