"""Links that hand an address on, and its code."""

from urllib.parse import parse_qs, urlsplit

import lxml.html
from django.utils import translation

from core.seo.sharing import CHANNELS, ORDER, channels, qr_code

URL = "https://example.org/zh-hans/news/2021/a-b/?x=1&y=%2F"
TITLE = "十国市长 & “特使” 100%?"


def test_every_language_offers_every_way_once(settings, language):
    assert set(ORDER) == set(dict(settings.LANGUAGES))
    assert sorted(ORDER[language]) == sorted(CHANNELS)


def test_links_carry_address_and_title_whatever_is_in_them(language):
    with translation.override(language):
        found = {
            each.url.partition("?")[0]: parse_qs(urlsplit(each.url).query, strict_parsing=True)
            for each in channels(URL, TITLE, language)
            if each.url
        }

    assert found == {
        "mailto:": {"subject": [TITLE], "body": [URL]},
        "https://www.linkedin.com/sharing/share-offsite/": {"url": [URL]},
        "https://x.com/intent/post": {"text": [TITLE], "url": [URL]},
        "https://service.weibo.com/share/share.php": {"url": [URL], "title": [TITLE]},
    }


def test_the_code_is_drawn_by_attributes_that_the_policy_lets_through():
    svg = lxml.html.fragment_fromstring(qr_code(URL))

    attributes = {name for each in svg.iter() for name in each.attrib}
    assert attributes == {"aria-hidden", "focusable", "viewbox", "class", "fill", "stroke", "d"}
    assert [path.get("fill") or path.get("stroke") for path in svg] == ["#fff", "#000"]
