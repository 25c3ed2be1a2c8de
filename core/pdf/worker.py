"""Typesets a PDF or a PNG in a child process: ``python -m core.pdf.worker FOLDER``.

The folder holds the templates, ``document.json`` and the pictures that it names, as they came
from the storage; ``finished`` is written beside them. Knows nothing of Django: it starts in a
fraction of a second, and there is nothing to read in it.
"""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from core.pdf.limits import limit

FONTS = Path(__file__).resolve().parent.parent.parent / "fonts"
LONGEST_SIDE = 1600  # pixels; 240 to the inch across the page
MOST_PIXELS = 50_000_000
OPTIONS: dict[str, dict[str, Any]] = {
    "document.typ": {"pdf_standards": ["a-2a", "ua-1"]},
    "share_image.typ": {"format": "png", "ppi": 72},  # a point is a pixel
}


def of_kind(kind: str, node: Any) -> Iterator[dict[str, Any]]:
    """Yield every block of a kind, however deep in the document."""
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from of_kind(kind, child)
    if isinstance(node, dict) and node.get("kind") == kind:
        yield node


def prepare(source: Path, figure: dict[str, Any]) -> str:
    """Return the name of a file that the typesetter takes, made of the picture ``source``.

    Raises whatever Pillow raises on a file that is broken or too large.
    """
    if source.suffix == ".svg":
        return source.name
    with Image.open(source, formats=("JPEG", "PNG", "WEBP")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError(f"{image.width} x {image.height} pixels are too many")
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(image).convert("RGBA")
    # Paper is white, and PDF/A-2 takes transparency only with more ado.
    flat = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("RGB")
    if ratio := figure.get("ratio"):
        width = min(flat.width, round(flat.height * ratio))
        size = (width, max(1, round(width / ratio)))
        flat = ImageOps.fit(flat, size, centering=tuple(figure["focus"]))
    ready = source.with_suffix(".jpg")
    flat.save(ready, "JPEG", quality=85)
    return ready.name


def in_few_colours(png: bytes) -> bytes:
    """Return the picture of a drawing with a palette, which halves its weight."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main(folder: Path) -> None:
    """Typeset the document of the folder."""
    # Here: the site, which names this module to start it, works without it.
    import typst

    data = json.loads((folder / "document.json").read_text())
    for quotation in of_kind("quotation", data):
        # Here: what it knows of words takes time and memory.
        from core.pdf.words import in_words

        quotation["first"] = in_words(quotation["first"])
    for figure in of_kind("figure", data):
        source = folder / figure["picture"]
        try:
            figure["file"] = prepare(source, figure)
        except Exception as fault:
            figure["file"] = ""
            print(f"{source.name}: {fault!r}", file=sys.stderr)  # noqa: T201
    (folder / "document.json").write_text(json.dumps(data))
    finished: Any = typst.compile(
        str(folder / data["template"]),
        root=str(folder),
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
        ),
        **OPTIONS[data["template"]],
        timestamp=data.get("timestamp"),
    )
    if data["template"] == "share_image.typ" and not data["photo"]:
        finished = in_few_colours(finished)
    (folder / "finished").write_bytes(finished)


if __name__ == "__main__":
    limit()
    try:
        main(Path(sys.argv[1]))
    except Exception as fault:
        sys.exit(" ".join(str(fault).split()))
