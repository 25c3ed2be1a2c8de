"""How long a request that changes something waits for others who do."""

import time
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
# In the environ of a request: when it had come, by the monotonic clock.
SINCE = "c40china.since"
# Seconds that are left in any case: a transaction takes less.
LEAST = 0.1


class PatienceMiddleware:
    """Takes the time in which a request waited for its thread off that for the database.

    So who comes last to a queue of saves that all wait in vain is told within the same time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE_METHODS and SINCE in request.META:
            waited = time.monotonic() - request.META[SINCE]
            wait_at_most(max(LEAST, settings.DATABASE_PATIENCE - waited))
        return self.get_response(request)


def wait_at_most(seconds: float) -> None:
    """Let the connection of this thread wait no longer for any lock, until it is told otherwise."""
    setting = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SET lock_timeout"
    try:
        connection.close_if_unusable_or_obsolete()
        connection.ensure_connection()
        # Not through Django, which would count and log it as a query of the page.
        with connection.wrap_database_errors:
            connection.connection.execute(f"{setting} = {int(seconds * 1000)}")
    except Error:
        # Whoever needs the database will say so.
        connection.close()
