"""Work on files that may be hostile, done in a child process with limits.

A typesetter or a parser in native code ends its whole process when memory runs out; here that is
a child, and the visitor's request lives on. A few children at a time on each machine: the slots
are file locks, so that all processes of the site share them and a dead one leaves none behind.
"""

import fcntl
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from django.conf import settings

from core.pdf.limits import SECONDS

logger = logging.getLogger(__name__)

SLOTS = 2
PATIENCE = 6.0  # seconds that a visitor waits for a lock
_PAUSE = 0.03
_LOCKS = settings.VAR / "locks"


class PdfBusyError(Exception):
    """All slots are in use; try again in a few seconds."""


class PdfError(Exception):
    """The work failed; a second try would fail as well."""


@contextmanager
def lock(names: list[str]) -> Iterator[None]:
    """Hold one of the locks of these names; raise PdfBusyError if none becomes free in time."""
    _LOCKS.mkdir(exist_ok=True)
    deadline = time.monotonic() + PATIENCE
    while True:
        for name in names:
            # Each opening is a lock of its own, so threads shut each other out as processes do.
            with (_LOCKS / f"{name}.lock").open("w") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        if time.monotonic() > deadline:
            raise PdfBusyError
        time.sleep(_PAUSE)


def run(module: ModuleType, folder: Path) -> None:
    """Run a module in a child process, in one of the slots; its files are in ``folder``.

    Raises PdfBusyError, and PdfError with the last line that the child wrote.
    """
    with lock([f"slot-{number}" for number in range(SLOTS)]):
        try:
            child = subprocess.run(  # noqa: S603 - every word of it is ours
                [sys.executable, "-m", module.__name__, str(folder)],
                cwd=settings.BASE_DIR,
                # Nothing of ours: no key and no password may be read by what runs there.
                env={"LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise PdfError(f"it took more than {SECONDS} seconds") from None
    lines = child.stderr.strip().splitlines() or [""]
    if child.returncode:
        raise PdfError(f"{module.__name__} ended with {child.returncode}: {lines[-1][:500]}")
    if lines != [""]:
        logger.warning("%s: %s", module.__name__, "; ".join(lines)[:500])
