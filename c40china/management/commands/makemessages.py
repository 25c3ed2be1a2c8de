"""Gather the interface's words into the .po files, or check that none is missing there."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.management.commands import makemessages

from c40china.management.messages import catalogues, faults, keys, tidy

LOCALE = "zh_Hans"
DOMAINS = ("django", "djangojs")
NOT_OURS = shutil.ignore_patterns(".*", "var", "content", "docs", "tests", "__pycache__")


class Command(BaseCommand):
    """Django's command with the options of this site, so that a diff shows words only."""

    help = "Gathers the words of the interface into locale/; --check changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--check`` ends with an error where a message is missing, unsure or left over."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        if check:
            self.check_messages()
        elif not shutil.which("xgettext"):
            raise CommandError("Gathering messages needs gettext: apt-get install gettext.")
        else:
            self.gather()

    def gather(self) -> None:
        """Run Django's command for templates and Python, then for scripts."""
        for domain in DOMAINS:
            makemessages.Command().run_from_argv(
                [
                    *("manage.py", "makemessages", "--locale", LOCALE, "--domain", domain),
                    *("--ignore", "tests/*", "--ignore", "var/*", "--no-obsolete"),
                    *("--add-location", "file", "--no-wrap", "--verbosity", "0"),
                ]
            )
        for source in catalogues(Path("locale")):
            tidy(source)

    def check_messages(self) -> None:
        """Collect every fault first: a translator mends them in one go."""
        found = [
            f"{source.relative_to(settings.BASE_DIR)}: {fault}"
            for source in catalogues()
            for fault in faults(source)
        ]
        if shutil.which("xgettext"):
            found += self.differences()
        else:
            self.stdout.write(
                "Left out, for want of gettext: whether locale/ holds every word of the code."
            )
        if found:
            raise CommandError("\n".join([*found, "Run `make messages` and translate."]))

    def differences(self) -> list[str]:
        """Gather the words anew in a copy of the source, and compare."""
        found = []
        with tempfile.TemporaryDirectory() as directory:
            copy = Path(directory, "source")
            shutil.copytree(settings.BASE_DIR, copy, ignore=NOT_OURS)
            subprocess.run([sys.executable, "manage.py", "makemessages"], cwd=copy, check=True)
            for domain in DOMAINS:
                name = Path("locale", LOCALE, "LC_MESSAGES", f"{domain}.po")
                here, there = keys(settings.BASE_DIR / name), keys(copy / name)
                found += [f"{name}: missing: {key[1]!r}" for key in sorted(there - here, key=str)]
                found += [f"{name}: left over: {key[1]!r}" for key in sorted(here - there, key=str)]
        return found
