"""Load the starting content into the database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models

from c40china.content import KINDS
from editing.models import Action
from editing.versions.revisions import record
from editing.workflow.locking import lock_item
from seeding.files import ContentError
from seeding.loader import load


class Command(BaseCommand):
    """One TOML file for each item; running it twice changes nothing."""

    help = "Loads content/ into the database. What staff have changed since is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "content")
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Also replace items that staff have changed or deleted.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was done; faults go to standard error, one line each."""
        try:
            report = load(
                options["folder"],
                KINDS,
                overwrite=options["overwrite"],
                # Keep what was loaded as a version, as after any save.
                saved=lambda item: record(item, None, Action.LOADED),
                held=self.has_pending_changes,
            )
        except ContentError as error:
            raise CommandError(f"{error}\nNothing was loaded.") from None
        for path in report.kept:
            self.stdout.write(f"{path}: kept as staff left it")
        for path in report.held:
            self.stdout.write(f"{path}: kept, it has pending changes: publish or discard them")
        counts = ", ".join(
            f"{report.counts[what]} {what}" for what in ("created", "updated", "unchanged")
        )
        self.stdout.write(f"Content: {counts}, {len(report.kept + report.held)} kept.")

    def has_pending_changes(self, item: models.Model) -> bool:
        """Lock the item, and say whether publishing its pending changes would undo the load."""
        locked = lock_item(type(item), item.pk, None)
        return locked is not None and locked.workflow_state.pending_id is not None
