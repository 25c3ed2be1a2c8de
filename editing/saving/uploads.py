"""Uploads of a form, which are checked while nobody waits for its transaction."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.http import HttpRequest

from core import costly
from core.pdf.upload import PdfField
from editing.base import DeskModelAdmin


def check_uploads(admin: DeskModelAdmin, request: HttpRequest) -> None:
    """Put each upload into the request as its form field takes it.

    What is refused stays as it is: the form refuses it again and says why.
    """
    for name, upload in request.FILES.items():
        with suppress(FieldDoesNotExist, ValidationError):
            field: Any = admin.opts.get_field(name)
            # No save waits while a picture is encoded, or while a process looks at a PDF, which
            # may take as long as it is let.
            costly.begin("pdf" if isinstance(field, PdfField) else "picture")
            request.FILES[name] = field.formfield().clean(upload)
