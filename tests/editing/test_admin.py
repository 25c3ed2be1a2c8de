"""Staff change every word of the site in the admin, both languages side by side."""

import pytest

from cities.models import City
from news.models import Article
from pages.models import Page, SiteSettings
from programmes.models import Milestone, PilotCity, Programme
from tests.support.desk_client import Desk, superuser
from tests.support.html import parsed

MODELS = [City, Programme, PilotCity, Milestone, Article, Page, SiteSettings]


@pytest.fixture
def chief(language):
    return Desk(superuser(language))


@pytest.mark.both_databases
@pytest.mark.parametrize("model", MODELS)
def test_each_kind_opens_and_saves_unchanged(chief, model):
    objs = model.objects.all()

    assert objs
    for obj in objs:
        before = model.objects.values().get(pk=obj.pk)

        response = chief.send(obj, chief.form(obj))

        assert response.status_code == 302, response.context["errors"]
        after = model.objects.values().get(pk=obj.pk)
        for values in (before, after):
            values.pop("updated_at", None)
        texts = {key: value or "" for key, value in before.items()}
        assert {key: value or "" for key, value in after.items()} == texts


def test_a_pair_of_languages_stands_on_one_row_each_in_its_own_language(chief):
    page = chief.get(chief.url(City.objects.get(slug="fuzhou")))

    english, chinese = (page.get_element_by_id(f"id_name_{code}") for code in ("en", "zh_hans"))
    row = page.cssselect(".form-row.field-name_en.field-name_zh_hans")[0]
    assert (english.get("lang"), chinese.get("lang")) == ("en", "zh-Hans")
    assert {english, chinese} <= set(row.iter("input", "textarea"))


def test_the_hint_at_break_marks_stands_below_the_chinese_title_alone(chief):
    hints = chief.get(chief.url(Article.objects.first())).cssselect("[id$=_helptext]")
    found = [each.get("id") for each in hints if "|" in each.text_content()]
    assert found == ["id_title_zh_hans_helptext"]


def test_the_form_links_to_the_public_page_in_both_languages_unless_it_is_a_draft(chief):
    def links():
        page = chief.get(chief.url(City.objects.get(slug="fuzhou")))
        return [(a.get("hreflang"), a.get("href")) for a in page.cssselect("a.viewsitelink")]

    assert links() == [("en", "/en/cities/fuzhou/"), ("zh-Hans", "/zh-hans/cities/fuzhou/")]
    City.objects.update(status="draft")
    assert links() == []


def test_publishing_without_a_text_is_refused_in_words(chief, language):
    article = Article.objects.get(slug="china-special-envoy-c40")
    empty = {"body_en": "", "body_zh_hans": "<p></p>"}

    response = chief.send(article, chief.form(article) | empty)

    words = {"en": "To publish, fill these fields in", "zh-hans": "发布前"}[language]
    assert words in response.content.decode()
    assert Article.objects.get(pk=article.pk).body_en


@pytest.mark.parametrize("slug", ["", "bad slug", "a/b", "中文", "cities"])
def test_a_slug_that_no_page_can_have_is_refused_at_its_field(chief, slug):
    page = Page.objects.get(slug="privacy")

    response = chief.send(page, chief.form(page) | {"slug": slug})

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
