"""Old addresses lead to where their pages are now, in one step, in both languages."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cities.models import City
from delivery.models import Redirect
from news.models import Article
from pages.models import Page
from programmes.models import Programme
from tests.support import items

SLUG = "china-special-envoy-c40"


def rename(item, **changes):
    for name, value in changes.items():
        setattr(item, name, value)
    item.save()


def lead_on(client, old, new):
    """Whether an address leads to another for good."""
    response = client.get(old)
    return (response.status_code, response.headers.get("Location")) == (301, new)


@pytest.mark.parametrize(
    ("model", "slug", "before", "after"),
    [
        (Article, SLUG, f"news/2021/{SLUG}/", "news/2021/renamed/"),
        (City, "fuzhou", "cities/fuzhou/", "cities/renamed/"),
        (Programme, "cap", "programmes/cap/", "programmes/renamed/"),
        (Page, "privacy", "privacy/", "renamed/"),
    ],
)
def test_a_changed_slug_leads_on_from_the_old_address(client, language, model, slug, before, after):
    rename(model.objects.get(slug=slug), slug="renamed")

    query = "?x=1&y=%2F"
    assert lead_on(client, f"/{language}/{before}{query}", f"/{language}/{after}{query}")
    assert client.get(f"/{language}/{after}").status_code == 200


@pytest.mark.parametrize("rest", [".pdf", "/bilingual/", "/share-1200x630.png"])
def test_what_belongs_to_a_page_moves_with_it(client, article, language, rest):
    rename(article, slug="renamed")

    old, new = (f"/{language}/news/2021/{slug}{rest}" for slug in (SLUG, "renamed"))
    assert lead_on(client, old, new)


def test_after_several_changes_every_old_address_leads_on_in_one_step(client, article, language):
    rename(article, slug="second")
    rename(article, date=datetime.date(2022, 3, 1))
    rename(article, slug="third")

    for old in (f"2021/{SLUG}", "2021/second", "2022/second"):
        assert lead_on(client, f"/{language}/news/{old}/", f"/{language}/news/2022/third/")


def test_a_name_that_comes_back_is_the_page_again(client, article, language):
    rename(article, slug="second")
    rename(article, slug=SLUG)

    assert client.get(f"/{language}/news/2021/{SLUG}/").status_code == 200
    assert lead_on(client, f"/{language}/news/2021/second/", f"/{language}/news/2021/{SLUG}/")


@pytest.mark.parametrize("rest", ["/", "/bilingual/", ".pdf"])
def test_the_right_slug_under_another_year_leads_to_the_right_one(client, language, rest):
    old, new = (f"/{language}/news/{year}/{SLUG}{rest}" for year in (2019, 2021))
    assert lead_on(client, old, new)


def test_an_old_address_that_another_page_has_taken_is_that_page(client, article, language):
    rename(article, slug="renamed")
    items.article(SLUG, date="2021-01-01").save()

    assert client.get(f"/{language}/news/2021/{SLUG}/").status_code == 200


def test_a_date_set_as_a_text_is_a_date_all_the_same(client, article):
    rename(article, date="2022-03-01")

    assert lead_on(client, f"/en/news/2021/{SLUG}/", f"/en/news/2022/{SLUG}/")


def test_a_name_that_was_never_public_is_not_given_away_nor_remembered(client, article):
    rename(article, status="draft")
    assert client.get(f"/en/news/2019/{SLUG}/").status_code == 404
    rename(article, slug="renamed")
    rename(article, status="published")

    assert client.get(f"/en/news/2021/{SLUG}/").status_code == 404


def test_only_reading_is_led_on(client, article):
    rename(article, slug="renamed")

    assert client.head(f"/en/news/2021/{SLUG}/").status_code == 301
    assert client.post(f"/en/news/2021/{SLUG}/").status_code != 301


def test_a_page_that_exists_costs_no_question_about_redirects(client):
    Redirect.objects.record_move("news/2020/old/", f"news/2021/{SLUG}/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/en/news/2021/{SLUG}/")

    assert not [each for each in queries if "delivery_redirect" in each["sql"]]


@pytest.mark.parametrize(
    "path", ["a" * 400 + "/", "%00/", "..%2f..%2f/", "%F0%9F%98%80/", "x.y.z/", "news/2021//x/"]
)
def test_an_address_that_no_page_ever_had_is_not_found(client, path):
    assert client.get(f"/en/{path}").status_code == 404


class TestInTheDesk:
    """Redirects that staff enter."""

    url = "/admin/delivery/redirect/add/"
    new = f"news/2021/{SLUG}/"

    @pytest.fixture(autouse=True)
    def desk(self, admin_client):
        self.client = admin_client

    def faults(self, old, new):
        response = self.client.post(self.url, {"old_path": old, "new_path": new})
        return {} if response.status_code == 302 else response.context["adminform"].form.errors

    @pytest.mark.parametrize(
        "old",
        ["old/name/", "/zh-hans/old/name", "https://testserver/en/old/name/#y"],
    )
    def test_an_address_may_be_pasted_as_the_browser_shows_it(self, client, old):
        assert self.faults(old, f"http://testserver/en/{self.new}") == {}

        for language in ("en", "zh-hans"):
            assert lead_on(client, f"/{language}/old/name/", f"/{language}/{self.new}")

    @pytest.mark.parametrize(
        ("old", "new", "field", "sentence"),
        [
            ("cities/fuzhou/", new, "old_path", "A page has this address now"),
            ("cities/", new, "old_path", "A page has this address now"),
            (new, new, "new_path", "would lead in a circle"),
            ("news/2020/", "news/2020/x/", "new_path", "would lead in a circle"),
            ("old/", "news/2021/nothing/", "new_path", "No page that readers can open"),
            ("http://example.org/old/", new, "old_path", "not on this site"),
            ("old/", "https://example.org/page/", "new_path", "not on this site"),
            ("old/", "/admin/", "new_path", "No page that readers can open"),
            ("", new, "old_path", "required"),
            ("http://[", new, "old_path", "not the address of a page"),
            ("old/", "http://[", "new_path", "not the address of a page"),
        ],
    )
    def test_what_would_mislead_is_refused_in_a_sentence(self, old, new, field, sentence):
        faults = self.faults(old, new)

        assert sentence in str(faults[field])
        assert Redirect.objects.count() == 0

    def test_a_chain_is_refused_because_its_middle_is_no_page(self):
        assert self.faults("first/", self.new) == {}
        assert self.faults("second/", "first/").keys() == {"new_path"}

    def test_the_refusal_is_said_in_the_language_of_the_desk(self, language):
        sentence = {"en": "A page has this address now", "zh-hans": "已有页面使用此网址"}[language]
        with translation.override(language):
            with pytest.raises(ValidationError) as refusal:
                Redirect(old_path="cities/fuzhou/", new_path=self.new).full_clean()

            assert sentence in str(refusal.value)
