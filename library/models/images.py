"""The picture library: files with texts in both languages."""

from collections.abc import Collection
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from imagefield.fields import PPOIField

from core.fields import CharField
from core.i18n import in_each_language
from core.images import PictureField
from core.richtext.rendering import image_ids
from library.usage import texts_with


def upload_path(image: "Image", name: str) -> str:
    """Return a random path: readers see it, and file names may hold names of people and dates."""
    key = uuid4().hex
    return f"library/{key[:2]}/{key}.{name.rpartition('.')[2].lower()}"


class ImageQuerySet(models.QuerySet["Image"]):
    """Pictures."""

    def for_html(self, *texts: str) -> dict[int, "Image"]:
        """Return the pictures of all figures in ``texts``, by key, with one query at most."""
        keys = {key for text in texts for key in image_ids(text)}
        return self.in_bulk(keys) if keys else {}

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the pictures, unless a rich text shows one of them."""
        for image in self:
            image.refuse_while_used()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Image(models.Model):
    """A picture with what is said of it."""

    file = PictureField(
        _("file"),
        upload_to=upload_path,
        width_field="width",
        height_field="height",
        ppoi_field="focus",
        help_text=_(
            "JPEG, PNG or WebP, at most 20 MB and 50 megapixels. Place and time of the shot "
            "are removed."
        ),
    )
    file_name = CharField(_("file name"), max_length=255, blank=True, editable=False)
    width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    focus = PPOIField(
        _("focus"),
        help_text=_("What must stay in view when the picture is cropped."),
    )
    alt = CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it; not what it means."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("The picture tells nothing that the text does not say: it is not read out."),
    )
    caption = CharField(
        _("caption"), max_length=400, blank=True, help_text=_("Stands under the picture.")
    )
    credit = CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made the picture and by what right we show it."),
    )
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.alt or self.caption or self.file_name or self.file.name.rpartition("/")[2]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Remember the name of an uploaded file, which its path does not show."""
        if self.file and not self.file._committed:
            self.file_name = self.file.name.replace("\\", "/").rpartition("/")[2][-255:]
        super().save(*args, **kwargs)

    @property
    def focus_point(self) -> tuple[float, float]:
        """What must stay in view, as shares of width and height."""
        try:
            across, down = map(float, self.focus.split("x"))
        except ValueError:
            return 0.5, 0.5
        return across, down

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """A picture is described in every language, or said to be decorative.

        Not in ``clean``: a form with one language must not ask for the other.
        """
        super().clean_fields(exclude=exclude)
        asked = [name for name in in_each_language("alt") if name not in (exclude or ())]
        missing = [name for name in asked if not getattr(self, name)]
        if missing and not self.decorative:
            sentence = _("Say what the picture shows, or mark it as decorative.")
            raise ValidationError(dict.fromkeys(missing, sentence))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the picture, unless a rich text shows it; the file stays for older versions."""
        self.refuse_while_used()
        return super().delete(*args, **kwargs)

    def refuse_while_used(self) -> None:
        """Raise the error of a protected foreign key if a rich text shows the picture."""
        if users := texts_with({self.pk})[self.pk]:
            raise models.ProtectedError(f"{self!r} is shown in a text.", set(users))
