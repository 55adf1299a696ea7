from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ('watchdog', '0001_initial'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True)),
                ('since', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('took_ms', models.PositiveIntegerField(default=0)),
                ('said', models.CharField(blank=True, max_length=200)),
                ('failures', models.PositiveIntegerField(default=0)),
            ],
        ),
    ]
