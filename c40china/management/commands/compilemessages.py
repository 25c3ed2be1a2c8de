"""Compile the translations without gettext, which a machine that runs the site need not have."""

from typing import Any

from django.core.management.base import BaseCommand

from c40china.management.messages import catalogues, compiled


class Command(BaseCommand):
    """Stands in for Django's command of the same name, which calls msgfmt."""

    help = "Compiles every .po file of the site to the .mo file beside it."

    def handle(self, *args: Any, **options: Any) -> None:
        for source in catalogues():
            target = source.with_suffix(".mo")
            content = compiled(source)
            if not target.exists() or target.read_bytes() != content:
                target.write_bytes(content)
                self.stdout.write(f"Compiled {target.relative_to(target.parents[3])}")
