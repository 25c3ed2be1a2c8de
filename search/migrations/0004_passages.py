"""Entries get the parts of their text as they are written; words are kept as texts write them."""

from importlib import import_module

from django.db import migrations, models

# A name that begins with a digit cannot be imported otherwise.
empty_entries = import_module("search.migrations.0003_place").empty


def empty(apps, schema_editor):
    """Begin anew: ``prepare`` fills an index that is empty."""
    empty_entries(apps, schema_editor)
    apps.get_model("search", "Word").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0003_place")]

    operations = [
        migrations.RunPython(empty, empty),
        migrations.AddField(
            model_name="entry",
            name="passages",
            field=models.JSONField(default=dict),
        ),
    ]
