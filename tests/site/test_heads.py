"""What every page tells machines: Open Graph, and schema.org's words in a data block."""

import json

import pytest

from cities.models import City
from news.models import Article
from pages.models import SiteSettings
from tests.support.public_pages import ARTICLE, PAGES, TAGS

LOCALES = {"en": "en_GB", "zh-hans": "zh_CN"}
ROOT = "http://testserver"

# By type: what schema.org or the large search engines require, then what they recommend.
PROPERTIES = {
    "NewsArticle": (
        {"headline", "datePublished", "author", "image", "publisher"},
        {"dateModified", "description", "inLanguage", "mainEntityOfPage", "url", "articleSection"},
    ),
    "BreadcrumbList": ({"itemListElement"}, set()),
    "ListItem": ({"position", "name", "item"}, set()),
    "Organization": ({"name", "url"}, {"logo", "parentOrganization"}),
    "WebSite": ({"name", "url"}, {"inLanguage", "publisher"}),
    "City": ({"name"}, {"url", "geo", "alternateName", "image", "description"}),
    "Dataset": ({"name", "description"}, {"url", "isAccessibleForFree", "distribution"}),
    "CreativeWork": ({"name"}, {"url"}),
    "DataDownload": ({"contentUrl"}, {"encodingFormat"}),
    "GeoCoordinates": ({"latitude", "longitude"}, set()),
    "AdministrativeArea": ({"name"}, set()),
}
# What schema.org knows beyond those, and is used here.
OPTIONAL = {
    *("@type", "@id", "about", "sameAs", "mainEntityOfPage", "containedInPlace", "isBasedOn"),
    "license",
}
# A thing that only another names needs no more than its own name.
MENTIONED = {"about", "containedInPlace", "parentOrganization"}

every_page = pytest.mark.parametrize("path", PAGES)


@pytest.fixture
def nodes_of(open_html):
    """Return what a page speaks of, by type."""

    def found(path):
        (block,) = open_html(path).cssselect('script[type="application/ld+json"]')
        data = json.loads(block.text)
        assert data["@context"] == "https://schema.org"
        return {node["@type"]: node for node in data["@graph"]}

    return found


def faults(node, place=""):
    """Yield what a node, or one within it, lacks or has too much."""
    kind = node.get("@type")
    if kind is None:
        assert set(node) == {"@id"}, place
        return
    required, recommended = PROPERTIES[kind]
    wanted = {"name"} if place in MENTIONED else required | recommended
    yield from (f"{kind} lacks {name}" for name in wanted - node.keys())
    yield from (f"{kind} has {name}" for name in node.keys() - required - recommended - OPTIONAL)
    for name, value in node.items():
        assert value not in ("", None, []), (kind, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from faults(each, name)


def contents(page, name):
    return [each.get("content") for each in page.cssselect(f'meta[property="{name}"]')]


@every_page
def test_title_description_address_and_languages_are_said_for_chat_applications(
    open_html, language, path
):
    page = open_html(f"/{language}/{path}")
    (description,) = page.cssselect('meta[name="description"]')

    assert len(description.get("content")) >= 15
    assert contents(page, "og:description") == [description.get("content")]
    assert contents(page, "og:url") == [page.cssselect('link[rel="canonical"]')[0].get("href")]
    assert contents(page, "og:locale") == [LOCALES[language]]
    (alternate,) = LOCALES.keys() - {language}
    assert contents(page, "og:locale:alternate") == [LOCALES[alternate]]
    assert "|" not in contents(page, "og:title")[0]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("en/cities/", "Cities: C40 members in China · C40 China"),
        ("zh-hans/cities/", "城市：C40的中国成员城市 · C40中国"),
        ("en/cities/fuzhou/", "Fuzhou: C40 member city · C40 China"),
        ("zh-hans/cities/fuzhou/", "福州：C40成员城市 · C40中国"),
        ("en/programmes/", "Programmes: C40’s work with Chinese cities · C40 China"),
        ("zh-hans/programmes/", "项目：C40与中国城市的合作 · C40中国"),
        (
            "en/programmes/cap/",
            "C40 China Cities Climate Action Planning Programme · C40 China",
        ),
        ("zh-hans/programmes/cap/", "C40中国城市气候行动规划项目 · C40中国"),
        ("en/programmes/cbp/", "C40 China Buildings Programme · C40 China"),
        ("zh-hans/programmes/cbp/", "C40中国建筑项目 · C40中国"),
        ("en/news/", "News: C40 and its cities in China · C40 China"),
        ("zh-hans/news/", "新闻：C40与中国成员城市 · C40中国"),
    ],
)
def test_a_title_says_what_a_page_is_where_nothing_else_stands(open_html, path, title):
    page = open_html(f"/{path}")

    assert page.cssselect("title")[0].text == title
    assert contents(page, "og:title") == [title.rpartition(" · ")[0]]


