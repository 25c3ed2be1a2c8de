"""Locks that all processes of the site share, and of which a dead one leaves none behind."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

_FOLDER = settings.VAR / "locks"
_PAUSE = 0.03


@contextmanager
def held(names: list[str], patience: float, busy: type[Exception]) -> Iterator[None]:
    """Hold one of the locks of these names; raise ``busy`` if none is free in so many seconds."""
    _FOLDER.mkdir(exist_ok=True)
    deadline = time.monotonic() + patience
    while True:
        for name in names:
            # Each opening is a lock of its own, so threads shut each other out as processes do.
            with (_FOLDER / f"{name}.lock").open("w") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        if time.monotonic() > deadline:
            raise busy
        time.sleep(_PAUSE)
