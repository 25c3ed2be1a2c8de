"""Delete the PDFs that no published article would be sent as any more."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import pdf
from news.pdf import documents


class Command(BaseCommand):
    """Safe at any time: what is missing is set again when a reader asks for it."""

    help = "Deletes the PDFs that were made of articles as they no longer are."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the age from which files go."""
        parser.add_argument(
            "--days", type=int, default=7, help="Keep files that are younger than this (7)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how many files that were."""
        current = {each.storage_name for each in documents()}
        deleted = pdf.prune(current, timedelta(days=options["days"]))
        self.stdout.write(f"Deleted {deleted} PDFs, kept {len(current)} that are in use.")
