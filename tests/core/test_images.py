"""Which pictures are accepted, what is kept of them, and which copies pages get."""

import io
import re
import struct
import zlib

import PIL.Image
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import ExifTags

from core.images import COPIES, MAX_BYTES, PictureFormField, encode_anew
from library.models import Image
from tests.support.items import jpeg, library_image, photo


def png_of(width, height):
    """A PNG whose head promises so many pixels; nothing of it need be true."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def upload(data, name="photo.jpg"):
    return PictureFormField().clean(SimpleUploadedFile(name, data))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (png_of(32_000, 32_000), "too_many_pixels"),
        (png_of(7_200, 7_200), "too_many_pixels"),
        (photo(kind="GIF", mode="P"), "wrong_format"),
        (photo(kind="BMP"), "wrong_format"),
        (b"%PDF-1.7 not a picture", "wrong_format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "wrong_format"),
        (photo()[:900], "damaged"),
        (b"\xff" * (MAX_BYTES + 1), "too_heavy"),
    ],
    ids=["bomb", "52 megapixels", "gif", "bmp", "pdf", "svg", "cut short", "heavy"],
)
def test_a_harmful_or_foreign_file_is_refused_in_words(data, code):
    with pytest.raises(ValidationError) as error:
        upload(data)

    assert error.value.code == code
    assert error.value.messages[0].endswith(".")


def animated(kind):
    """Return the bytes of a picture with two frames."""
    file = io.BytesIO()
    frames = [PIL.Image.new("RGB", (64, 40), colour) for colour in ("teal", "navy")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


HEIC = b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (HEIC, ("export it as JPEG", "导出为JPEG")),
        *(
            (data, ("Save one frame", "另存为JPEG或PNG"))
            for data in map(animated, ("GIF", "WEBP", "PNG"))
        ),
        (photo(kind="GIF", mode="P"), ("Save one frame", "另存为JPEG或PNG")),
    ],
    ids=["heic", "gif", "webp", "apng", "gif of one frame"],
)
def test_what_is_refused_comes_with_what_to_do_in_both_languages(data, words):
    with pytest.raises(ValidationError) as error:
        upload(data)

    assert error.value.code == "wrong_format"
    for language, expected in zip(("en", "zh-hans"), words, strict=True):
        with translation.override(language):
            assert expected in error.value.messages[0]


def test_a_photograph_with_a_second_view_is_no_animation():
    assert upload(animated("MPO")).size > 0


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_formats_are_accepted_whatever_the_name_says(kind):
    assert upload(photo(kind=kind), "photo.gif").size > 0


def test_place_and_time_of_the_shot_are_not_kept():
    exif = PIL.Image.Exif()
    exif[ExifTags.Base.Artist] = "someone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (26.0, 3.0, 0.0)

    kept = PIL.Image.open(upload(photo(exif=exif)))

    assert not kept.getexif()
    assert b"someone" not in upload(photo(exif=exif)).read()


def test_a_picture_that_lies_on_its_side_is_set_upright():
    exif = PIL.Image.Exif()
    exif[ExifTags.Base.Orientation] = 6

    assert PIL.Image.open(upload(photo((64, 40), exif=exif))).size == (40, 64)


def test_broken_metadata_do_not_stop_a_sound_picture():
    exif = PIL.Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    broken = exif.tobytes().replace(b"MM\x00*", b"\xffM\x00*").replace(b"II*\x00", b"\xffI*\x00")

    kept = upload(photo((64, 40), kind="WEBP", exif=broken))

    assert PIL.Image.open(kept).size == (64, 40)


def test_a_huge_picture_is_kept_at_a_size_that_pages_can_use():
    assert max(PIL.Image.open(upload(photo((6_000, 300)))).size) == 3_200


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_a_png_can_be_kept(mode):
    file = io.BytesIO(photo((8, 8), mode, "PNG", colour=None))

    assert encode_anew(PIL.Image.open(file)).size > 0


def sizes(image):
    """Return the size of each copy of a picture."""
    found = {}
    for copy in COPIES:
        name = getattr(image.file, copy).removeprefix("/media/")
        with PIL.Image.open(image.file.storage.path(name)) as opened:
            found[copy] = opened.size
    return found


@pytest.mark.django_db
def test_each_place_gets_a_copy_of_its_ratio_and_width_and_none_is_enlarged():
    file = SimpleUploadedFile("屋顶 GPS.jpg", photo((2_000, 1_000)))
    large, small = library_image(file), library_image(jpeg((300, 200)))

    assert re.fullmatch(r"library/[\w/]+\.jpeg", large.file.name, re.ASCII)
    assert sizes(large) == {
        "card_480": (480, 300),
        "card_960": (960, 600),
        "wide_960": (960, 288),
        "wide_1920": (1920, 576),
        "body_640": (640, 320),
        "body_1280": (1280, 640),
    }
    assert sizes(small)["card_960"] == (300, 188)


def test_copies_that_are_stored_already_keep_their_names():
    name = "library/08/08b4e435be49496bb4cc186211766347.jpeg"
    default_storage.save(name, ContentFile(photo()))
    image = Image(file=name, focus="0.5x0.5")

    urls = {getattr(image.file, name) for name in COPIES}

    assert {re.search(r"-(\w+)\.jpg$", url)[1] for url in urls} == {
        *("3fce1109cb65", "475aef73e26b", "6fa3e2a3e99e"),
        *("a9aebd4f962e", "b6324e40355d", "c642c97a74c4"),
    }
