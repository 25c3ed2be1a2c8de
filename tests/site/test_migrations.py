"""Migrations are history: no change of the code changes what an old one does."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
MIGRATIONS = sorted(ROOT.glob("*/migrations/[!_]*.py"))


def modules_named_in(path):
    """Yield the modules that a migration imports, inside functions and by name too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield f"{node.module}."
        elif isinstance(node, ast.Constant) and str(node.value).count(".") > 1:
            yield str(node.value)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_migration_runs_no_code_of_the_project_but_that_of_migrations(path):
    named = [name for name in modules_named_in(path) if name.partition(".")[0] in OURS]
    assert [name for name in named if ".migrations." not in name] == []


def test_no_migration_is_left_out():
    found = {path.parts[-3] for path in MIGRATIONS}
    assert found == {name for name in OURS if (ROOT / name / "migrations").is_dir()}
    assert {"c40china", "editing", "library", "news", "search"} <= found
