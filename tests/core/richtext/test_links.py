"""Where links of a text lead, as it is stored."""

from urllib.parse import quote

import pytest

from core.richtext.fields import clean
from core.richtext.links import stored_address

KEPT = (
    *("https://c40.org/x", "http://c40.org", "mailto:a@example.org", "/en/cities/", "/", "#top"),
    *("https://www.google.com/maps?q=Fuzhou", "https://www.google.com/url?q=about:blank"),
)
TEXT = (
    *("javascript:alert(1)", "JaVaScRiPt:x", "java\nscript:x", "&#106;avascript:x", "vbscript:x"),
    *("data:text/html,x", "ftp://example.com", "//example.com", "/\\example.com"),
    *("\\\\example.com", "https:///", "cities/fuzhou/", ""),
    # Places in the document that they were copied from.
    *("#", "#_ftn1", "#_Toc1001", "#heading=h.abc"),
)
RAIN = "https://example.org/rain?a=1"
BEHIND = {
    "https://www.google.com/url?q=https://example.org/rain%3Fa%3D1&amp;sa=D": RAIN,
    "https://www.google.com.hk/url?sa=t&amp;url=https%3A%2F%2Fexample.org%2Frain%3Fa%3D1": RAIN,
    "https://link.zhihu.com/?target=https%3A//example.org/rain%3Fa%3D1": RAIN,
    "https://c.pc.qq.com/middlem.html?pfurl=https%3A%2F%2Fexample.org%2Frain%3Fa%3D1": RAIN,
    "https://a.safelinks.protection.outlook.com/?url=https://example.org/rain%3Fa%3D1": RAIN,
    "https://l.facebook.com/l.php?u=https://www.google.com/url?q%3D" + quote(RAIN): RAIN,
    "https://example.org/rain plan.pdf": "https://example.org/rain%20plan.pdf",
    "https://www.google.com/url?q=https://example.org/rain+plan": "https://example.org/rain%20plan",
}


@pytest.mark.parametrize("address", KEPT)
def test_link_to_the_web_to_mail_or_within_the_site_is_kept(address):
    assert clean(f'<p><a href="{address}">a</a></p>') == f'<p><a href="{address}">a</a></p>'


@pytest.mark.parametrize("address", TEXT)
def test_any_other_link_becomes_text(address):
    assert clean(f'<p><a href="{address}">a</a></p>') == "<p>a</p>"


@pytest.mark.parametrize(("address", "target"), BEHIND.items())
def test_a_redirector_gives_way_to_its_target_and_a_space_is_written_out(address, target):
    assert clean(f'<p><a href="{address}">a</a></p>') == f'<p><a href="{target}">a</a></p>'


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        ("https://www.c40.example/zh-hans/cities/?page=2#list", "/zh-hans/cities/?page=2#list"),
        ("http://C40.example.:80", "/"),
        ("https://c40.example//example.org/", ""),
        ("https://c40.example:8443/en/", ""),
        ("https://other.c40.example/en/", ""),
        ("https://c40.example@example.org/en/", ""),
        ("https://a＃b@example.org/", ""),
    ],
)
def test_a_full_address_of_this_site_becomes_the_page(settings, address, stored):
    settings.HOSTS = settings.ALLOWED_HOSTS = ["www.c40.example", "c40.example"]
    assert stored_address(address) == (stored or address)
