"""The pictures of the staff guide, taken of the desk as it is: ``make screenshots``.

The tests leave this file alone, for its name is not that of a test. It stands beside them because
it needs what they need: the real content in a database of its own, a server, and Chromium. People
have no names here but their roles.
"""

import datetime
import io
from pathlib import Path

import PIL.Image
import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cities.models import City
from editing.models import Activity
from news.models import Article
from tests.support.desk_client import Desk, person
from tests.support.public_pages import TAGS
from tests.support.visits import wait_for_editors

pytestmark = pytest.mark.browser

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "editing"
MOST_BYTES = 120_000
NAMES = {
    "en": {role: role for role in ("Editor", "Translator", "Reviewer")},
    "zh-hans": {"Editor": "编辑", "Translator": "译者", "Reviewer": "审核人"},
}
REASONS = {"en": "Please add the date.", "zh-hans": "请补充日期。"}
DRAFTS = {
    "one-map": {
        "title_en": "Thirteen member cities on one map",
        "title_zh_hans": "十三座成员城市，一张地图",
        "standfirst_en": "The site now shows every member city in China at its latitude.",
        "standfirst_zh_hans": "网站按纬度展示C40在中国的全部成员城市，每座城市一座山形。",
        "body_en": "<p>Each mountain is computed from the latitude of its city.</p>",
        "body_zh_hans": "<p>每座山形均由城市的纬度计算得出。</p>",
    },
    "two-languages": {
        "title_en": "Every page in two languages",
        "standfirst_en": "Readers change the language on any page and stay where they are.",
        "body_en": "<p>The button is at the top of the page.</p>",
    },
    "documents": {
        "title_en": "Articles can be downloaded as PDF",
        "title_zh_hans": "文章可下载PDF",
        "standfirst_en": "Each article has a document in one language, or in both.",
        "standfirst_zh_hans": "每篇文章均可下载单语或双语文档，便于存档与转发，也可以直接打印。",
        "body_en": "<p>The document is set from the text of the page.</p>",
        "body_zh_hans": "<p>文档由网页文字排版而成。</p>",
    },
}


@pytest.fixture
def people(db, language):
    """The desks of three people, by role; all of them work in the language."""
    return {
        role: Desk(person(role, name, first_name=name, interface_language=language))
        for role, name in NAMES[language].items()
    }


@pytest.fixture
def drafts(people):
    """Articles that the editor has begun, by slug."""
    made = {}
    for slug, texts in DRAFTS.items():
        article = Article.objects.create(slug=slug, date=timezone.localdate(), **texts)
        people["Editor"].save(article, cities=[City.objects.get(slug="fuzhou").pk])
        made[slug] = article
    return made


@pytest.fixture
def open_as(open_page, people, language):
    """Open a page of the desk as the person of a role."""

    def opened(role, path, **options):
        page = open_page(path, user=people[role].user, locale=language, **options)
        wait_for_editors(page)
        return page

    return opened


@pytest.fixture
def take(language):
    """Write what a page shows into a picture of few colours, for a repository keeps all of them."""

    def taken(page, name):
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready")
        picture = PIL.Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide")))
        path = PICTURES / f"{name}.{TAGS[language]}.png"
        PICTURES.mkdir(exist_ok=True)
        picture.convert("RGB").quantize(128).save(path, optimize=True)
        assert path.stat().st_size <= MOST_BYTES, path.name

    return taken


def spread(article):
    """Put an hour between the lines of an article's past, as if it had been written today."""
    lines = list(Activity.objects.of(article))
    for hours, line in enumerate(lines):
        line.at -= datetime.timedelta(hours=hours)
    Activity.objects.bulk_update(lines, ["at"])


def test_login(open_page, language, take):
    take(open_page("/admin/login/", locale=language), "login")


def test_dashboard_and_list(people, drafts, language, open_as, take):
    people["Editor"].save(drafts["one-map"], "_submit")
    people["Editor"].save(drafts["documents"], "_submit")
    people["Editor"].save(drafts["two-languages"], "_submit")
    people["Reviewer"].save(drafts["two-languages"], "_return", _reason=REASONS[language])
    today = timezone.localdate()
    monday = today + datetime.timedelta(days=7 - today.weekday())
    people["Reviewer"].save(
        drafts["documents"], "_publish", publish_at_0=str(monday), publish_at_1="09:00"
    )

    take(open_as("Reviewer", "/admin/"), "dashboard")
    page = open_as("Reviewer", "/admin/news/article/")
    page.locator(".action-select").first.check()
    take(page, "list")


def test_form_and_quotation(people, drafts, open_as, take):
    page = open_as("Editor", people["Editor"].url(drafts["one-map"]))
    take(page, "form")

    page.locator(".field-body_en .ProseMirror").first.focus()
    page.keyboard.press("Control+Shift+B")
    expect(page.locator("dialog[open]")).to_be_visible()
    take(page, "quotation")


def test_checklist(people, drafts, open_as, take):
    article = drafts["one-map"]
    link = '<p><a href="/en/news/2026/not-there/">More</a></p>'
    people["Editor"].save(article, body_en=article.body_en + link, standfirst_zh_hans="一张地图。")

    page = open_as("Reviewer", people["Reviewer"].url(article))
    page.locator(".desk-links").scroll_into_view_if_needed()
    take(page, "checklist")


def test_clash(people, drafts, open_as, take):
    article = drafts["one-map"]
    page = open_as("Editor", people["Editor"].url(article))
    people["Translator"].save(
        article,
        standfirst_zh_hans="十三座城市按纬度排列，一座城市一座山。",
        title_zh_hans="十三城，一张图",
    )
    page.locator("#id_standfirst_zh_hans").fill(
        "C40在中国的十三座成员城市，按纬度展示在一张地图上。"
    )
    page.locator("#id_title_en").fill("Thirteen cities on one map")
    page.locator(".submit-row [name=_save]:visible").click()
    expect(page.locator(".desk-clash")).to_be_visible()
    take(page, "clash")


def test_history_and_comparison(people, drafts, language, open_as, take):
    editor, reviewer = people["Editor"], people["Reviewer"]
    article = drafts["one-map"]
    editor.save(article, "_submit")
    reviewer.save(article, "_return", _reason=REASONS[language])
    editor.save(
        article,
        "_submit",
        standfirst_en="Since November 2026 the site shows every member city at its latitude.",
        standfirst_zh_hans="2026年11月起，网站按纬度展示C40在中国的全部成员城市，一座城市一座山。",
    )
    reviewer.save(article, "_publish")
    spread(article)

    take(open_as("Reviewer", reviewer.url(article, "history")), "history")
    versions = Activity.objects.of(article).filter(revision__isnull=False)
    newest, older = versions[0], versions[2]
    path = f"{reviewer.url(article, 'compare')}?old={older.pk}&new={newest.pk}"
    take(open_as("Reviewer", path), "compare")
