"""Serve the site as in production."""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

# One process: what it keeps in memory (drawings, later the limits on signing in) is then the same
# for every visitor, and a change by staff need not be told to a second process. A few threads:
# SQLite and compression let others run meanwhile, and no slow reader holds one (see wsgi.py).
WORKERS = 1
THREADS = 4


class Command(BaseCommand):
    """Hand this process over to the server."""

    help = "Serves the site at C40_BIND and PORT as in production, and runs prune once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the time until the first pruning."""
        parser.add_argument(
            "--prune-after",
            type=int,
            default=600,
            help="Seconds from the start to the first run of prune (600).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Become the server, so that signals reach it and nothing stays in memory beside it."""
        self.refuse_taken_port()
        host = f"[{settings.BIND}]" if ":" in settings.BIND else settings.BIND
        self.stdout.write(f"The site is at http://{host}:{settings.PORT}/ (Ctrl-C ends it).")
        self.stdout.flush()
        seconds = str(options["prune_after"])
        command = [
            sys.executable,
            "-m",
            "c40china.management.server",
            seconds,
            *self.server_options(),
        ]
        os.execv(sys.executable, command)  # noqa: S606  (every word of it is ours)

    def refuse_taken_port(self) -> None:
        """Say it in a sentence: the server itself would share the port, or end in a traceback."""
        family = socket.AF_INET6 if ":" in settings.BIND else socket.AF_INET
        try:
            with socket.socket(family) as probe:
                # As the server does: a port that a server has just left is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((settings.BIND, int(settings.PORT)))
        except OSError as fault:
            raise CommandError(
                f"Cannot listen at C40_BIND {settings.BIND} and PORT {settings.PORT}: "
                f"{fault.strerror}."
            ) from None

    def server_options(self) -> list[str]:
        """The server's command line."""
        return [
            "c40china.wsgi:application",
            "--interface=wsgi",
            f"--host={settings.BIND}",
            f"--port={settings.PORT}",
            f"--workers={WORKERS}",
            f"--blocking-threads={THREADS}",
            "--respawn-failed-workers",
            # A worker that is told to stop while it starts would not hear it and stay for ever.
            "--workers-kill-timeout=10",
            "--no-ws",
            "--log-level=info",
        ]
