"""Addresses for balancers: ``/healthz``, whether a process answers; ``/readyz``, what it needs."""

import functools
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

logger = logging.getLogger(__name__)

# Bytes that must be free for a save and its pictures.
FREE = 200 * 1024 * 1024


class HealthMiddleware:
    """Answers both addresses before anything that needs a known host, https or the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in ("/healthz", "/readyz"):
            return self.get_response(request)
        found = (
            {name: check() for name, check in CHECKS.items()} if "r" in request.path_info else {}
        )
        status = 200 if all(found.values()) else 503
        return JsonResponse(
            {"ready" if found else "alive": status == 200, **found},
            status=status,
            headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
        )


def database() -> bool:
    """Whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as fault:
        logger.error("The database does not answer: %s", str(fault).partition("\n")[0])
        return False
    return True


def migrations() -> bool:
    """Whether the database has all tables and columns that this code knows."""
    try:
        return wanted_migrations() <= MigrationRecorder(connection).applied_migrations().keys()
    except DatabaseError:
        return False


@functools.cache
def wanted_migrations() -> set[tuple[str, str]]:
    """Return app and name of each migration of this code."""
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations or ())


def storage() -> bool:
    """Whether uploads can be written."""
    path = Path(settings.MEDIA_ROOT)
    place = path if path.exists() else path.parent
    is_read_only = os.statvfs(place).f_flag & os.ST_RDONLY
    return not is_read_only and os.access(place, os.W_OK | os.X_OK)


def disk() -> bool:
    """Whether there is room for what staff will save."""
    return shutil.disk_usage(settings.VAR).free >= FREE


CHECKS = {"database": database, "migrations": migrations, "storage": storage, "disk": disk}
