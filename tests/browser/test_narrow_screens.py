"""What is said on a large screen is said on a phone, in letters that can be read."""

import math
from itertools import combinations

import pytest

from news.models import Article
from tests.browser.test_public_pages import LANGUAGES, PATHS
from tests.support.visits import OVERFLOW, visiting

WIDTHS = [1440, 390, 320]
# Drawings are looked at where they change, too.
DRAWN = ["", "cities/", "cities/?programme=cbp", "cities/fuzhou/", "cities/hong-kong/"]
DRAWN_AT = [1200, 1024, 880, 800, 768]
SMALLEST_LETTER = 11
SOUTH = ("Guangzhou", "Shenzhen", "Hong Kong", "广州", "深圳", "香港")
# What may be missing on a phone, and why.
EXCEPTIONS = {
    "#menu": "it opens by its button",
}
# The texts that are shown, in the order of the page.
WORDS = """(exceptions) => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    if (!node.data.trim() || node.parentElement.closest(`.hidden, ${exceptions}`)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()];
    // What lies beside the page is cut off.
    if (boxes.some((box) => box.width && box.left > -2 && box.right < innerWidth + 2))
      texts.push(node.data.trim().split(/\\s+/).join(' '));
  }
  return texts;
}"""
# The words of drawings with the height of their letters, in pixels.
LETTERS = """() => [...document.querySelectorAll('.drawing text')]
  .filter((text) => text.getClientRects().length)
  .map((text) => [text.textContent,
    parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a])"""
# The names of drawings as boxes of ink (left, top, right, bottom) and, on the map, the middle of
# the mark.
NAMES = """() => [...document.querySelectorAll('.map-name, .peak-label')]
  .filter((text) => text.getClientRects().length)
  .map((text) => {
    const box = text.getBoundingClientRect(), middle = (box.top + box.bottom) / 2;
    const half = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a * .4;
    const mark = text.closest('a')?.querySelector('use').getBoundingClientRect();
    return [text.textContent, [box.left, middle - half, box.right, middle + half],
      mark && [(mark.left + mark.right) / 2, (mark.top + mark.bottom) / 2]];
  })"""


class NarrowVisit:
    """What a browser finds of every page in a language, by path and width."""

    def __init__(self, visit, language):
        self.words, self.letters, self.names = {}, {}, {}
        for path in dict.fromkeys([*PATHS, *DRAWN]):
            visit.goes_to(f"/{language}/{path}")
            for width in [*WIDTHS, *(DRAWN_AT if path in DRAWN else [])]:
                visit.page.set_viewport_size({"width": width, "height": 900})
                self.looks(visit.page, path, width)

    def looks(self, page, path, width):
        if width in WIDTHS:
            self.words[path, width] = page.evaluate(WORDS, ", ".join(EXCEPTIONS))
        self.letters[path, width] = page.evaluate(LETTERS)
        if path in DRAWN:
            self.names[path, width] = page.evaluate(NAMES)


EACH_LANGUAGE = [
    pytest.param(each, marks=pytest.mark.xdist_group(f"narrow-{each}")) for each in LANGUAGES
]


@pytest.fixture(scope="module", params=EACH_LANGUAGE)
def seen(request, module_articles, browser, session_server):
    with visiting(browser, session_server) as visit:
        return NarrowVisit(visit, request.param)


def test_nothing_that_a_large_screen_says_is_missing_on_a_phone(seen):
    missing = {}
    for path, width in seen.words:
        wide, narrow = ("\n".join(seen.words[path, each]) for each in (1440, width))
        assert wide, path
        if left := {text for text in wide.split("\n") if wide.count(text) > narrow.count(text)}:
            missing[path, width] = left

    assert missing == {}


def test_no_letter_of_a_drawing_is_too_small_to_be_read(seen):
    found = [letter for letters in seen.letters.values() for letter in letters]

    assert len(found) > 500
    assert {(text, size) for text, size in found if size < SMALLEST_LETTER} == set()


def test_no_two_names_of_a_drawing_overlap(seen):
    overlapping = set()
    for key, names in seen.names.items():
        for (one, a, _), (other, b, _) in combinations(names, 2):
            if min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1]):
                overlapping.add((key, one, other))

    # The range and the map of the home page name all cities, and so does the map of Cities.
    assert {len(seen.names[path, width]) for path, width in seen.names if not path} == {26}
    assert {len(seen.names["cities/", width]) for width in WIDTHS} == {13}
    assert overlapping == set()


def distance(box, point):
    left, top, right, bottom = box
    across = max(left - point[0], 0, point[0] - right)
    down = max(top - point[1], 0, point[1] - bottom)
    return math.hypot(across, down)


def test_in_the_south_each_name_is_nearest_to_its_own_mark(seen):
    for key, names in seen.names.items():
        marks = {name: mark for name, _, mark in names if mark}
        for name, box, _ in (each for each in names if each[2] and each[0] in SOUTH):
            assert min(marks, key=lambda other: distance(box, marks[other])) == name, key


def test_no_long_address_and_no_table_makes_a_page_wider_than_the_window(open_page):
    long = f"https://example.org/{'a' * 150}"
    row = "".join(f"<td>Column {number}</td>" for number in range(14))
    body = f"<h2>{long}</h2><p>{long}/{'b' * 120}</p><ul><li>{long}</li></ul><table>{row}</table>"
    article = Article.objects.get(slug="china-special-envoy-c40")
    for code in ("en", "zh_hans"):
        for name, text in {"title": long, "standfirst": f"shade {long}", "body": body}.items():
            setattr(article, f"{name}_{code}", text)
    article.save()
    page, too_wide = open_page("/en/", width=390), {}
    root = page.url.removesuffix("/en/")
    address = f"news/2021/{article.slug}/"
    for language in LANGUAGES:
        for path in ("", address, f"{address}bilingual/", "news/", "search/?q=shade"):
            page.goto(f"{root}/{language}/{path}")
            if wider := page.evaluate(OVERFLOW):
                too_wide[language, path] = wider

    assert too_wide == {}
