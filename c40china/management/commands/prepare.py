"""Make everything ready to serve; run again, it changes only what is not ready yet."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from c40china.management.static_stamp import StaticStamp
from cities.models import City
from editing.workflow.translating import begin_states
from news.models import Article
from pages.models import Page
from programmes.models import Programme
from search.models import Entry

CONTENT = (Article, City, Page, Programme)


class Command(BaseCommand):
    """Migrate, load the content into an empty database, make the first account, collect files."""

    help = "Makes the database, the content and the static files ready; safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step is done only where it is due, so that a second run takes seconds."""
        try:
            connection.ensure_connection()
        except OperationalError as fault:
            raise CommandError(f"Cannot open the database of C40_DATABASE_URL: {fault}.") from None
        call_command("migrate", interactive=False, verbosity=0)
        if not any(model._base_manager.exists() for model in CONTENT):
            self.stdout.write("Loading the content ...")
            call_command("load_content", verbosity=0)
        elif not Entry.objects.exists():
            # A database from before there was an index.
            call_command("rebuild_search", verbosity=0)
        # Of a database from before there were states of translation.
        begin_states()
        if not settings.DEBUG:
            self.collect_static()
        # Last, so that the password is not lost among the lines above.
        if not get_user_model()._base_manager.exists():
            self.make_first_account()

    def collect_static(self) -> None:
        """Hash and compress the static files, unless they are as they were at the last run."""
        stamp = StaticStamp()
        if stamp.is_current():
            return
        self.stdout.write("Compressing the static files ...")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.renew()

    def make_first_account(self) -> None:
        """The only account that is ever made without a person asking for it."""
        password = secrets.token_urlsafe(15)
        get_user_model().objects.create_superuser("admin", password=password)
        self.stdout.write(
            f"\nThe first staff account, shown this once:\n"
            f"  user name  admin\n  password   {password}\n"
        )
