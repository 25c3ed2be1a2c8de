"""The database's own index of tokens, which Django's models cannot describe."""

from django.db import migrations

from search.backends import backend


def create(apps, schema_editor):
    """Create it as this database does."""
    backend(schema_editor.connection.vendor).create(schema_editor)


def drop(apps, schema_editor):
    """Drop it; ``rebuild_search`` fills a new one."""
    schema_editor.execute("DROP TABLE search_tokens")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
