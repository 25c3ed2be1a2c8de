"""What only a browser can show of the public pages: accessibility, reflow, policy, no script."""

from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.lines import ALONE, BROKEN, FORBIDDEN, STRETCHED
from tests.support.public_pages import ARTICLE, PAGES
from tests.support.visits import visiting

pytestmark = pytest.mark.usefixtures("fixture_articles")

LANGUAGES = ["en", "zh-hans"]
# One of each kind, and some that have little to show.
PATHS = [page for page in PAGES if page != "cities/hong-kong/"]
PATHS += [
    "news/?year=1999&kind=event",
    "news/2026/site-on-trial/",
    "search/?q=fuzhou",
    "nothing-here/",
]
WIDTHS = [1920, 1440, 1024, 768, 390, 320]
LINES = [STRETCHED, BROKEN, ALONE, FORBIDDEN]
DEEP = (12, 43, 41)  # the ground of dark bands


# All that is asked of one visit is asked by one process.
EACH_LANGUAGE = [
    pytest.param(each, marks=pytest.mark.xdist_group(f"public-{each}")) for each in LANGUAGES
]


@pytest.fixture(scope="module", params=EACH_LANGUAGE)
def visit(request, module_articles, browser, session_server):
    """What the browser notes of every page in a language."""
    with visiting(browser, session_server) as visit:
        for path in PATHS:
            visit.goes_to(f"/{request.param}/{path}")
            visit.looks_around(path, WIDTHS, request.param, scripts=LINES)
            visit.enlarges(path, [390, 320])
    return visit


def test_no_page_has_an_accessibility_violation(visit):
    assert visit.violations == {}


def test_no_page_scrolls_sideways_nor_with_letters_of_twice_the_size(visit):
    assert visit.too_wide == {}


def test_no_line_of_chinese_is_spaced_out(visit):
    assert visit.found[STRETCHED] == {}


def test_no_line_ends_within_a_date_a_position_or_a_number_with_its_measure_word(visit):
    assert visit.found[BROKEN] == {}


def test_no_letter_of_chinese_stands_alone_in_a_last_line(visit):
    assert visit.found[ALONE] == {}


def test_no_line_of_chinese_begins_with_the_mark_that_ends_another(visit):
    assert visit.found[FORBIDDEN] == {}


def test_the_policy_is_never_broken_and_nothing_is_asked_of_others(visit):
    assert [text for _kind, text in visit.messages if "404" not in text] == []
    assert visit.errors == []
    assert visit.hosts == {urlsplit(visit.server).netloc}


def test_the_menu_opens_on_a_phone_without_script(open_page, language):
    page = open_page(f"/{language}/", width=390, java_script_enabled=False)
    link = page.locator(f'#menu a[href="/{language}/news/"]')
    assert not link.is_visible()

    page.locator('[popovertarget="menu"]').click()
    link.click()

    assert page.url.endswith(f"/{language}/news/")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_language_link_is_in_sight_and_remembered(open_page, server, width):
    page = open_page("/en/cities/fuzhou/", width=width)

    page.get_by_role("banner").get_by_role("link", name="中文").click()
    page.wait_for_url("**/zh-hans/cities/fuzhou/")
    page.goto(f"{server}/")

    assert page.url == f"{server}/zh-hans/"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_filter_of_the_cities_keeps_the_reader_at_the_list(open_page, language, width):
    page = open_page(f"/{language}/cities/", width=width, java_script_enabled=False)
    for chip, cards in ((1, 4), (0, 13)):
        page.locator(".chip").nth(chip).click()
        expect(page.locator("main .card")).to_have_count(cards)
        expect(page.locator("#list")).to_be_in_viewport()
        assert page.locator("h1").bounding_box()["y"] < 0