def test_the_title_of_both_texts_is_not_that_of_one(open_html, language):
    one, both = (open_html(f"/{language}/{ARTICLE}{end}") for end in ("", "bilingual/"))
    words = {"en": "Bilingual: {}", "zh-hans": "中英对照：{}"}[language]

    assert contents(both, "og:title") == [words.format(contents(one, "og:title")[0])]
    assert contents(both, "og:image") == contents(one, "og:image")


@every_page
def test_what_a_page_speaks_of_is_valid_by_schema_org(nodes_of, language, path):
    nodes = nodes_of(f"/{language}/{path}")

    assert nodes
    assert [fault for node in nodes.values() for fault in faults(node)] == []


@every_page
def test_breadcrumbs_lead_from_home_to_the_page(client, nodes_of, language, path):
    if path == "":
        assert "BreadcrumbList" not in nodes_of(f"/{language}/")
        return
    steps = nodes_of(f"/{language}/{path}")["BreadcrumbList"]["itemListElement"]

    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[0]["item"] == f"{ROOT}/{language}/"
    assert steps[-1]["item"] == f"{ROOT}/{language}/{path.removesuffix('bilingual/')}"
    assert not [step for step in steps if "|" in step["name"]]
    assert {client.get(step["item"].removeprefix(ROOT)).status_code for step in steps} == {200}


def test_an_article_is_told_in_full(open_html, nodes_of, language):
    page = open_html(f"/{language}/{ARTICLE}")
    node = nodes_of(f"/{language}/{ARTICLE}")["NewsArticle"]

    assert node["headline"] == page.cssselect("h1")[0].text_content()
    assert node["datePublished"] == "2021-09-10"
    assert node["inLanguage"] == TAGS[language]
    assert node["url"] == f"{ROOT}/{language}/{ARTICLE}"
    assert node["image"] == contents(page, "og:image")
    assert len(node["about"]) == 3
    assert contents(page, "og:type") == ["article"]
    assert contents(page, "article:published_time") == ["2021-09-10"]
    assert node["dateModified"] == contents(page, "article:modified_time")[0]


def test_a_city_is_told_with_both_names_and_its_place(nodes_of, language):
    node = nodes_of(f"/{language}/cities/fuzhou/")["City"]

    names = {"en": ("Fuzhou", "福州"), "zh-hans": ("福州", "Fuzhou")}[language]
    assert (node["name"], node["alternateName"][0]) == names
    assert node["geo"]["latitude"] == pytest.approx(26.07, abs=0.1)


def test_the_home_page_tells_who_publishes_the_site(nodes_of, language):
    nodes = nodes_of(f"/{language}/")

    assert nodes["WebSite"]["publisher"]["@id"] == nodes["Organization"]["@id"]
    assert nodes["WebSite"]["inLanguage"] == list(TAGS.values())


def test_the_table_of_cities_names_its_licence_once_it_is_confirmed(nodes_of, language):
    assert "license" not in nodes_of(f"/{language}/cities/")["Dataset"]

    address = "https://creativecommons.org/licenses/by/4.0/"
    SiteSettings.objects.update(
        data_licence_en="CC BY 4.0", data_licence_zh_hans="CC BY 4.0", data_licence_url=address
    )
    node = nodes_of(f"/{language}/cities/")["Dataset"]
    assert node["license"] == {"@type": "CreativeWork", "name": "CC BY 4.0", "url": address}
    assert list(faults(node)) == []


def test_an_article_in_one_language_names_no_other(open_html, fixture_articles, language):
    page = open_html(f"/{language}/news/2026/site-on-trial/")

    assert contents(page, "og:locale") == ["zh_CN"]
    assert contents(page, "og:locale:alternate") == []
    assert "/zh-hans/" in contents(page, "og:image")[0]


def test_a_text_cannot_end_the_data_block(open_html, nodes_of):
    name = "</script><script>alert(1)</script><!-- & ]]>"
    City.objects.filter(slug="fuzhou").update(name_en=name)

    page = open_html("/en/cities/fuzhou/")
    assert page.xpath("//script[contains(text(), 'alert(1)') and not(@type)]") == []
    assert nodes_of("/en/cities/fuzhou/")["City"]["name"] == name


def test_an_article_without_a_standfirst_is_described_by_its_beginning(open_html, language):
    Article.objects.update(standfirst_en="", standfirst_zh_hans="")

    page = open_html(f"/{language}/{ARTICLE}")
    (description,) = page.cssselect('meta[name="description"]')
    text = page.cssselect(".prose p")[0].text_content()
    assert 20 < len(description.get("content")) <= 160
    assert description.get("content").startswith(text[:20])
