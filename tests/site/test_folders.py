"""The code lies in folders by subject, none too large to be looked through."""

import tomllib
from collections import defaultdict

import polib

from c40china.management.messages import catalogues

MOST_MODULES = 15


def test_no_folder_has_more_than_fifteen_modules(root):
    modules = defaultdict(list)
    for package in root.glob("*/__init__.py"):
        for path in package.parent.rglob("*.py"):
            if path.name != "__init__.py" and path.parent.name != "migrations":
                modules[path.parent.relative_to(root).as_posix()].append(path.stem)

    assert len(modules["core/drawings"]) > 10
    assert {name: each for name, each in modules.items() if len(each) > MOST_MODULES} == {}


def test_every_app_has_its_layer(root):
    tools = tomllib.loads((root / "pyproject.toml").read_text())["tool"]
    packages = {path.parent.name for path in root.glob("*/__init__.py")}

    assert packages - {"tests"} == set(tools["importlinter"]["root_packages"])


def test_the_catalogues_name_files_that_are_there(root):
    messages = [entry for each in catalogues(root / "locale") for entry in polib.pofile(str(each))]
    named = {name for entry in messages for name, _line in entry.occurrences}

    assert len(named) > 100
    assert [name for name in sorted(named) if not (root / name).exists()] == []
