"""Facts and their sources: each fact says who published it, when, and in which language."""

import re

import pytest

from cities.models import City, CityFact
from core.i18n import LANGUAGE_INFO, localized
from library.models import SourcePage
from programmes.models import PilotRole, Programme

pytestmark = pytest.mark.django_db

# Copies of other publishers' pages, and addresses that no longer lead to their page.
NEVER_LINKED = re.compile(
    r"zuizhijiaoyu|eduhup|cmfkt|tsdianying|ccgp-fushun|staging\.c40|c40cities\.org|teriin"
    r"|c40\.org/(awards|cities|case_studies|de)/|metropolis\.org/node"
)


def addresses() -> dict[str, str]:
    """The address of each source by the fact that it stands for."""
    cities = City.objects.all()
    return {
        **{f"{city.slug}, population": city.population_source for city in cities},
        **{f"{city.slug}, member since": city.member_since_source for city in cities},
        **{f"{each.city.slug}, {each}": each.source for each in CityFact.objects.all()},
        **{f"{each.pilot_city}, {each}": each.source for each in PilotRole.objects.all()},
        **{each.slug: each.summary_source for each in Programme.objects.all()},
    }


def test_each_source_of_a_fact_is_known_with_its_publisher_in_both_languages():
    known = {page.address: page for page in SourcePage.objects.all()}
    used = {address for address in addresses().values() if address}
    assert used <= set(known)
    assert not CityFact.objects.filter(source="")
    for page in known.values():
        assert all(getattr(page, localized("publisher", code)) for code in LANGUAGE_INFO)


def test_no_page_links_to_a_copy_or_to_an_address_that_has_gone(client):
    linked = []
    for city in City.objects.all():
        html = client.get(f"/en/cities/{city.slug}/").content.decode()
        linked += re.findall(r'href="(https?://[^"]+)"', html)
    assert linked
    assert [link for link in linked if NEVER_LINKED.search(link)] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Source: People’s Daily Online (Xinhua), 6 December 2023"),
        ("zh-hans", "来源：人民网（新华社），2023年12月6日（英文）"),
    ],
)
def test_a_source_is_shown_as_publisher_date_and_foreign_language(open_html, language, words):
    page = open_html(f"/{language}/cities/dalian/")
    assert words in [link.text_content().strip() for link in page.cssselect(".source")]


def test_a_source_whose_address_has_gone_is_shown_without_a_link(open_html):
    page = open_html("/en/cities/chengdu/")
    gone = [each for each in page.cssselect(".source") if "Metropolis" in each.text_content()]
    assert {each.tag for each in gone} == {"span"}


def test_a_source_that_the_library_does_not_know_is_shown_as_its_host(open_html):
    SourcePage.objects.filter(slug="people-peaking-pilots").delete()
    page = open_html("/en/cities/dalian/")
    assert "Source: en.people.cn" in [
        link.text_content().strip() for link in page.cssselect(".source")
    ]


def test_each_city_is_summed_up_in_two_sentences_that_no_other_city_has(language):
    sentences: dict[str, set[str]] = {}
    for city in City.objects.all():
        name = getattr(city, localized("name", language))
        # Without its own name: what fits any city is said of none.
        summary = getattr(city, localized("summary", language)).replace(name, "")
        parts = re.split(r"(?<=[.。]) ?", summary)
        sentences[city.slug] = {part for part in parts if part}
    for slug, own in sentences.items():
        others = set().union(*(each for other, each in sentences.items() if other != slug))
        assert len(own - others) >= 2, slug


@pytest.mark.parametrize(
    ("slug", "language", "words"),
    [
        ("guangzhou", "en", "announced 15 September 2015"),
        ("guangzhou", "zh-hans", "2015年9月15日宣布加入"),
        ("dalian", "en", "by 2 April 2019"),
        ("dalian", "zh-hans", "不晚于2019年4月2日加入"),
        ("wuhan", "en", "since June 2014"),
        ("wuhan", "zh-hans", "2014年6月加入"),
    ],
)
def test_the_date_of_a_membership_says_what_it_dates(open_html, slug, language, words):
    page = open_html(f"/{language}/cities/{slug}/")
    assert words in page.text_content()
    assert not {"Member since", "加入时间"} & {dt.text_content() for dt in page.cssselect("dt")}
