"""What only a browser can show of the desk: accessibility, policy, weight, languages, keys."""

import re
from urllib.parse import urlsplit

import brotli
import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from news.models import Article
from programmes.models import Programme
from tests.support.desk_client import code_of, superuser
from tests.support.items import library_image, photo
from tests.support.visits import visiting, wait_for_editors

pytestmark = pytest.mark.usefixtures("fixture_articles")
LANGUAGES = ["en", "zh-hans"]


def pages():
    article = Article.objects.get(slug="china-special-envoy-c40")
    programme = Programme.objects.get(slug="cbp")
    return [
        "/admin/",
        "/admin/search/?q=C40",
        "/admin/news/article/",
        "/admin/news/article/?view=missing&state=published",
        "/admin/cities/city/",
        "/admin/library/image/",
        "/admin/accounts/user/",
        "/admin/news/article/add/",
        reverse("admin:news_article_change", args=[article.pk]),
        reverse("admin:programmes_programme_change", args=[programme.pk]),
        reverse("admin:news_article_wechat", args=[article.pk, "zh-hans"]),
        reverse("admin:news_article_history", args=[article.pk]),
        reverse("admin:news_article_compare", args=[article.pk]),
        reverse("admin:news_article_delete", args=[article.pk]),
        "/admin/account/",
        "/admin/account/app/add/",
        "/admin/account/sessions/",
        "/admin/password_change/",
        "/admin/activity/",
        "/admin/news/article/recover/",
        "/admin/news/article/export/",
    ]


def chief(language):
    """Return someone who may do everything and works in a language."""
    user = User.objects.filter(username="chief").first() or superuser()
    user.first_name, user.interface_language = "林", language
    user.save()
    return user


@pytest.fixture
def open_desk(open_page):
    """Open a page of the desk as someone who may do everything and works in ``language``."""

    def opened(path, language="en", **options):
        return open_page(path, user=chief(language), **options)

    return opened


# The words of a page that are said to be Chinese.
CHINESE_WORDS = """() => {
  const seen = (e) => e.closest('[lang]')?.lang.startsWith('zh')
    && !e.closest('script, style, code, textarea, .ProseMirror, .material-icons')
    && !e.closest('.desk-compare td');
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node; (node = walker.nextNode());)
    if (seen(node.parentElement)) texts.push(node.data);
  for (const name of ['title', 'aria-label', 'placeholder', 'alt'])
    for (const e of document.querySelectorAll(`[${name}]`))
      if (seen(e) && e.role !== 'toolbar') texts.push(e.getAttribute(name));
  for (const e of document.querySelectorAll('input[type=submit]')) texts.push(e.value);
  return texts;
}"""


# All that is asked of one visit is asked by one process.
ENGLISH, CHINESE = (
    pytest.param(each, marks=pytest.mark.xdist_group(f"desk-{each}")) for each in LANGUAGES
)


@pytest.fixture(scope="module", params=[ENGLISH, CHINESE])
def visit(request, module_articles, browser, session_server):
    """What the browser notes of every page of the desk in a language."""
    # A picture without words is called by its file, however long that name is.
    file = SimpleUploadedFile(f"{'屋顶' * 40}.jpg", photo())
    library_image(file, alt_en="", alt_zh_hans="", decorative=True)
    with visiting(browser, session_server, chief(request.param)) as visit:
        for path in pages():
            visit.goes_to(path)
            wait_for_editors(visit.page)
            visit.texts[path] = visit.page.evaluate(CHINESE_WORDS)
            visit.looks_around(path, [1440, 1024, 768, 390, 320], request.param)
        visit.page.context.clear_cookies()
        visit.page.set_extra_http_headers({"Accept-Language": request.param})
        goes_through_the_account(visit, request.param)
    return visit


