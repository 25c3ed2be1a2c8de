"""The server as ``manage.py serve`` starts it, and what it does once a day.

Run as ``python -m c40china.management.server SECONDS`` and Granian's options; SECONDS pass before
the first ``manage.py prune``. Nothing of Django is loaded here: this process only starts others.
"""

import atexit
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread

from granian.cli import entrypoint

MANAGE = Path(__file__).resolve().parent.parent.parent / "manage.py"
DAY = 24 * 60 * 60  # seconds


def prune_daily(first: int) -> None:
    """Run ``manage.py prune`` after ``first`` seconds and then once a day."""
    time.sleep(first)
    while True:
        with subprocess.Popen([sys.executable, str(MANAGE), "prune"]) as prune:  # noqa: S603
            # It ends with the server.
            atexit.register(prune.terminate)
            prune.wait()
            atexit.unregister(prune.terminate)
        time.sleep(DAY)


if __name__ == "__main__":
    Thread(target=prune_daily, args=[int(sys.argv.pop(1))], daemon=True).start()
    entrypoint()
