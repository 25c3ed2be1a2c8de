"""Files of the storage under /media/: pictures for everyone, uploaded PDFs for staff."""

import mimetypes
import posixpath

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from editing import roles

# Python 3.11 does not know both, and Debian has a list of types only where one was installed.
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")

# The library and the sized copies of its pictures.
PICTURES = ("library/", "__processed__/")
UPLOADED_PDFS = "articles/"


@require_safe
def stored_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a picture to anyone, and an uploaded PDF to staff who open it from the form.

    Nothing else of the storage has an address here: readers get PDFs and share images from views
    that start from ``published()``. The server could do it without Django, but then without
    ``nosniff`` and the content policy, which a file from outside needs more than any other.
    """
    name = posixpath.normpath(path).lstrip("/")
    if name.startswith(PICTURES):
        # A new picture comes under a new name, so a copy is good for as long as anyone keeps it.
        caching = "public, max-age=31536000, immutable"
    elif name.startswith(UPLOADED_PDFS) and _sees_content(request):
        caching = "private, no-store"
    else:
        raise Http404
    try:
        response = serve(request, name, document_root=str(settings.MEDIA_ROOT))
    except (OSError, ValueError, SuspiciousFileOperation):
        # A name that no file can have: too long, or with a NUL byte.
        raise Http404 from None
    response.headers["Cache-Control"] = caching
    return response


def _sees_content(request: HttpRequest) -> bool:
    return admin.site.has_permission(request) and roles.may(request.user, roles.VIEW)
