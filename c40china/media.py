"""Uploaded files, served by the site itself."""

import mimetypes

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

# Python 3.11 does not know both, and Debian has a list of types only where one was installed.
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")


@require_safe
def uploaded_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a file from the uploads, with the headers of every other response; no listings.

    The server could do it without Django, but then without ``nosniff`` and the content policy,
    which an uploaded file needs more than any other.
    """
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except (OSError, ValueError, SuspiciousFileOperation):
        # A name that no file can have: too long, with a NUL byte, above the directory.
        raise Http404 from None
    # A new picture comes under a new name, so a copy is good for as long as anyone keeps it.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
