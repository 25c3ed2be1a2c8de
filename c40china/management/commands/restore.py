"""Make a site of a backup, in a place where there is none."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from c40china.backups import archive, database

# What is in C40_VAR as soon as the settings were read, and is worth nothing.
MADE_AT_ANY_START = {"cache", "locks", "secret_key"}


class Command(BaseCommand):
    """Everything is read and compared before anything of the site is written."""

    help = "Restores a backup into an empty C40_VAR and an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which backup, the key to it, and whether only to try."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", default="", help="the file with the secret key of age")
        parser.add_argument("--dry-run", action="store_true", help="read everything, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a place that is not empty and a backup that is not whole; else restore it."""
        self.refuse_what_is_there()
        with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR) as name:
            folder = Path(name)
            content = archive.read(options["file"], options["identity"], folder)
            self.refuse_another(content)
            database.check(folder / database.name())
            self.stdout.write(archive.described(content))
            if options["dry_run"]:
                self.stdout.write("It can be restored here; nothing was written.")
                return
            if (folder / "media").exists():
                (folder / "media").rename(settings.MEDIA_ROOT)
            if (folder / "secret_key").exists():
                os.chmod(folder / "secret_key", 0o600)
                (folder / "secret_key").replace(settings.VAR / "secret_key")
            # Last, so that a start after a fault finds no database, and this can be run again.
            database.load(folder / database.name())
        self.stdout.write("Restored.")

    def refuse_what_is_there(self) -> None:
        """Raise CommandError unless nothing would be overwritten."""
        there = sorted({each.name for each in settings.VAR.iterdir()} - MADE_AT_ANY_START)
        if there:
            raise CommandError(f"{settings.VAR} is not empty: it holds {', '.join(there)}.")
        if not database.is_empty():
            raise CommandError("The database of C40_DATABASE_URL is not empty.")

    def refuse_another(self, content: dict[str, Any]) -> None:
        """Raise CommandError if a backup is of another database, or of a newer site."""
        if content["database"] != connection.vendor:
            raise CommandError(
                f"The backup is of {content['database']}, and C40_DATABASE_URL says "
                f"{connection.vendor}."
            )
        known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
        newer = [f"{app} {name}" for app, name in content["migrations"] if (app, name) not in known]
        if newer:
            raise CommandError(f"The backup is of a newer version of the site ({newer[0]}).")
