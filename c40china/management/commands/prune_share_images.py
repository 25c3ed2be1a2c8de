"""Delete old pictures of links; those that are still asked for are drawn again."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.share_image import prune


class Command(BaseCommand):
    """Safe at any time: what is missing is drawn again when it is asked for."""

    help = "Deletes the pictures of links that were drawn some time ago."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the age from which files go."""
        parser.add_argument(
            "--days", type=int, default=90, help="Keep files that are younger than this (90)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how many files that were."""
        deleted = prune(timedelta(days=options["days"]))
        self.stdout.write(f"Deleted {deleted} pictures.")
