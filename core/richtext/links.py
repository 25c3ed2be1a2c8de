"""Where a link of a text leads, as it is stored."""

import re
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.http.request import validate_host

LINK_SCHEMES = {"http", "https", "mailto"}

# Browsers take them out of an address, and write a space as %20 (WHATWG, URL).
_LINE_ENDS = re.compile(r"[\t\n\r\f\v\u2028\u2029]+")
# Places in the document that a text was copied from: no page has them.
_DEAD = re.compile(r"#(_.*|heading=h\..*|bookmark=id\..*|slide=id\..*)?", re.IGNORECASE)
# Pages that count who follows a link, or warn of it, and have its target in their query.
_REDIRECTORS = re.compile(
    r"(?:www\.)?google\.[a-z.]{2,6}/url|(?:l|lm)\.(?:facebook|instagram)\.com/|l\.messenger\.com/"
    r"|(?:www\.)?(?:youtube\.com|linkedin\.com/redir)/redirect|slack-redir\.net/link"
    r"|[a-z0-9]+\.safelinks\.protection\.outlook\.(?:com|cn)/|duckduckgo\.com/l/"
    r"|link\.(?:zhihu\.com|juejin\.cn|csdn\.net|jianshu\.com|wtturl\.cn|uisdc\.com)/?"
    r"|(?:www\.)?jianshu\.com/go-wild|gitee\.com/link|leetcode\.cn/link|xie\.infoq\.cn/link"
    r"|c\.pc\.qq\.com/|docs\.qq\.com/scenario/link|mail\.qq\.com/cgi-bin/readtemplate"
    r"|weixin110\.qq\.com/|(?:www\.)?oschina\.net/action/gotolink|developers\.weixin\.qq\.com/redirect",
    re.IGNORECASE,
)


def stored_address(href: str) -> str:
    """Return an address as texts keep it, "" if no link may lead there.

    >>> stored_address("https://www.google.com/url?q=https://example.org/a%20plan&sa=D")
    'https://example.org/a%20plan'
    """
    target: str | None = href
    while target is not None:  # each is shorter than the one that names it
        href = _LINE_ENDS.sub("", target).strip(" ").replace(" ", "%20")
        target = _behind(href)
    if _DEAD.fullmatch(href) or not _is_allowed(href):
        return ""
    return _within_site(href) or href


def _is_allowed(href: str) -> bool:
    """True for an http, https or mailto address and for a path on this site (``/…``, ``#…``)."""
    scheme, colon, rest = href.partition(":")
    if colon and scheme.lower() in LINK_SCHEMES:
        return bool(rest.strip("/"))
    # Browsers read a backslash as a slash: `/\host` would leave the site as `//host` does.
    return href.startswith(("/", "#")) and not href.startswith("//") and "\\" not in href


def _behind(href: str) -> str | None:
    """Return the address that a redirector leads to, None for any other address."""
    scheme, separator, rest = href.partition("://")
    if not separator or scheme.lower() not in ("http", "https") or not _REDIRECTORS.match(rest):
        return None
    query = rest.partition("?")[2].partition("#")[0]
    values = (value.strip() for _name, value in parse_qsl(query))
    return next((value for value in values if re.match(r"https?://[^/]", value, re.I)), None)


def _within_site(href: str) -> str:
    """Return the path of a full address of this site, "" for any other address."""
    try:
        parts = urlsplit(href)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:  # not every address on the web is one that can be taken apart
        return ""
    if parts.scheme not in ("http", "https") or not validate_host(host, settings.ALLOWED_HOSTS):
        return ""
    if settings.HOSTS and port not in (None, 80, 443):  # another service of the same machine
        return ""
    path = parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
    return path if _is_allowed(path) else ""
