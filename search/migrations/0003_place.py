"""Entries get a place among all others, and the tokens are kept by it."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

# A name that begins with a digit cannot be imported otherwise.
create = import_module("search.migrations.0002_tokens").create


def empty(apps, schema_editor):
    """Begin anew: ``prepare`` fills an index that is empty, and ``rebuild_search`` any."""
    apps.get_model("search", "Entry").objects.all().delete()
    schema_editor.execute("DROP TABLE search_tokens")
    create(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_tokens")]

    operations = [
        migrations.RunPython(empty, empty),
        migrations.RemoveIndex(model_name="entry", name="entry_newest"),
        migrations.RemoveField(model_name="entry", name="date"),
        migrations.AddField(
            model_name="entry",
            name="place",
            field=models.BigIntegerField(null=True, unique=True),
        ),
        migrations.CreateModel(
            name="Tokens",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_column="rowid",
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="search.entry",
                        to_field="place",
                    ),
                ),
            ],
            options={
                "db_table": "search_tokens",
                "managed": False,
                "verbose_name": "index entry",
                "verbose_name_plural": "index entries",
            },
        ),
    ]
