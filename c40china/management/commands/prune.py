"""Delete autosaves, presence, sessions, PDFs and pictures that are no longer needed."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from core import share_images
from core.images import unsaved
from core.pdf import files
from editing.autosave import presence, storage
from library import files as pictures
from news.pdf import documents

PDF_AGE = timedelta(days=7)
SHARE_IMAGE_AGE = timedelta(days=90)


class Command(BaseCommand):
    """Safe at any time and on several machines at once; a file that is missing is made again."""

    help = (
        "Deletes autosaves older than 90 days, signs of open forms older than a day, expired "
        "sessions, PDFs older than 7 days that no published article would be sent as, share "
        "images older than 90 days, and pictures older than a day that were never saved. The "
        "server runs it once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("clearsessions")
        current = {each.storage_name for each in documents()}
        deleted = {
            "autosaves": storage.prune(),
            "signs of open forms": presence.prune(),
            "PDFs": files.prune(current, PDF_AGE),
            "share images": share_images.prune(SHARE_IMAGE_AGE),
            "pictures of unsaved forms": unsaved.prune(),
            "pictures without a row": pictures.prune(unsaved.MAX_AGE),
        }
        counts = ", ".join(f"{count} {name}" for name, count in deleted.items())
        self.stdout.write(f"Deleted expired sessions, {counts}.")
