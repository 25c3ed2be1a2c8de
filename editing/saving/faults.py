"""What people are told when the database or the storage fails: their form, to be sent again."""

import logging
import traceback
from typing import Any

from django.contrib import admin
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    ProgrammingError,
    connection,
)
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.csp import csp
from core.middleware import desk
from editing.merging.clashes import sent_texts
from editing.pending import preview

logger = logging.getLogger(__name__)

RETRY_AFTER = 5  # seconds


def is_passing(error: BaseException | None) -> bool:
    """Whether an error is of the database or the storage, and no mistake of the site's own code."""
    if isinstance(error, (DataError, IntegrityError, ProgrammingError)):
        return False
    return isinstance(error, (DatabaseError, InterfaceError, OSError))


def log(request: HttpRequest, error: BaseException) -> None:
    """Say in one line what failed, and where; no path of a file, which has the name of one.

    The next request opens its database anew, which may have come back as another.
    """
    if isinstance(error, (DatabaseError, InterfaceError)) and not connection.in_atomic_block:
        connection.close()
    said = error.strerror if isinstance(error, OSError) else str(error).partition("\n")[0]
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.error(
        "Not answered: %s: %s (%s %s, in %s)",
        type(error).__name__,
        said,
        request.method,
        getattr(request.resolver_match, "route", "(no route)"),
        place.name,
    )


def fault_page(request: HttpRequest, status: int) -> HttpResponse:
    """Return a page of the desk that asks neither database nor storage, with what was typed."""
    sent = request.POST
    model_admin: Any = getattr(getattr(request.resolver_match, "func", None), "model_admin", None)
    # A password, which is in no page, is typed again.
    again = model_admin is not None and not any("password" in name for name in sent)
    title = _("Nothing was saved") if request.method == "POST" else _("Not just now")
    context: dict[str, Any] = {
        "title": title,
        "site_title": admin.site.site_title,
        "is_popup": True,
        "is_sent": request.method == "POST",
        "is_passing": status == 503,
        "again": request.get_full_path(),
        "fields": _fields(sent) if again else [],
        "texts": sent_texts(model_admin.model, sent) if again else [],
        "has_files": bool(request.FILES),
        "csrf_token": get_token(request),
        **csp(request),
    }
    page = render_to_string("editing/fault.html", context)
    response = HttpResponse(page, status=status, headers={"Cache-Control": "no-store, private"})
    return preview.framed(request, response) if "_preview" in sent else response


def _fields(sent: QueryDict) -> list[tuple[str, str]]:
    """Return all that was sent, with the button."""
    pairs = ((name, value) for name, values in sent.lists() for value in values)
    return [(name, str(value)) for name, value in pairs if name != "csrfmiddlewaretoken"]


def is_of_the_desk(request: HttpRequest) -> bool:
    """Whether a request is for a page of the desk."""
    return request.path_info.startswith(desk())
