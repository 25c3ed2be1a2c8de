"""Uploaded pictures: checks, re-encoding, and the sized copies for pages.

Nothing is decoded before its format, weight and number of pixels are known to be harmless: a
PNG of 170 kB can unfold to a gigabyte. What is kept is encoded anew, upright, in sRGB and
without metadata, for the original tells where and by whom it was taken.
"""

import io
import struct
import warnings
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from imagefield.backend_base import calculate_crop_box
from imagefield.fields import ImageField
from imagefield.processing import register_pillow
from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
KEPT_SIDE = 3200  # pixels; the longest side of what is kept

# All that Pillow is known to raise on a file that is cut short or made to mislead.
_DECODING_FAULTS = (
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError),
    *(struct.error, OverflowError),
)


@dataclass(frozen=True, repr=False)
class PictureShape:
    """One way in which pages show a picture: its ratio (None keeps the picture's own)."""

    ratio: float | None
    widths: tuple[int, ...]
    sizes: str  # the HTML attribute: how wide the page shows it

    def __repr__(self) -> str:
        """Return the text of which django-imagefield makes the names of stored copies."""
        return f"Shape(ratio={self.ratio!r}, widths={self.widths!r}, sizes={self.sizes!r})"

    def size(self, width: int, height: int, target: int) -> tuple[int, int]:
        """Return the pixels of the copy ``target`` wide; a small picture is never enlarged."""
        ratio = self.ratio or width / height
        copy_width = min(target, width, int(height * ratio) or 1)
        return copy_width, max(1, round(copy_width / ratio))


# Cards at 8:5, the head of an article at 10:3, figures in a text. Two widths each: every copy
# costs a write at the upload and a look at the storage at each save.
SHAPES = {
    "card": PictureShape(
        8 / 5, (480, 960), "(min-width: 64rem) 26rem, (min-width: 44rem) 50vw, 100vw"
    ),
    "wide": PictureShape(10 / 3, (960, 1920), "(min-width: 82rem) 76rem, 100vw"),
    "body": PictureShape(None, (640, 1280), "(min-width: 44rem) 39rem, 100vw"),
}


@register_pillow
def page_copy(get_image: Any, shape: PictureShape, target: int) -> Any:
    """Processor of django-imagefield: crop to the shape around the focus, reduce, compress."""

    def processor(image: Image.Image, context: Any) -> Image.Image:
        image = get_image(image, context)
        size = shape.size(*image.size, target)
        box = calculate_crop_box(*image.size, *size, context.ppoi)
        context.save_kwargs |= (
            {"format": "WEBP", "quality": 82, "method": 4}
            if context.extension == ".webp"
            else {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True}
        )
        copy = image.crop((box.left, box.top, box.left + box.width, box.top + box.height)).resize(
            size, Image.Resampling.LANCZOS
        )
        return copy if context.extension == ".webp" else _on_white(copy)

    return processor


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture without transparency, which a JPEG cannot have."""
    if not image.has_transparency_data:
        return image
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _copy_spec(shape: PictureShape, target: int) -> Any:
    def spec(fieldfile: Any, context: Any) -> None:
        # Drawings and screenshots come as PNG: WebP keeps their transparency and their text.
        context.extension = ".webp" if context.extension == ".png" else ".jpg"
        context.processors = [("page_copy", shape, target)]

    return spec


COPIES = {
    f"{name}_{target}": _copy_spec(shape, target)
    for name, shape in SHAPES.items()
    for target in shape.widths
}


def jpeg_copy(file: Any, most_bytes: int) -> str:
    """Return the address of a copy as JPEG of at most so many bytes, for whoever takes no WebP.

    That of a PNG is made when it is first asked for. "" if the picture cannot be read, or if none
    is so light.
    """
    for target in reversed(SHAPES["body"].widths):

        def spec(fieldfile: Any, context: Any, target: int = target) -> None:
            context.extension = ".jpg"
            context.processors = [("page_copy", SHAPES["body"], target)]

        try:
            name = file.process(spec)
            if file.storage.size(name) <= most_bytes:
                return file.storage.url(name)
        except _DECODING_FAULTS:
            return ""
    return ""


@dataclass(frozen=True)
class Sources:
    """What an ``<img>`` needs to show a picture in one shape."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int


