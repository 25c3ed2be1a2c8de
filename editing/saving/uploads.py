"""What of a form takes long, and is done while nobody waits for its transaction."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.http import HttpRequest

from core import costly
from core.images import PictureField, make_copies
from core.pdf.upload import PdfField
from core.richtext.fields import RichTextField
from editing.base import DeskModelAdmin


def check_uploads(admin: DeskModelAdmin, request: HttpRequest, pk: Any) -> None:
    """Put each upload into the request as its form field takes it; ``pk`` is None for a new row.

    What is refused stays as it is: the form refuses it again and says why.
    """
    for name, upload in request.FILES.items():
        with suppress(FieldDoesNotExist, ValidationError):
            field: Any = admin.opts.get_field(name)
            # No other save waits while a process looks at a PDF, which may take as long as it is
            # let.
            if isinstance(field, PdfField):
                costly.begin("pdf")
                request.FILES[name] = field.formfield().clean(upload)
    for field in admin.opts.concrete_fields:
        if isinstance(field, PictureField) and _may_save(admin, request, pk):
            _store_picture(field, request, pk)


def clean_texts(admin: DeskModelAdmin, request: HttpRequest) -> None:
    """Clean the rich texts that were sent; the form is then given what is known of them."""
    for field in admin.opts.concrete_fields:
        if isinstance(field, RichTextField) and field.name in request.POST:
            with suppress(ValidationError):
                field.formfield().clean(request.POST[field.name])


def _may_save(admin: DeskModelAdmin, request: HttpRequest, pk: Any) -> bool:
    return admin.has_add_permission(request) if pk is None else admin.has_change_permission(request)


def _store_picture(field: PictureField, request: HttpRequest, pk: Any) -> None:
    """Store the picture that was sent, or kept, and its copies; or those of another focus."""
    focus = request.POST.get(field.ppoi_field)
    form_field: Any = field.formfield()
    given = form_field.widget.value_from_datadict(request.POST, request.FILES, field.name)
    if given:
        costly.begin("picture")
        with suppress(ValidationError):
            upload = form_field.clean(given)
            field.store(upload, focus or "")
            request.FILES[field.name] = upload
        return
    row = field.model._base_manager.filter(pk=pk).first()
    if row and focus not in (None, getattr(row, field.ppoi_field)):
        costly.begin("picture")
        setattr(row, field.ppoi_field, focus)
        make_copies(getattr(row, field.attname))
