"""Both languages say the same: the numbers, dates and links of each page agree."""

import re
from urllib.parse import urlsplit

import lxml.html
import pytest

from cities.models import City
from news.models import Article
from tests.site.test_pages import PAGES

pytestmark = pytest.mark.django_db

MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
TEENS = [
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"),
    *("sixteen", "seventeen", "eighteen", "nineteen"),
]
ENGLISH_WORDS = {word: 10 + n for n, word in enumerate(TEENS)}
ENGLISH_WORDS |= {word: 20 + 10 * n for n, word in enumerate(TENS)}
HAN_DIGITS = "零一二三四五六七八九"
# Words in which a Han numeral is the figure of the other language, or none at all.
QUOTED = {"“十四五”": "14"}
SCALES = {"万": 10**4, "亿": 10**8, "thousand": 10**3, "million": 10**6, "billion": 10**9}
CONFERENCE = {"number 26": "the press release writes COP26, Chinese counts the conferences too"}
# What stands in one language only, by page, and why.
EXCEPTIONS: dict[str, dict[str, str]] = {
    "news/2021/china-special-envoy-c40/": CONFERENCE,
    "news/2021/china-special-envoy-c40/bilingual/": CONFERENCE,
    "cities/zhenjiang/": {"number 5": "its conference is the 5th in English, 第五届 in Chinese"},
}


def normal(number: float) -> str:
    return f"{number:.6g}" if number < 10**5 else f"{number:.0f}"


def han_number(text: str) -> int:
    """Return a number under 100 that is written in Han numerals: 十三, 二十四."""
    tens, _ten, ones = text.partition("十")
    first = HAN_DIGITS.index(tens) if tens else 1
    return 10 * first + (HAN_DIGITS.index(ones) if ones else 0)


def dates_in(text: str) -> tuple[set[str], str]:
    """Return the dates of a text as 2019-4-2 or 2019-4, and the text without them."""
    found = set()

    def english(match: re.Match) -> str:
        found.add("-".join(filter(None, [match[3], str(MONTHS.index(match[2]) + 1), match[1]])))
        return f" {match[3]} "

    def chinese(match: re.Match) -> str:
        found.add("-".join(filter(None, match.groups())))
        return f" {match[1]} "

    text = re.sub(rf"(?:(\d\d?) )?\b({'|'.join(MONTHS)}) (\d{{4}})", english, text)
    text = re.sub(r"(\d{4})年(\d\d?)月(?:(\d\d?)日)?", chinese, text)
    return found, text


def numbers_in(text: str) -> set[str]:
    """Return the numbers of a text: figures, and words from ten on, in one form."""
    for words, figure in QUOTED.items():
        text = text.replace(words, figure)
    found = set()
    for figure, scale in re.findall(
        r"(?<![A-Za-z0-9.])(\d[\d,]*(?:\.\d+)?) ?(万|亿|thousand|million|billion)?", text
    ):
        found.add(normal(float(figure.replace(",", "")) * SCALES.get(scale, 1)))
    # A Han numeral counts from ten on, and not as a part of a word such as 一道.
    found |= {
        normal(han_number(word))
        for word in re.findall("[二三四五六七八九]?十[一二三四五六七八九]?", text)
    }
    for word in re.findall(r"[A-Za-z]+", text):
        if (number := ENGLISH_WORDS.get(word.lower())) is not None:
            found.add(normal(number))
    return found


def parts_of(client, language: str, path: str) -> set[str]:
    """Return the numbers, dates and links of a page, each with its kind."""
    page = lxml.html.document_fromstring(client.get(f"/{language}/{path}").content.decode())
    # The panel shares the page of its own language; neighbours follow the order of its alphabet.
    for each in page.cssselect("script, style, svg, .address, .weight, .share, .neighbours"):
        each.drop_tree()
    links = set()
    for link in page.cssselect("main a[href]"):
        address = urlsplit(link.get("href"))
        if "hreflang" not in link.attrib and not link.get("href").startswith("#"):
            shown = address.path if not address.netloc else link.get("href")
            links.add(re.sub(r"^/(en|zh-hans)/", "/", shown))
    text = " ".join(
        [
            *(text for main in page.cssselect("main") for text in main.itertext()),
            *page.xpath('//meta[@name="description"]/@content'),
        ]
    )
    dates, rest = dates_in(text)
    return {
        *(f"date {date}" for date in dates),
        *(f"number {number}" for number in numbers_in(rest)),
        *(f"link {link}" for link in links),
    }


def paths() -> list[str]:
    cities = [f"cities/{city.slug}/" for city in City.objects.all()]
    articles = [f"news/{each.date.year}/{each.slug}/" for each in Article.objects.all()]
    return sorted({*PAGES, *cities, *articles})


def test_numbers_dates_and_links_of_both_languages_agree_on_every_page(client):
    differences = {}
    for path in paths():
        english, chinese = (parts_of(client, language, path) for language in ("en", "zh-hans"))
        excused = EXCEPTIONS.get(path, {}).keys()
        only = {"en": english - chinese - excused, "zh-hans": chinese - english - excused}
        if any(only.values()):
            differences[path] = only
    assert differences == {}


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("in 2017", "2017年"),
        ("920 million people", "9.2亿人"),
        ("7,413,070", "741.307万人"),
        ("the year’s 24 solar terms", "一年二十四节气"),
        ("Thirteen cities", "十三座城市"),
        ("every 45 minutes", "每四十五分钟"),
        ("the 14th Five-Year Plan", "“十四五”规划"),
        ("at 12.5 per cent", "12.5%"),
    ],
)
def test_a_number_is_the_same_in_either_form(english, chinese):
    assert numbers_in(english) == numbers_in(chinese) != set()


def test_a_date_is_the_same_in_either_form():
    assert dates_in("on 2 April 2019, in June 2014")[0] == {"2019-4-2", "2014-6"}
    assert dates_in("2019年4月2日，2014年6月")[0] == {"2019-4-2", "2014-6"}
