"""Staff change every word of the site in the admin, both languages side by side."""

import lxml.html
import pytest
from django.urls import reverse

from accounts.models import User
from cities.models import City
from news.models import Article
from pages.models import Page, SiteSettings
from programmes.models import Milestone, PilotCity, Programme

MODELS = [City, Programme, PilotCity, Milestone, Article, Page, SiteSettings]


@pytest.fixture
def staff(client, language):
    """Someone who may do everything, working in one of the languages."""
    user = User.objects.create_superuser("chief", password="x", interface_language=language)
    client.force_login(user)
    return client


def form_data(page):
    """Return what a browser would send if nobody changed anything."""
    form = page.get_element_by_id("content-main").cssselect("form")[0]
    return {name: value for name, value in form.form_values() if not name.startswith("_")}


def change_url(obj):
    return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


def open_form(client, obj):
    response = client.get(change_url(obj))
    assert response.status_code == 200
    return lxml.html.document_fromstring(response.content.decode())


@pytest.mark.both_databases
@pytest.mark.parametrize("model", MODELS)
def test_each_kind_opens_and_saves_unchanged(staff, model):
    objs = model.objects.all()

    assert objs
    for obj in objs:
        before = model.objects.values().get(pk=obj.pk)

        response = staff.post(change_url(obj), form_data(open_form(staff, obj)))

        assert response.status_code == 302, response.context["errors"]
        after = model.objects.values().get(pk=obj.pk)
        for values in (before, after):
            values.pop("updated_at", None)
        texts = {key: value or "" for key, value in before.items()}
        assert {key: value or "" for key, value in after.items()} == texts


def test_a_pair_of_languages_stands_on_one_row_each_in_its_own_language(staff):
    page = open_form(staff, City.objects.get(slug="fuzhou"))

    english, chinese = (
        page.get_element_by_id("id_name_en"),
        page.get_element_by_id("id_name_zh_hans"),
    )
    row = page.cssselect(".form-row.field-name_en.field-name_zh_hans")[0]
    assert (english.get("lang"), chinese.get("lang")) == ("en", "zh-Hans")
    assert {english, chinese} <= set(row.iter("input", "textarea"))


def test_a_change_is_on_the_public_page_at_the_next_request(staff):
    fuzhou = City.objects.get(slug="fuzhou")
    data = form_data(open_form(staff, fuzhou))

    staff.post(
        change_url(fuzhou), data | {"name_en": "Foochow", "name_zh_hans": "榕城", "_publish": ""}
    )

    assert "Foochow" in staff.get("/en/cities/fuzhou/").content.decode()
    assert "榕城" in staff.get("/zh-hans/").content.decode()


def test_the_form_links_to_the_public_page_in_both_languages(staff):
    page = open_form(staff, City.objects.get(slug="fuzhou"))

    links = [(a.get("hreflang"), a.get("href")) for a in page.cssselect("a.viewsitelink")]
    assert links == [("en", "/en/cities/fuzhou/"), ("zh-Hans", "/zh-hans/cities/fuzhou/")]


def test_a_draft_has_no_link_to_a_public_page(staff):
    City.objects.filter(slug="fuzhou").update(status="draft")

    page = open_form(staff, City.objects.get(slug="fuzhou"))

    assert page.cssselect("a.viewsitelink") == []


def test_an_article_can_be_written_in_one_language_only(staff):
    data = form_data(open_form(staff, Article.objects.get(slug="china-special-envoy-c40")))
    new = {key: value for key, value in data.items() if not key.startswith("key_facts")}
    new |= {
        "slug": "only-chinese",
        "title_en": "",
        "body_en": "",
        "standfirst_en": "",
        "key_facts-TOTAL_FORMS": "0",
        "key_facts-INITIAL_FORMS": "0",
    }

    response = staff.post(reverse("admin:news_article_add"), new)

    assert response.status_code == 302
    assert Article.objects.get(slug="only-chinese").languages == ["zh-hans"]


def test_publishing_without_a_text_is_refused_in_words(staff):
    article = Article.objects.get(slug="china-special-envoy-c40")
    data = form_data(open_form(staff, article))

    response = staff.post(change_url(article), data | {"body_en": "", "body_zh_hans": "<p></p>"})

    language = response["Content-Language"]
    words = {"en": "To publish, fill these fields in", "zh-hans": "发布前"}[language]
    assert words in response.content.decode()
    assert Article.objects.get(pk=article.pk).body_en


@pytest.mark.both_databases
def test_a_page_cannot_take_an_address_that_another_page_has(staff):
    page = Page.objects.get(slug="privacy")

    response = staff.post(change_url(page), form_data(open_form(staff, page)) | {"slug": "cities"})

    assert response.status_code == 200
    assert Page.objects.filter(slug="privacy").exists()


@pytest.mark.parametrize("slug", ["bad slug", "a/b", "中文"])
def test_a_slug_that_no_address_can_have_is_refused_at_its_field(staff, slug):
    page = Page.objects.get(slug="privacy")

    response = staff.post(change_url(page), form_data(open_form(staff, page)) | {"slug": slug})

    assert response.context["adminform"].form.errors.keys() == {"slug"}


def test_the_settings_open_at_once_and_cannot_be_deleted(staff):
    response = staff.get(reverse("admin:pages_sitesettings_changelist"))

    assert response["Location"] == change_url(SiteSettings.objects.get())
    delete = reverse("admin:pages_sitesettings_delete", args=[SiteSettings.objects.get().pk])
    assert staff.get(delete).status_code == 403


def test_filing_numbers_appear_in_the_footer_once_they_are_entered(staff):
    row = SiteSettings.objects.get()
    assert b"beian.miit.gov.cn" not in staff.get("/en/").content

    data = form_data(open_form(staff, row))
    staff.post(change_url(row), data | {"icp_number": "京ICP备00000000号-1"})

    page = lxml.html.document_fromstring(staff.get("/en/cities/").content.decode())
    link = page.cssselect('footer a[href="https://beian.miit.gov.cn/"]')[0]
    assert link.text_content() == "京ICP备00000000号-1"
    assert any(each.get("lang") == "zh-Hans" for each in link.iterancestors())


def test_the_admin_forbids_scripts_without_its_nonce(staff):
    response = staff.get(change_url(Article.objects.first()))

    policy = response.headers["Content-Security-Policy"]
    page = lxml.html.document_fromstring(response.content.decode())
    nonces = {script.get("nonce") for script in page.cssselect("script:not([src]), style")}
    assert "unsafe-inline" not in policy
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in policy