def goes_through_the_account(visit, language):
    """From a wrong password to the second factor, as someone goes who has none yet."""
    page = visit.page
    # The visit in the other language may have left one.
    Authenticator.objects.all().delete()

    def looks(name):
        visit.texts[name] = page.evaluate(CHINESE_WORDS)
        visit.looks_around(name, [1440, 390] if name == "log in" else [390], language)

    def sends(**fields):
        for name, value in fields.items():
            page.locator(f"[name={name}]").fill(value)
        with page.expect_navigation():
            page.locator("#account-button").click()

    def opens(path):
        visit.goes_to(path)
        looks(path)

    visit.goes_to("/admin/login/")
    looks("log in")
    sends(login="chief", password="wrong")
    looks("wrong password")
    sends(password="x")
    opens("/admin/account/passkeys/add/")
    visit.goes_to("/admin/account/app/add/")
    sends(code="0")
    looks("wrong first code")
    sends(code=code_of(page.locator("li code").text_content()))
    looks("recovery codes")
    opens("/admin/account/")
    opens("/admin/account/app/remove/")
    page.set_viewport_size({"width": 1440, "height": 900})
    with page.expect_navigation():
        page.locator("#logout-form button").click()
    looks("logged out")
    visit.goes_to("/admin/login/")
    sends(login="chief", password="x")
    looks("second factor")


def test_no_page_of_the_desk_has_an_accessibility_violation(visit):
    assert visit.violations == {}


def test_no_page_of_the_desk_scrolls_sideways(visit):
    assert visit.too_wide == {}


def test_the_desk_never_breaks_the_policy_nor_asks_others(visit):
    assert [text for kind, text in visit.messages if kind in ("error", "warning")] == []
    assert visit.errors == []
    assert visit.hosts == {urlsplit(visit.server).netloc}


# What may stand in English on the Chinese desk: names, addresses, marks of measure, keys.
NAMES = re.compile(
    r"https?://\S+|C40|IP|PIN|JavaScript|CAP|CBP|CPAFFC|COP26|Beijing|English|Ctrl|Enter|Alt|F10|Esc|Tab|Shift|PDF|MB|CSV|csv|XLSX|xlsx|AVIF|WebP|JPEG|PNG|jpg|chief"
)


@pytest.mark.parametrize("visit", [CHINESE], indirect=True)
def test_the_chinese_desk_shows_no_english_word_but_names(visit):
    found = {}
    for path, texts in visit.texts.items():
        assert texts, path
        left = {text.strip() for text in texts if re.search("[A-Za-z]{2,}", NAMES.sub("", text))}
        if left:
            found[path] = left

    assert found == {}


def test_a_form_weighs_at_most_450_kilobytes_on_first_load(open_desk, server):
    form, bodies = open_desk(None), []
    form.on("response", lambda response: bodies.append(response))
    form.goto(f"{server}{pages()[8]}", wait_until="networkidle")

    # The server of the tests does not compress; that of the site sends files as Brotli.
    weights = {each.url: len(brotli.compress(each.body())) for each in bodies}
    assert sum(weights.values()) <= 450 * 1024, weights


def test_the_filled_button_is_in_sight_and_both_languages_side_by_side_if_wanted(open_desk, server):
    page = open_desk(pages()[8])
    first = page.locator(".submit-row :is(button, input, a):visible").first
    box = first.bounding_box()
    assert "default" in first.get_attribute("class")
    assert box["y"] + box["height"] <= 900
    edges = page.locator(".submit-row > *").evaluate_all(
        "each => each.map(e => e.getBoundingClientRect().right)"
    )
    assert box["x"] + box["width"] == max(edges)

    def tops():
        return [page.locator(f"#id_title_{name}").bounding_box()["y"] for name in ("en", "zh_hans")]

    side_by_side = tops()
    page.set_viewport_size({"width": 800, "height": 900})
    assert side_by_side[0] == side_by_side[1]
    assert tops()[0] < tops()[1]

    # The languages in sight are chosen once for all forms.
    page.locator(".switch").get_by_role("button", name="中文").click()
    page.goto(f"{server}{pages()[9]}")
    assert not page.locator("#id_name_en").is_visible()
    assert page.locator("#id_name_zh_hans").is_visible()


def test_without_script_every_text_can_be_written_and_saved(open_desk):
    page = open_desk(pages()[8], java_script_enabled=False, width=390)

    assert page.locator("#id_body_zh_hans").is_visible()
    page.locator("#id_title_en").fill("Written without script")
    page.locator(".submit-row .default").click()

    assert Article.objects.filter(title_en="Written without script").exists()


def test_a_text_counts_its_words_and_fills_the_screen_until_escape(open_desk):
    page = open_desk(pages()[8])
    wait_for_editors(page)

    page.locator("#id_standfirst_en").fill("Four words, and 北京")

    row = page.locator(".form-row.field-standfirst_en")
    assert row.locator(".count").first.text_content() == "Words: 3 · Characters: 2"

    page.locator("#id_standfirst_zh_hans").fill("")
    assert row.locator(".count").last.text_content() == "Characters: 0"

    row = page.locator(".form-row.field-body_en")
    assert row.locator(".count").count() == 2

    row.get_by_role("button", name="Full screen").first.click()
    assert row.bounding_box()["width"] == 1440
    row.locator(".ProseMirror").last.click()
    page.keyboard.press("Escape")
    assert row.bounding_box()["width"] < 1440


