"""The sized copies of pictures for pages."""

from dataclasses import dataclass
from typing import Any

from imagefield.backend_base import calculate_crop_box
from imagefield.processing import register_pillow
from PIL import Image

from core.images.checks import DECODING_FAULTS


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


def make_copies(file: Any) -> None:
    """Store the copies of ``file``, a ``PictureField`` value, that are not there yet."""
    for name in COPIES:
        file.process(name)


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
        except DECODING_FAULTS:
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
