from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_content_version'),
    ]

    operations = [
        migrations.AddField(
            model_name='contentversion',
            name='app',
            field=models.CharField(default='', max_length=40),
            preserve_default=False,
        ),
    ]
