"""The database as one file, written while people work, and read into an empty one."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

NAMES = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


def name() -> str:
    """Return the name that the database has in a backup."""
    return NAMES[connection.vendor]


def dump(target: Path) -> None:
    """Write what is committed at one moment; nobody waits for it."""
    if connection.vendor == "postgresql":
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"]
        _run("pg_dump", *options, _name())
        return
    with (
        closing(sqlite3.connect(f"file:{_name()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def load(source: Path) -> None:
    """Read what was dumped into the database, which is empty."""
    if connection.vendor == "postgresql":
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        _run("pg_restore", *options, f"--dbname={_name()}", str(source))
        return
    connection.close()
    os.replace(source, _name())


def check(source: Path) -> None:
    """Raise CommandError unless a dump can be read."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--list", str(source))
        return
    with closing(sqlite3.connect(source)) as copy:
        try:
            [[found]] = copy.execute("PRAGMA integrity_check(1)").fetchall()
        except sqlite3.DatabaseError as fault:
            found = str(fault)
    if found != "ok":
        raise CommandError(f"The database in the backup is damaged: {found}.")


def is_empty() -> bool:
    """Whether there is no table yet. A SQLite database that is not there is not made."""
    if connection.vendor == "postgresql":
        return not connection.introspection.table_names()
    return not Path(_name()).exists()


def _name() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _run(program: str, *options: str) -> None:
    """Run a program of PostgreSQL at the database of the site."""
    given: dict[str, Any] = settings.DATABASES["default"]
    variables = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    environment = {key: str(given[each]) for key, each in variables.items() if given.get(each)}
    try:
        subprocess.run(  # noqa: S603 - every word of it is ours
            [program, *options],
            env={**os.environ, **environment},
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    except FileNotFoundError:
        raise CommandError(f"{program} is missing: install postgresql-client.") from None
    except subprocess.CalledProcessError as fault:
        raise CommandError(f"{program}: {fault.stderr.strip()}") from None
