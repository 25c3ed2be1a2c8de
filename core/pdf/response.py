"""The response with a PDF: validators, file name, canonical link."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import condition

# What no file system, or no header, takes in a name.
_UNNAMEABLE = re.compile(r'[\x00-\x1f\x7f"*/:<>?\\|]+')
# Bytes: file systems allow 255, and the browser may put a number behind the name.
_LONGEST_NAME = 200


@dataclass(frozen=True)
class StoredPdf:
    """A PDF in the default storage, under a name that changes with its content.

    ``plain_name`` is for readers whose browser takes ASCII only, ``canonical`` the address of the
    page that says the same.
    """

    name: str
    title: str
    plain_name: str
    canonical: str

    @property
    def etag(self) -> str:
        """The validator of the file, which never changes under its name."""
        return f'"{PurePath(self.name).stem}"'

    @property
    def modified(self) -> datetime:
        """When the file was stored."""
        return default_storage.get_modified_time(self.name)

    @property
    def disposition(self) -> str:
        """The header that names the file, by RFC 6266 and RFC 8187."""
        title = " ".join(_UNNAMEABLE.sub(" ", self.title).split()).strip(".")
        title = title.encode()[:_LONGEST_NAME].decode(errors="ignore").strip()
        readable = quote(f"{title}.pdf", safe="")
        return f"attachment; filename=\"{self.plain_name}\"; filename*=UTF-8''{readable}"


@condition(lambda request, file: file.etag, lambda request, file: file.modified)
def send(request: HttpRequest, file: StoredPdf) -> FileResponse:
    """Send the file, or 304 to a reader who has it."""
    response = FileResponse(default_storage.open(file.name), content_type="application/pdf")
    response.headers["Content-Disposition"] = file.disposition
    # Search engines should lead to the page, which can be read everywhere.
    response.headers["Link"] = f'<{file.canonical}>; rel="canonical"'
    # A cached copy is revalidated, which costs next to nothing.
    response.headers["Cache-Control"] = "public, no-cache"
    return response
