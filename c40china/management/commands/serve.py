"""Serve the site as in production."""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Hand this process over to the server."""

    help = "Serves the site at C40_BIND and PORT as in production, and runs prune once a day."

    def add_arguments(self, parser: CommandParser) -> None:
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
        if settings.LOOPBACK and not settings.HOSTS:
            # A passkey belongs to a name.
            self.stdout.write(f"With passkeys: http://localhost:{settings.PORT}/")
        self.stdout.flush()
        # One for each core, and two at least: one answers while the other starts.
        workers = max(2, len(os.sched_getaffinity(0)))
        command = [sys.executable, "-m", "c40china.server.supervisor", settings.BIND, settings.PORT]
        command += [str(workers), str(options["prune_after"])]
        os.execv(sys.executable, command)  # noqa: S606  (every word of it is ours)

    def refuse_taken_port(self) -> None:
        """Say it in a sentence: the server itself would share the port."""
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
