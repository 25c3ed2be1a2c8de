"""Work on files that may be hostile, done in a child process with limits.

A typesetter or a parser in native code ends its whole process when memory runs out; here that is
a child, and the visitor's request lives on. A few children at a time on each machine: whoever
starts one holds a slot, which is a lock.
"""

import logging
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType

from django.conf import settings

from core.locks import held
from core.pdf.limits import SECONDS

logger = logging.getLogger(__name__)

SLOTS = ["slot-0", "slot-1"]
PATIENCE = 6.0  # seconds that a visitor waits for a lock


class PdfBusyError(Exception):
    """All slots are in use; try again in a few seconds."""


class PdfError(Exception):
    """The work failed; a second try would fail as well."""


def lock(names: list[str]) -> AbstractContextManager[None]:
    """Hold one of the locks of these names; raise PdfBusyError if none becomes free in time."""
    return held(names, PATIENCE, PdfBusyError)


def run(module: ModuleType, folder: Path) -> None:
    """Run a module in a child process; its files are in ``folder``.

    Raises PdfError with the last line that the child wrote, or if it is not done in
    ``SECONDS``; it is killed then.
    """
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
