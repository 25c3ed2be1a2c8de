"""Staff change every word of the site in the admin, both languages side by side."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import City
from editing.models import Activity
from library.models import GlossaryTerm, SourcePage
from news.models import Article
from pages.models import Page, SiteSettings
from programmes.models import Milestone, PilotCity, Programme
from tests.support.desk_client import Desk, person, superuser, workflow_state
from tests.support.html import parsed

MODELS = [City, Programme, PilotCity, Milestone, Article, Page, SiteSettings]
OTHERS = [SourcePage, GlossaryTerm]
READING = ("SELECT", "DECLARE", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
UNCHANGED = {"en": "Nothing changed.", "zh-hans": "没有改动。"}


@pytest.fixture
def chief(db):
    return Desk(superuser())


@pytest.mark.parametrize("model", MODELS + OTHERS)
def test_each_kind_opens_and_saves_unchanged_without_a_trace(model, language):
    chief = Desk(superuser(language))
    objs = model.objects.all()[: 3 if model in OTHERS or language != "en" else None]

    assert objs
    for obj in objs:
        before = model.objects.values().get(pk=obj.pk), Activity.objects.count()
        # As a browser ends the lines of a text area.
        sent = {
            key: each if isinstance(each, list) else each.replace("\n", "\r\n")
            for key, each in chief.form(obj).items()
        }

        response = chief.send(obj, sent)

        assert response.status_code == 302, response.context["errors"]
        assert (model.objects.values().get(pk=obj.pk), Activity.objects.count()) == before
        assert chief.messages() == [UNCHANGED[language]]
        assert workflow_state(obj).pending is None


def test_a_pair_of_languages_stands_on_one_row_each_in_its_own_language(chief):
    page = chief.get(chief.url(City.objects.get(slug="fuzhou")))

    english, chinese = (page.get_element_by_id(f"id_name_{code}") for code in ("en", "zh_hans"))
    row = page.cssselect(".form-row.field-name_en.field-name_zh_hans")[0]
    assert (english.get("lang"), chinese.get("lang")) == ("en", "zh-Hans")
    assert {english, chinese} <= set(row.iter("input", "textarea"))


def test_the_hint_at_break_marks_stands_below_the_chinese_title_alone(chief):
    # To a translator the English title is shown, and not to be changed.
    for desk in (chief, Desk(person("Translator"))):
        hints = desk.get(desk.url(Article.objects.first())).cssselect("div.help")
        found = [each.get("id") for each in hints if "|" in each.text_content()]
        assert found == ["id_title_zh_hans_helptext"]


def test_the_form_links_to_the_public_page_in_both_languages_unless_it_is_a_draft(chief):
    def links():
        page = chief.get(chief.url(City.objects.get(slug="fuzhou")))
        return [(a.get("hreflang"), a.get("href")) for a in page.cssselect("a.viewsitelink")]

    assert links() == [("en", "/en/cities/fuzhou/"), ("zh-Hans", "/zh-hans/cities/fuzhou/")]
    City.objects.update(status="draft")
    assert links() == []


def test_publishing_without_a_text_is_refused_in_words(chief):
    article = Article.objects.get(slug="china-special-envoy-c40")
    empty = {"body_en": "", "body_zh_hans": "<p></p>"}

    response = chief.send(article, chief.form(article) | empty)

    assert "To publish, fill these fields in" in response.content.decode()
    assert Article.objects.get(pk=article.pk).body_en


def test_a_slug_that_no_page_can_have_is_refused_at_its_field(chief):
    page = Page.objects.get(slug="privacy")
    form = chief.form(page)

    for slug in ("bad slug", "a/b", "中文", "cities"):
        response = chief.send(page, form | {"slug": slug})
        assert response.context["adminform"].form.errors.keys() == {"slug"}


def test_the_settings_open_at_once(chief):
    response = chief.client.get("/admin/pages/sitesettings/")

    assert response["Location"] == chief.url(SiteSettings.objects.get())


def test_filing_numbers_appear_in_the_footer_once_they_are_entered(chief):
    row = SiteSettings.objects.get()
    assert b"beian.miit.gov.cn" not in chief.client.get("/en/").content

    chief.save(row, icp_number="京ICP备00000000号-1")

    link = chief.get("/en/cities/").cssselect('footer a[href="https://beian.miit.gov.cn/"]')[0]
    assert link.text_content() == "京ICP备00000000号-1"
    assert any(each.get("lang") == "zh-Hans" for each in link.iterancestors())


def test_the_admin_forbids_scripts_without_its_nonce(chief):
    response = chief.client.get(chief.url(Article.objects.first()))

    policy = response.headers["Content-Security-Policy"]
    page = parsed(response)
    nonces = {script.get("nonce") for script in page.cssselect("script:not([src]), style")}
    assert "unsafe-inline" not in policy
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in policy


@pytest.mark.parametrize("role", ["translator", "reviewer"])
def test_looking_at_a_form_writes_nothing(request, role):
    desk = request.getfixturevalue(role)
    objs = [model.objects.first() for model in MODELS]
    urls = [desk.url(obj, page) for obj in objs for page in ("change", "history")]
    pilot = PilotCity.objects.first()
    typed = desk.form(pilot) | {"form_key": "typed"}
    if desk.client.post(desk.url(pilot, "autosave"), typed).status_code == 200:
        urls.append(f"{desk.url(pilot)}?autosave=typed")
    desk.get(urls[0])

    with CaptureQueriesContext(connection) as queries:
        for url in urls:
            desk.get(url)

    written = [each["sql"] for each in queries if not each["sql"].lstrip("(").startswith(READING)]
    # What a page says once is kept in the session until then.
    assert [each for each in written if "django_session" not in each] == []
