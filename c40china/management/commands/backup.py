"""Write a backup: database, uploads and secret key in one file, while people work."""

import tarfile
import tempfile
from argparse import ArgumentTypeError
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from c40china.backups import archive, database

# In a directory, backups have the time of their making as their name.
NAME, PATTERN = "c40china-%Y-%m-%dT%H%M%SZ.tar", "c40china-????-??-??T??????Z.tar*"


def positive(text: str) -> int:
    """A number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError("how many backups to keep: 1 or more")
    return int(text)


class Command(BaseCommand):
    """First the database as it is at one moment, then the uploads: none is deleted by a save."""

    help = (
        "Writes a backup of the site that `restore` reads: one file that only its owner may read."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, for whom, and what not."""
        parser.add_argument("file", type=Path, help="a new file, or a directory")
        parser.add_argument(
            "--recipient",
            default="",
            help="encrypt it with this public key of age (age1...); only its secret key reads it",
        )
        parser.add_argument(
            "--without-secret-key", action="store_true", help="leave out the secret key of the site"
        )
        parser.add_argument(
            "--keep", type=positive, help="delete all but this many newest backups of the directory"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write, say what is in it, and delete older ones."""
        file: Path = options["file"]
        folder = file if file.is_dir() else None
        if options["keep"] and not folder:
            raise CommandError("--keep needs a directory.")
        if folder:
            ending = ".age" if options["recipient"] else ""
            file = folder / f"{datetime.now(UTC):{NAME}}{ending}"
        if file.exists():
            raise CommandError(f"{file} is there already.")
        key = settings.VAR / "secret_key"
        with_key = key.exists() and not options["without_secret_key"]
        try:
            self.write(file, options["recipient"], key if with_key else None)
        except OSError as fault:
            raise CommandError(f"Cannot write the backup: {fault.strerror or fault}.") from None
        said = "The secret key of the site is in it." if with_key else "Without a secret key."
        self.stdout.write(f"{file}: {file.stat().st_size / 1e6:.1f} MB. {said}")
        if options["recipient"]:
            self.stdout.write("Whoever loses the key of the recipient loses this backup too.")
        if folder and options["keep"]:
            for old in sorted(folder.glob(PATTERN))[: -options["keep"]]:
                old.unlink()
                self.stdout.write(f"Deleted {old.name}.")

    def write(self, file: Path, recipient: str, key: Path | None) -> None:
        """Write everything into the file."""
        sums: archive.Sums = {}
        content = {
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "database": connection.vendor,
            "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
        }
        with (
            tempfile.TemporaryDirectory(prefix="backup-", dir=settings.VAR) as name,
            archive.created(file, recipient) as into,
            tarfile.open(fileobj=into, mode="w|") as tar,
        ):
            self.stdout.write("The database ...")
            dump = Path(name) / database.name()
            database.dump(dump)
            archive.pack(tar, dump.name, dump, sums)
            dump.unlink()
            if key:
                archive.pack(tar, key.name, key, sums)
            self.pack_uploads(tar, sums)
            archive.pack_list(tar, content, Path(name), sums)

    def pack_uploads(self, tar: tarfile.TarFile, sums: archive.Sums) -> None:
        """Add the uploads, and say each tenth of the way."""
        uploads = [each for each in sorted(settings.MEDIA_ROOT.rglob("*")) if each.is_file()]
        for number, upload in enumerate(uploads, start=1):
            archive.pack(tar, f"media/{upload.relative_to(settings.MEDIA_ROOT)}", upload, sums)
            if number * 10 // len(uploads) > (number - 1) * 10 // len(uploads):
                self.stdout.write(f"Uploads: {number} of {len(uploads)}")