def sources(file: Any, shape_name: str) -> Sources:
    """Return addresses and size of the copies of ``file``, a ``PictureField`` value."""
    shape = SHAPES[shape_name]
    width = getattr(file.instance, file.field.width_field)
    height = getattr(file.instance, file.field.height_field)
    copies = {
        shape.size(width, height, target): getattr(file, f"{shape_name}_{target}")
        for target in shape.widths
    }
    largest = max(copies)
    srcset = ", ".join(f"{url} {size[0]}w" for size, url in copies.items())
    return Sources(copies[largest], srcset if len(copies) > 1 else "", shape.sizes, *largest)


def check_picture(file: Any) -> Image.Image:
    """Return ``file``, an open binary file, as a decoded picture; else a ValidationError."""
    size = file.size if hasattr(file, "size") else None
    if size is not None and size > MAX_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s MB. Reduce the picture and upload it again."),
            code="too_heavy",
            params={"limit": MAX_BYTES // 1024 // 1024},
        )
    file.seek(0)
    with warnings.catch_warnings():
        # Pillow warns at 89 megapixels and raises at twice that; our own limit is lower.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(file, formats=FORMATS)
        except Image.DecompressionBombError:
            raise _too_many_pixels() from None
        except _DECODING_FAULTS:
            raise ValidationError(
                _("This is not a JPEG, PNG or WebP picture, whatever its name says."),
                code="wrong_format",
            ) from None
        if image.width * image.height > MAX_PIXELS:
            raise _too_many_pixels()
        try:
            image.load()
        except _DECODING_FAULTS:
            raise ValidationError(
                _("The picture is damaged or incomplete. Export it again and upload that file."),
                code="damaged",
            ) from None
    return image


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("The picture has more than %(limit)s megapixels. Reduce it and upload it again."),
        code="too_many_pixels",
        params={"limit": number_format(MAX_PIXELS // 1_000_000)},
    )


class EncodedUpload(SimpleUploadedFile):
    """A checked and re-encoded picture, which is not processed again."""


def encode_anew(image: Image.Image) -> EncodedUpload:
    """Return the picture upright, in sRGB, at most ``KEPT_SIDE`` long, without metadata."""
    kept_format = "PNG" if image.format == "PNG" or image.has_transparency_data else "JPEG"
    profile = image.info.get("icc_profile")
    image = _in_plain_mode(image)
    # First of all: turning or converting 50 megapixels takes a second, 10 take none.
    image.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    image = _in_srgb(_upright(image), profile)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.info = {}
    out = io.BytesIO()
    image.save(out, kept_format, **({"quality": 90} if kept_format == "JPEG" else {}))
    kind = kept_format.lower()
    return EncodedUpload(f"picture.{kind}", out.getvalue(), content_type=f"image/{kind}")


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture rotated by its metadata; unchanged if they are broken."""
    try:
        return ImageOps.exif_transpose(image)
    except _DECODING_FAULTS:
        return image


def _in_plain_mode(image: Image.Image) -> Image.Image:
    """Return the picture in RGB or RGBA: palettes and 16-bit grey cannot be scaled."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("P", "PA", "1"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in sRGB, since its colour profile is dropped."""
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK"):
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        wanted = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, given, wanted, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image


class PictureFormField(forms.ImageField):
    """Form field that checks an upload before it is decoded."""

    def to_python(self, data: Any) -> Any:
        if data in self.empty_values:
            return None
        return encode_anew(check_picture(data))


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
        if file and not file._committed and not isinstance(file.file, EncodedUpload):
            anew = encode_anew(check_picture(file.file))
            setattr(model_instance, self.attname, File(anew, name=anew.name))
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PictureFormField, **kwargs})
