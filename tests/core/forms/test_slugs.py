"""A slug comes from a title in either language, and is one of its kind whatever its case."""

import pytest

from cities.models import City
from core.forms.slugs import pinyin, slug_of
from news.models import Article
from pages.models import Page
from tests.support.desk_client import Desk, person
from tests.support.html import parsed

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return Desk(person("Reviewer"))


def add(desk, kind, **fields):
    """Send the form of a new item; return the answer."""
    page = desk.get(f"/admin/{kind}/add/")
    rows = {each.get("name"): each.get("value") or "" for each in page.cssselect("[name$=_FORMS]")}
    return desk.client.post(f"/admin/{kind}/add/", rows | {"kind": "news", "_save": ""} | fields)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Shade on ten streets|and more", "shade-on-ten-streets-and-more"),
        ("重庆的银行与音乐厅", "chong-qing-de-yin-hang-yu-yin-yue-ting"),
        ("成都：C40 行动2025", "cheng-du-c40-xing-dong-2025"),
        ("气候\u2014\u2014行动，开始！", "qi-hou-xing-dong-kai-shi"),
        ("…！", ""),
    ],
)
def test_a_slug_is_made_of_a_title(title, slug):
    assert slug_of(title, 80) == slug


def test_a_long_title_is_not_cut_within_a_word():
    slug = slug_of("绿色" * 40, 80)

    assert 70 < len(slug) <= 80
    assert set(slug.split("-")) == {"lv", "se"}
    assert len(slug_of("x" * 200, 80)) == 80
    assert pinyin("Plain words") == "Plain words"


@pytest.mark.parametrize(
    ("titles", "slug"),
    [
        ({"title_zh_hans": "十条街道的|树荫"}, "shi-tiao-jie-dao-de-shu-yin"),
        ({"title_zh_hans": "树荫", "title_en": "Shade"}, "shade"),
        ({"title_zh_hans": "树荫", "title_en": "Shade", "slug": "Own-Words"}, "own-words"),
    ],
)
def test_an_article_needs_no_slug_typed(reviewer, titles, slug):
    for number in ("", "-2", "-3"):
        answer = add(reviewer, "news/article", date="2025-04-01", **titles)
        if "slug" in titles and number:
            assert "already exists" in answer.content.decode()
        else:
            assert answer.status_code == 302
            assert Article.objects.latest("pk").slug == f"{slug}{number}"


def test_every_kind_that_is_published_makes_its_slug(reviewer):
    add(reviewer, "pages/page", title_zh_hans="隐私")
    choices = {"member_since_precision": "day", "member_since_kind": "joined"}
    place = {"latitude": "29.6", "longitude": "106.5", "name_side": "right"}
    add(reviewer, "cities/city", name_zh_hans="重庆", **place, **choices)

    assert Page.objects.get(title_zh_hans="隐私").slug == "yin-si"
    assert City.objects.get(name_zh_hans="重庆").slug == "chong-qing"


def test_without_a_title_the_form_says_what_to_do(reviewer):
    page = parsed(add(reviewer, "news/article", date="2025-04-01"))

    said = [each.text_content() for each in page.cssselect(".form-faults a[href='#id_slug']")]
    assert said == ["Slug: Enter a title, of which it is made, or type it."]


@pytest.mark.both_databases
def test_slugs_that_differ_by_case_alone_are_one(reviewer):
    first = {"title_en": "Shade", "slug": "Shade-On-Ten-Streets", "date": "2025-04-01"}
    assert add(reviewer, "news/article", **first).status_code == 302
    second = add(reviewer, "news/article", **first | {"slug": "shade-ON-ten-streets"})

    assert "already exists" in second.content.decode()
    assert Article.objects.filter(slug__iexact=first["slug"]).get().slug == "shade-on-ten-streets"
    about = add(reviewer, "pages/page", title_en="About", slug="About")
    assert "Page with this Slug already exists." in about.content.decode()
