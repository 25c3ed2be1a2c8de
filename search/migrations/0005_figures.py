"""Figures are indexed without the marks between their thousands, and apart from their units."""

from importlib import import_module

from django.db import migrations

# A name that begins with a digit cannot be imported otherwise.
empty = import_module("search.migrations.0004_passages").empty


class Migration(migrations.Migration):
    dependencies = [("search", "0004_passages")]
    operations = [migrations.RunPython(empty, empty)]
