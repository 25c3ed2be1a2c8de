"""The field of a picture, in models and in forms."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.base import File
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from imagefield.fields import ImageField

from core.i18n import colon
from core.images import unsaved
from core.images.checks import EncodedUpload, check_picture, encode_anew
from core.images.copies import COPIES, make_copies


class PictureInput(AdminFileWidget):
    """Takes a picture, and keeps it while the form comes back with errors."""

    chosen: EncodedUpload | None = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the chosen file; if there is none, the one that was kept."""
        given = super().value_from_datadict(data, files, name)
        return given or unsaved.find(data.get(f"{name}_kept", "")) or given

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Name the file that is kept."""
        html = super().render(name, value, attrs, renderer)
        for label in (self.initial_text, self.input_text):
            # Django's template has a colon of its own after each.
            html = SafeString(html.replace(f"{label}:", f"{label}{colon()}"))
        if self.chosen is None:
            return html
        said = _("%(name)s is kept: it need not be chosen again.") % {"name": self.chosen.name}
        return format_html(
            '{}<p class="kept-file">{}</p><input type="hidden" name="{}_kept" value="{}">',
            *(html, said, name, unsaved.keep(self.chosen)),
        )


class PictureFormField(forms.ImageField):
    """Form field that checks an upload before it is decoded."""

    widget = PictureInput

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        if not isinstance(data, EncodedUpload):
            data = encode_anew(check_picture(data), data.name)
        self.widget.chosen = data  # type: ignore[attr-defined]
        return data


class PictureField(ImageField):
    """A picture that is checked and encoded anew on every way in, with its sized copies."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formats", COPIES)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Leave out ``upload_to``: migrations must not name code that may move."""
        name, path, args, kwargs = super().deconstruct()
        kwargs["upload_to"] = ""
        return name, path, args, kwargs

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            if not isinstance(file.file, EncodedUpload):
                anew = encode_anew(check_picture(file.file), file.name)
                setattr(model_instance, self.attname, File(anew, name=anew.name))
            elif file.file.stored:
                file.name, file._committed = file.file.stored, True
        return super().pre_save(model_instance, add)

    def store(self, upload: EncodedUpload, focus: str) -> None:
        """Store a picture and its copies before the transaction that saves its row.

        If there will be no row, ``library.files.prune`` deletes them.
        """
        file = self.attr_class(self.model(**{self.ppoi_field: focus}), self, upload.name)
        file.save(upload.name, upload, save=False)
        make_copies(file)
        upload.stored = file.name

    def formfield(self, **kwargs: Any) -> Any:
        # The admin asks for its own input here, which keeps nothing.
        return super().formfield(
            **{**kwargs, "form_class": PictureFormField, "widget": PictureInput}
        )
