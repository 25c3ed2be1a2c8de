"""Uploaded pictures: what is taken, and what is kept of it.

Nothing is decoded before its format, weight and number of pixels are known to be harmless: a
PNG of 170 kB can unfold to a gigabyte. What is kept is encoded anew, upright, in sRGB and
without metadata, for the original tells where and by whom it was taken.
"""

import io
import struct
import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
KEPT_SIDE = 3200  # pixels; the longest side of what is kept

# Bytes 8 to 12 of the files that phones write.
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

# All that Pillow is known to raise on a file that is cut short or made to mislead.
DECODING_FAULTS = (
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError),
    *(struct.error, OverflowError),
)


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
        image = _opened(file)
        if image.width * image.height > MAX_PIXELS:
            raise _too_many_pixels()
        # A JPEG too may have several views, as many cameras write it, which are no animation.
        if image.format in ("PNG", "WEBP") and getattr(image, "is_animated", False):
            raise _animated()
        try:
            image.load()
        except DECODING_FAULTS:
            raise ValidationError(
                _("The picture is damaged or incomplete. Export it again and upload that file."),
                code="damaged",
            ) from None
    return image


def _opened(file: Any) -> Image.Image:
    """Return ``file`` as a picture that is not decoded yet."""
    try:
        return Image.open(file, formats=FORMATS)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except DECODING_FAULTS:
        file.seek(0)
        head = file.read(12)
    if head.startswith(b"GIF8"):
        raise _animated()
    if head[4:8] == b"ftyp" and head[8:] in _HEIC:
        raise ValidationError(
            _(
                "This is a HEIC picture, as phones take them; browsers do not show it. Open it on "
                "a computer, export it as JPEG and upload that. On an iPhone, Settings › Camera › "
                "Formats › Most Compatible takes JPEG from then on."
            ),
            code="wrong_format",
        )
    raise ValidationError(
        _("This is not a JPEG, PNG or WebP picture, whatever its name says."), code="wrong_format"
    )


def _animated() -> ValidationError:
    return ValidationError(
        _(
            "GIF and animated pictures are not taken: pages show still pictures. Save one frame "
            "as JPEG or PNG and upload that."
        ),
        code="wrong_format",
    )


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("The picture has more than %(limit)s megapixels. Reduce it and upload it again."),
        code="too_many_pixels",
        params={"limit": number_format(MAX_PIXELS // 1_000_000)},
    )


class EncodedUpload(SimpleUploadedFile):
    """A checked and re-encoded picture, which is not processed again; its name is as uploaded."""

    stored = ""  # its name in the storage, once it has one


def encode_anew(image: Image.Image, name: str = "") -> EncodedUpload:
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
    return EncodedUpload(name or "picture", out.getvalue(), f"image/{kept_format.lower()}")


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture rotated by its metadata; unchanged if they are broken."""
    try:
        return ImageOps.exif_transpose(image)
    except DECODING_FAULTS:
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
