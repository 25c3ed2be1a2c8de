"""The database's own index of tokens, which Django's models cannot describe."""

from django.db import migrations

STATEMENTS = {
    # The tokens are ASCII words and runs of other characters: the plainest tokenizer.
    "sqlite": ["CREATE VIRTUAL TABLE search_tokens USING fts5(tokens, tokenize = 'ascii')"],
    "postgresql": [
        "CREATE TABLE search_tokens (rowid bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        # Without a list of pending entries, which turned the planner to reading the whole table.
        "CREATE INDEX search_tokens_gin ON search_tokens USING gin (tokens)"
        " WITH (fastupdate = off)",
    ],
}


def create(apps, schema_editor):
    """Create it as this database does."""
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    """Drop it; ``rebuild_search`` fills a new one."""
    schema_editor.execute("DROP TABLE search_tokens")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
