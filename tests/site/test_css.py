"""Colours that can be read, and pages that stay light: held as numbers."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.support.public_pages import PAGES

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
# Foreground, background, least contrast: text needs 4.5, borders and focus outlines need 3.
PAIRS = [
    *[
        (text, ground, 4.5)
        for text in ("ink", "muted", "link", "cinnabar", "river-text")
        for ground in ("paper", "wash")
    ],
    *[(shape, ground, 3) for shape in ("edge", "focus") for ground in ("paper", "wash")],
    ("on-deep", "deep", 4.5),
    ("on-deep-muted", "deep", 4.5),
    ("focus-on-deep", "deep", 3),
    ("paper", "ink", 4.5),
    ("paper", "link", 4.5),
    ("ink", "mark", 4.5),
    ("muted", "mark", 4.5),
    *[("old", ground, 3) for ground in ("paper", "wash")],
    *[("oldt", ground, 4.5) for ground in ("paper", "wash")],
]


def without_comments(css):
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def colours(scheme):
    """The colours of a scheme: name -> #rrggbb. Dark is what it overrides of light."""
    light, dark = without_comments((STATIC / "css/tokens.css").read_text()).split(
        "@media screen and (prefers-color-scheme: dark)"
    )
    css = light + dark if scheme == "dark" else light
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", css))


def luminance(colour):
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_colours_that_meet_can_be_told_apart(text, ground, least, scheme):
    palette = colours(scheme)
    assert contrast(palette[text], palette[ground]) >= least


def test_the_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_each_scheme_has_its_own_ramp_for_drawings():
    ramp = [f"r{row}" for row in range(13)]
    light, dark = colours("light"), colours("dark")
    assert all(light[row] != dark[row] for row in ramp)


@pytest.mark.parametrize("path", [*PAGES, "nowhere/at/all/"])
def test_the_styles_of_a_page_weigh_at_most_8_kilobytes(client, language, path):
    page = client.get(f"/{language}/{path}").content.decode()
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', page)
    assert sheets
    styles = [without_comments(Path(finders.find(sheet)).read_text()) for sheet in sheets]
    assert sum(len(gzip.compress(css.encode(), 9)) for css in styles) <= 8 * 1024


def test_the_scripts_of_the_public_pages_weigh_at_most_4_kilobytes():
    scripts = [path for path in (STATIC / "js").glob("*.js") if not path.stem.startswith("desk")]
    assert scripts
    assert sum(len(gzip.compress(path.read_bytes(), 9)) for path in scripts) <= 4 * 1024


@pytest.mark.parametrize("pattern", ["css/desk*.css", "js/desk*.js"])
def test_styles_and_scripts_of_the_desk_weigh_at_most_8_kilobytes_each(pattern):
    files = [without_comments(path.read_text()) for path in STATIC.glob(pattern)]
    assert files
    assert sum(len(gzip.compress(text.encode(), 9)) for text in files) <= 8 * 1024


def test_the_fonts_weigh_at_most_40_kilobytes_and_carry_their_licence():
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert fonts
    assert sum(path.stat().st_size for path in fonts) <= 40 * 1024
    assert "SIL Open Font License" in (STATIC / "fonts/LICENSE-libre-franklin.txt").read_text()


@pytest.mark.parametrize("sheet", sorted(path.name for path in (STATIC / "css").glob("*.css")))
def test_a_style_sheet_names_no_other_host(sheet):
    css = (STATIC / "css" / sheet).read_text()
    assert not re.search(r"@import|url\(\s*[\"']?(?:\w+:)?//|data:", css)


def test_the_style_sheets_define_every_token_they_use():
    css = "".join(path.read_text() for path in (STATIC / "css").glob("*.css"))
    used = set(re.findall(r"var\((--[\w-]+)\)", css))
    assert used
    assert used <= set(re.findall(r"(--[\w-]+):", css))