def test_keys_lead_to_the_search_and_to_the_other_language(open_desk):
    page = open_desk(pages()[8])
    wait_for_editors(page)

    page.locator("#id_standfirst_en").focus()
    page.keyboard.press("Control+.")
    assert page.evaluate("document.activeElement.id") == "id_standfirst_zh_hans"
    page.keyboard.type("/")
    assert page.locator("#id_standfirst_zh_hans").input_value().startswith("/")

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "desk-search"


def test_no_key_publishes_and_control_s_saves_while_the_form_stays_open(open_desk):
    page = open_desk(pages()[8])
    wait_for_editors(page)
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or ""))

    page.locator("#id_title_en").fill("Saved by a key")
    for place in ("#id_title_en", ".field-body_en .ProseMirror", "[name=_note]", "body"):
        page.locator(place).first.focus()
        page.keyboard.press("Control+Enter")
        page.keyboard.press("Meta+Enter")
    # The question is one press away, and gone with Escape.
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Withdraw…").click()
    question = page.locator("#ask-withdraw")
    expect(question).to_contain_text("Readers will no longer see it.")
    page.keyboard.press("Escape")
    expect(question).not_to_be_visible()
    moves = ("_publish", "_submit", "_withdraw")
    assert [each for each in sent if any(move in each for move in moves)] == []
    page.locator("#id_title_en").focus()
    page.keyboard.press("Control+s")

    expect(page.locator(".messagelist")).to_contain_text("Saved")
    expect(page.locator("#id_title_en")).to_have_value("Saved by a key")
    page.wait_for_load_state("networkidle")


def test_the_page_is_previewed_next_to_its_form(open_desk):
    page = open_desk(pages()[8], "zh-hans")
    wait_for_editors(page)
    page.locator("#id_title_zh_hans").fill("预览中的标题")
    button = page.locator("[name=_preview][value=zh-hans]")
    button.click()
    pane = page.frame_locator(".preview-pane iframe")
    expect(pane.locator("main h1")).to_have_text("预览中的标题")
    assert not page.locator("#id_title_en").is_visible()
    box = page.locator("#id_title_zh_hans").bounding_box()
    assert box["x"] + box["width"] < page.locator(".preview-pane").bounding_box()["x"]

    page.locator(".preview-pane button").click()

    assert page.locator(".preview-pane").count() == 0
    assert page.locator("#id_title_en").is_visible()
    expect(button).to_be_focused()


def test_the_button_says_what_it_will_do_at_the_time_in_the_form(open_desk):
    page = open_desk(pages()[8])
    button = page.locator(".submit-row .default")
    expect(button).to_have_text("Update")

    page.locator("#id_publish_at_0").fill("2199-01-05")
    page.locator("#id_publish_at_1").fill("10:00")
    expect(button).to_have_text("Schedule")
    page.locator("#id_publish_at_0").fill("2199年1月5日")
    expect(button).to_have_text("Schedule")
    page.locator("#id_publish_at_0").fill("5/1/2199")
    expect(button).to_have_text("Schedule")
    page.locator("#id_publish_at_0").fill("2001-01-05")

    expect(button).to_have_text("Update")


def test_the_bar_of_actions_comes_with_the_first_row_chosen(open_desk):
    page = open_desk("/admin/news/article/")
    bar = page.locator(".actions")
    assert not bar.is_visible()

    page.locator(".action-select").first.check()

    assert bar.is_visible()
    assert "1 of" in bar.text_content()

    # On a tick Enter would press the first button of the bar, and that acts.
    page.keyboard.press("Enter")
    page.locator(".action-select").nth(1).check()
    assert "2 of" in bar.text_content()


def test_the_menu_opens_on_a_phone_without_script(open_desk):
    page = open_desk("/admin/", "zh-hans", width=390, java_script_enabled=False)
    link = page.locator('#nav-sidebar a[href="/admin/cities/city/"]')
    assert not link.is_visible()

    page.locator("#toggle-nav-sidebar").click()
    link.click()

    assert page.url.endswith("/admin/cities/city/")
