"""The share panel, as readers of both languages meet it, with and without script."""

import io

import PIL.Image
import pytest
import zxingcpp

from tests.support.public_pages import ARTICLE
from tests.support.visits import violations, violations_in_the_dark

WORDS = {
    "en": {
        "order": ["Copy link", "Email", "LinkedIn", "X", "Weibo"],
        "copied": "Link copied",
        "scan": "Scan with WeChat",
        "hint": "Tap “…” at the top right to share",
    },
    "zh-hans": {
        "order": ["复制链接", "微博", "电子邮件", "领英", "X"],
        "copied": "链接已复制",
        "scan": "微信扫一扫分享",
        "hint": "点击右上角“…”分享",
    },
}
WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN"
)
# A stand-in for the system's sheet: Chromium without a screen has none.
SHEET = """
window.shared = new Promise((resolve) => { navigator.share = async (data) => resolve(data); });
"""


@pytest.fixture
def open_panel(open_page):
    """Open the article and press its first share button."""

    def opened(language, **options):
        page = open_page(f"/{language}/{ARTICLE}", **options)
        page.locator("[popovertarget=share]").first.click()
        return page

    return opened


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_panel_opens_with_the_ways_in_the_order_of_the_language_and_a_code_that_scans(
    open_panel, server, language, width, script
):
    page = open_panel(language, width=width, java_script_enabled=script)
    words, address = WORDS[language], f"{server}/{language}/{ARTICLE}"

    listed = [line.strip() for line in page.locator("#share li").all_inner_texts()]
    assert listed == words["order"]
    assert page.locator("#share").get_by_text(words["scan"]).is_visible()
    assert not page.get_by_text(words["hint"]).is_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        shot = PIL.Image.open(io.BytesIO(page.screenshot(scale="device")))
        assert [code.text for code in zxingcpp.read_barcodes(shot)] == [address], scheme
    if not script:
        # The address stands in a field to copy it from.
        field = page.get_by_label(words["order"][0])
        assert (field.input_value(), field.is_editable()) == (address, False)


@pytest.mark.parametrize("width", [1440, 390])
def test_copying_the_link_is_said_and_the_open_panel_has_no_accessibility_violation(
    open_panel, server, language, width
):
    page = open_panel(language, width=width, permissions=["clipboard-read", "clipboard-write"])
    words = WORDS[language]
    page.get_by_role("button", name=words["order"][0]).click()
    page.mouse.move(0, 0)
    page.get_by_role("status").get_by_text(words["copied"]).wait_for()

    assert page.evaluate("navigator.clipboard.readText()") == f"{server}/{language}/{ARTICLE}"
    assert violations(page) == []
    assert violations_in_the_dark(page) == []


def test_a_phone_opens_its_own_sheet_instead_and_the_panel_if_that_fails(
    open_page, server, language
):
    page = open_page(None, width=390, has_touch=True, is_mobile=True)
    page.add_init_script(SHEET)
    page.goto(f"{server}/{language}/{ARTICLE}")

    page.locator("[popovertarget=share]").first.tap()
    shared = page.evaluate("window.shared")

    assert shared["url"] == f"{server}/{language}/{ARTICLE}"
    assert shared["title"] == page.locator("h1").text_content()
    assert not page.locator("#share").is_visible()
    page.evaluate("() => void (navigator.share = () => Promise.reject(new TypeError()))")
    page.locator("[popovertarget=share]").first.tap()
    page.locator("#share").wait_for(state="visible")


def test_within_wechat_a_hint_takes_the_place_of_the_code(open_page, server, language):
    page = open_page(None, width=390, user_agent=WECHAT, has_touch=True, is_mobile=True)
    page.add_init_script(SHEET)
    page.goto(f"{server}/{language}/{ARTICLE}")
    page.locator("[popovertarget=share]").first.tap()

    assert page.get_by_text(WORDS[language]["hint"]).is_visible()
    assert not page.locator("#share svg.qr").is_visible()


def test_the_button_under_the_text_opens_the_panel_beside_itself(open_page, language):
    page = open_page(f"/{language}/{ARTICLE}")
    button = page.locator("[popovertarget=share]").last
    button.click()

    panel, place = page.locator("#share").bounding_box(), button.bounding_box()
    assert panel["y"] + panel["height"] <= place["y"] or panel["y"] >= place["y"] + place["height"]
    assert abs(panel["x"] - place["x"]) < 2


def test_the_keyboard_opens_walks_and_closes_the_panel(open_page):
    page = open_page(f"/en/{ARTICLE}")
    page.locator("[popovertarget=share]").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Email"

    page.keyboard.press("Escape")

    assert not page.locator("#share").is_visible()
    assert page.locator(":focus").inner_text() == "Share article"


@pytest.mark.parametrize(("options", "loaded"), [({}, False), ({"user_agent": WECHAT}, True)])
def test_only_wechat_loads_the_square_picture(open_page, server, language, options, loaded):
    page = open_page(None, **options)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/{language}/{ARTICLE}", wait_until="networkidle")

    picture = page.locator("img").first
    assert [url for url in asked if "share-600x600.png" in url] == (
        [page.evaluate("document.images[0].src")] if loaded else []
    )
    assert not picture.is_visible()
    if loaded:
        assert picture.evaluate("image => [image.naturalWidth, image.naturalHeight]") == [600, 600]
