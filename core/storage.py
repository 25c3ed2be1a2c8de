"""The storage of uploads and of what is made of them, and its files that pile up."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils import timezone

# Files that no row names, for a day at most.
UNSAVED = "unsaved"


class DurableStorage(FileSystemStorage):
    """Files that are whole under their names, and on the disk before the database names them."""

    def _save(self, name: str, content: Any) -> str:
        folder = Path(self.path(UNSAVED))
        folder.mkdir(parents=True, exist_ok=True)
        content.seek(0)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            try:
                shutil.copyfileobj(content, file)
                file.flush()
                os.fsync(file.fileno())
                stored = super()._save(name, _Moved(file))
            except BaseException:
                with suppress(FileNotFoundError):
                    Path(file.name).unlink()
                raise
        for parent in Path(self.path(stored)).parents:
            _sync(parent)
            if parent == Path(self.location):
                break
        return stored


class _Moved(File):
    """A file that is moved to its place, as Django does with a large upload."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def _sync(folder: Path) -> None:
    """Have the names in a folder written to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
