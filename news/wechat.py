"""An article as it is pasted into the editor of WeChat's official accounts."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from core.i18n import Translation
from core.images import jpeg_copy
from core.richtext.rendering import image_ids
from core.richtext.wechat import WeChatPicture, WeChatText, wechat_text
from core.typography import plain_title
from library.models import Image

# What its interface takes, in characters, and its editor: of the text, mark-up counts.
TITLE_LIMIT, SUMMARY_LIMIT = 32, 128
TEXT_LIMITS = {"interface": 20_000, "editor": 50_000}
# Of a picture, in bytes.
PICTURE_LIMIT = 1024 * 1024


@dataclass(frozen=True)
class WeChatArticle:
    """What is pasted, and the pictures that WeChat will not be able to fetch."""

    title: str
    summary: str
    address: str
    text: WeChatText
    unreachable: list[Image]


def wechat_article(text: Translation) -> WeChatArticle:
    """Return an article in one of its languages."""
    article, language = text.original, text.language
    with translation.override(language):
        address = settings.PUBLIC_URL + article.get_absolute_url()
        context = {"text": text, "article": article, "facts": article.facts_in(language)}
        context["origin"] = article.origin_in(language)
        html = render_to_string("news/wechat.html", context)
    images = Image.objects.for_html(html)
    found = {key: _picture(images[key], language) for key in image_ids(html) if key in images}
    is_local = _is_local(address)
    return WeChatArticle(
        title=plain_title(text.title, text.language),
        summary=text.standfirst,
        address=address,
        text=wechat_text(
            html, language, {key: each for key, each in found.items() if each.url}, address
        ),
        unreachable=[images[key] for key, each in found.items() if is_local or not each.url],
    )


def _picture(image: Image, language: str) -> WeChatPicture:
    words, copy = Translation(image, language), jpeg_copy(image.file, PICTURE_LIMIT)
    return WeChatPicture(
        url=copy and urljoin(settings.PUBLIC_URL, copy),
        alt="" if image.decorative else words.alt,
        caption=words.caption,
        credit=words.credit,
    )


def _is_local(address: str) -> bool:
    """Whether an address leads nowhere outside a machine or an office."""
    host = urlsplit(address).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host
