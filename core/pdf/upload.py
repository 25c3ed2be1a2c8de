"""A PDF that staff upload: checked before it is kept."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_lazy as _

from core.pdf import inspector
from core.pdf.process import SLOTS, PdfBusyError, PdfError, lock, run

MAX_BYTES = 20 * 1024 * 1024


def check_pdf(file: Any) -> None:
    """Raise ValidationError unless ``file``, a value of a FileField, is a PDF that opens."""
    if getattr(file, "_committed", False):
        return  # it has been checked when it came
    # Once for each file: a form asks before its transaction, and Django again within.
    upload: Any = file.file if isinstance(file, FieldFile) else file
    if not hasattr(upload, "fault"):
        upload.fault = _fault(upload)
    if upload.fault:
        raise upload.fault


def _fault(file: Any) -> ValidationError | None:
    try:
        _check(file)
    except ValidationError as fault:
        return fault
    return None


def _check(file: Any) -> None:
    if file.size > MAX_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s MB."),
            code="too_heavy",
            params={"limit": MAX_BYTES // 1024 // 1024},
        )
    file.seek(0)
    content = file.read()
    file.seek(0)
    if not content.startswith(b"%PDF-"):
        raise ValidationError(_("This is not a PDF, whatever its name says."), code="wrong_format")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "upload.pdf").write_bytes(content)
        try:
            with lock(SLOTS):
                run(inspector, folder)
        except PdfError:
            raise ValidationError(
                _("The PDF is damaged, empty or protected by a password. Export it again."),
                code="damaged",
            ) from None
        except PdfBusyError:
            raise ValidationError(
                _("The PDF could not be checked just now. Save again in a moment."), code="busy"
            ) from None


class PdfField(models.FileField):
    """A file field that checks PDFs; migrations see a plain FileField."""

    default_validators = [check_pdf]

    def formfield(self, **kwargs: Any) -> Any:
        """Check it with the form as well, which is before anything is locked."""
        return super().formfield(**{**kwargs, "validators": [check_pdf]})

    def deconstruct(self) -> Any:
        """Leave out ``upload_to``: migrations must not name code that may move."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs["upload_to"] = ""
        return name, "django.db.models.FileField", args, kwargs
