"""Read a backup from end to end, and say whether each byte is as it was written."""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from c40china.backups import archive, database


class Command(BaseCommand):
    """Compares all checksums, and opens the database that is in it."""

    help = "Reads a backup from end to end and compares all checksums; changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which backup, and the key to it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", default="", help="the file with the secret key of age")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, compare, and say what is in it."""
        with tempfile.TemporaryDirectory(prefix="verify-", dir=settings.VAR) as name:
            folder = Path(name)
            content = archive.read(options["file"], options["identity"], folder, uploads=False)
            database.check(folder / database.NAMES[content["database"]])
        self.stdout.write(archive.described(content))
