from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editing", "0009_logins_in_the_activity"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="activity",
            options={
                "default_permissions": (),
                "ordering": ["-pk"],
                "verbose_name": "activity",
                "verbose_name_plural": "activity",
            },
        ),
        migrations.RemoveIndex(model_name="activity", name="activity_item_at"),
        migrations.AddIndex(
            model_name="activity",
            index=models.Index(fields=["content_type", "object_id", "-id"], name="activity_item"),
        ),
    ]
