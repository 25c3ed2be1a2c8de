"""How large a body may be: by its address, and by whether its sender has signed in."""

import functools
import importlib
import io
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections, models

from core.middleware import desk

MB = 1024 * 1024
# Bytes: of a stranger; of a form of the desk; of a form of the desk that takes a file, where each
# file has at most 20 MB.
ANYONE, FORM, FILE = MB, 8 * MB, 25 * MB


@functools.cache
def file_places() -> tuple[str, ...]:
    """Return the first parts of the addresses where a file is taken."""
    return tuple(
        f"{desk()}{model._meta.app_label}/{model._meta.model_name}/"
        for model in admin.site._registry
        if any(isinstance(field, models.FileField) for field in model._meta.concrete_fields)
    )


def most(environ: dict[str, Any]) -> int:
    """Return how many bytes a body may have; asks the database who its sender is."""
    path = environ["PATH_INFO"]
    if not path.startswith(desk()) or not is_staff(environ):
        return ANYONE
    return FILE if path.startswith(file_places()) else FORM


def is_staff(environ: dict[str, Any]) -> bool:
    """Whether a request is that of a member of staff who has signed in."""
    request: Any = WSGIRequest({**environ, "wsgi.input": io.BytesIO()})
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    close_old_connections()
    request.session = importlib.import_module(settings.SESSION_ENGINE).SessionStore(key)
    return get_user(request).is_staff