# What has the focus, and how it shows.
FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e);
  return [e.outerHTML.slice(0, 80), s.outlineStyle, parseFloat(s.outlineWidth)];
}"""


def test_every_tab_stop_shows_where_it_is_and_the_first_skips_to_the_text(open_page, language):
    page = open_page(f"/{language}/news/")
    stops = []
    for _stop in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUS))
    stops = [stop for stop in stops if not stop[0].startswith("<body")]
    assert len(stops) > 20
    assert [name for name, style, width in stops if style == "none" or width < 2] == []

    page.reload()
    page.keyboard.press("Tab")
    assert page.locator(":focus").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


# On how many sheets of paper a page is printed at most.
SHEETS = {
    "": 3,
    "about/": 2,
    "cities/": 2,
    "cities/fuzhou/": 2,
    "programmes/cbp/": 2,
    ARTICLE: 2,
    f"{ARTICLE}bilingual/": 2,
}


def test_a_page_prints_on_few_sheets_without_dark_grounds(open_page, server, language):
    page = open_page(None)

    for path, most in SHEETS.items():
        page.goto(f"{server}/{language}/{path}")
        sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        assert 1 <= len(sheets) <= most, path
        if path == "programmes/cbp/":
            pictures = [sheet.render().to_pil() for sheet in sheets]
            dark = [dict(map(reversed, each.getcolors(1 << 20))).get(DEEP, 0) for each in pictures]
            assert max(dark) < pictures[0].width * pictures[0].height / 20


# How an element shows itself where the reader's own colours are forced.
SIGNS = """e => {
  const own = getComputedStyle(e), mark = getComputedStyle(e.firstElementChild ?? e, "::before");
  return [own.borderTopWidth, own.borderBottomWidth, own.outlineStyle, mark.borderTopWidth];
}"""
TOLD_APART = [
    ("cities/", ".menu [aria-current]", ".menu a:not([aria-current])"),
    ("cities/", ".chip[aria-current]", ".chip:not([aria-current])"),
    ("cities/", ".legend .square", ".legend li"),
    ("programmes/cbp/", ".matrix td.focus", ".matrix td:not(.focus, .part)"),
]


def test_where_colours_are_forced_another_sign_is_left(open_page, server, language):
    page = open_page(None, forced_colors="active")

    for path, one, other in TOLD_APART:
        page.goto(f"{server}/{language}/{path}")
        signs = [page.locator(selector).first.evaluate(SIGNS) for selector in (one, other)]
        assert signs[0] != signs[1], one


def test_a_phone_shows_the_standfirst_of_each_article_in_the_list(open_page, language):
    page = open_page(f"/{language}/news/", width=390)

    assert all(each.is_visible() for each in page.locator(".row .small").all())


@pytest.mark.parametrize(("width", "alignment"), [(1440, "justify"), (390, "start")])
def test_the_text_of_an_article_is_justified_where_it_is_wide(open_page, width, alignment):
    page = open_page(f"/zh-hans/{ARTICLE}", width=width)

    aligned = page.locator(".prose > p:not([class])").evaluate_all(
        "all => all.map((each) => getComputedStyle(each).textAlign)"
    )
    assert set(aligned) == {alignment}


def test_chinese_is_set_as_chinese(open_page):
    page = open_page(f"/zh-hans/{ARTICLE}", width=390)
    assert page.evaluate(FORBIDDEN) == []

    page.evaluate(
        "document.querySelector('.prose p').append(Object.assign("
        "document.createElement('em'), {textContent: '强调'}))"
    )

    for selector, style, value in [
        (".prose em", "font-style", "normal"),
        ("h1", "word-break", "keep-all"),
    ]:
        element = page.locator(selector).first
        assert element.evaluate(f"e => getComputedStyle(e)['{style}']") == value


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        (ARTICLE, "a.button[href$='.pdf']"),
        ("search/", "main form button"),
        ("nothing-here/", "main form button"),
    ],
)
def test_the_first_thing_to_do_is_a_filled_button(open_page, language, path, selector):
    page = open_page(f"/{language}/{path}")

    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        fill, ink = page.evaluate(
            "selector => [getComputedStyle(document.querySelector(selector)).backgroundColor,"
            " getComputedStyle(document.body).color]",
            selector,
        )
        assert fill == ink, scheme
