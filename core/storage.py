"""Files of the storage that pile up."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone


def delete_older(names: Iterable[str], age: timedelta) -> int:
    """Delete those of the files that were written longer ago than ``age``; return how many."""
    oldest, deleted = timezone.now() - age, 0
    for name in names:
        # Another machine may delete it at the same moment.
        with suppress(FileNotFoundError):
            if default_storage.get_modified_time(name) < oldest:
                default_storage.delete(name)
                deleted += 1
    return deleted


def files_in(folder: str) -> list[str]:
    """Return the names of the files in a folder, with the folder."""
    try:
        return [f"{folder}/{file}" for file in default_storage.listdir(folder)[1]]
    except FileNotFoundError:
        return []
