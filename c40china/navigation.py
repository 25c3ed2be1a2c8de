"""Menu and footer of every page, read from the database in one query."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.caching.parts import kept
from core.caching.statements import Statement
from core.i18n import LANGUAGE_INFO, current_language, in_each_language
from core.models import Publishable
from core.typography import plain_title
from pages.models import MenuEntry, Page, SiteLink, SiteSettings, page_url
from programmes.models import Programme


@dataclass(frozen=True)
class NavigationItem:
    """A link of the menu or the footer: its text, the text's language and its URL."""

    title: str
    tag: str
    url: str

    @property
    def section(self) -> str:
        """The part of the site that it leads to: the first of its address after the language."""
        return self.url.split("/")[2]


@dataclass(frozen=True)
class Source:
    """The rows that make the items of one kind.

    ``text`` is a bilingual field, or "" if the key itself is shown; ``url`` makes a URL of
    the key.
    """

    queryset: Callable[[], QuerySet]
    key: str
    text: str
    url: Callable[[str], str]
    order: str = ""

    def rows(self, kind: str) -> QuerySet:
        """Return kind, order, key and the text in each language, as a part of the one query."""
        texts = in_each_language(self.text) if self.text else [Value("") for _code in LANGUAGE_INFO]
        columns: list[Any] = [Coalesce(text, Value(""), output_field=TextField()) for text in texts]
        queryset = self.queryset().order_by()
        if issubclass(queryset.model, Publishable):
            # The title of a language that is held back is not for readers yet.
            hidden = [
                When(held_back__contains=f" {code} ", then=Value("")) for code in LANGUAGE_INFO
            ]
            columns = [
                Case(when, default=title, output_field=TextField())
                for when, title in zip(hidden, columns, strict=True)
            ]
        order = Coalesce(self.order, 0) if self.order else Value(0)
        # Otherwise modeltranslation would keep the columns in a set, and their order, by which the
        # union joins them, would differ from process to process.
        rows = queryset.rewrite(False)  # type: ignore[attr-defined]
        return rows.values_list(Value(kind), order, F(self.key), *columns)


def settings_with(*fields: str) -> Callable[[], QuerySet]:
    """Return the row of settings if any of the fields is filled in, else nothing."""
    filled = Q()
    for field in fields:
        filled |= Q(**{f"{field}__gt": ""})
    return lambda: SiteSettings.objects.filter(filled)


SOURCES = {
    "main": Source(
        lambda: MenuEntry.objects.filter(is_shown=True), "path", "label", page_url, "order"
    ),
    "programmes": Source(
        lambda: Programme.objects.published(),
        "slug",
        "name",
        lambda slug: reverse("programmes:detail", args=[slug]),
        "order",
    ),
    "pages": Source(
        lambda: Page.objects.published().filter(footer_order__isnull=False),
        "slug",
        "title",
        lambda slug: reverse("pages:detail", args=[slug]),
        "footer_order",
    ),
    "links": Source(SiteLink.objects.all, "url", "label", lambda url: url, "order"),
    "office": Source(
        settings_with(*in_each_language("office_name")),
        "email",
        "office_name",
        lambda _email: reverse("about"),
    ),
    "registered": Source(
        settings_with(*in_each_language("registered_name")),
        "registration_number",
        "registered_name",
        lambda _number: reverse("about"),
    ),
    "contact": Source(
        settings_with("email", "telephone", *in_each_language("address")),
        "email",
        "",
        lambda _email: f"{reverse('about')}#contact",
    ),
    "number": Source(
        settings_with("registration_number"),
        "registration_number",
        "",
        lambda _number: reverse("about"),
    ),
    "unit": Source(
        settings_with(*in_each_language("supervising_unit")),
        "email",
        "supervising_unit",
        lambda _email: reverse("about"),
    ),
    "address": Source(
        settings_with(*in_each_language("address")),
        "email",
        "address",
        lambda _email: f"{reverse('about')}#contact",
    ),
    "telephone": Source(settings_with("telephone"), "telephone", "", lambda each: f"tel:{each}"),
    "email": Source(settings_with("email"), "email", "", lambda each: f"mailto:{each}"),
    "wechat": Source(
        lambda: SiteSettings.objects.filter(wechat_picture__isnull=False),
        "wechat_picture__file",
        "",
        default_storage.url,
    ),
    # The registries where a reader can look the numbers up; the law asks for the first link.
    "icp": Source(
        settings_with("icp_number"), "icp_number", "", lambda _number: "https://beian.miit.gov.cn/"
    ),
    "police": Source(
        settings_with("police_number"),
        "police_number",
        "",
        lambda _number: "https://beian.mps.gov.cn/",
    ),
}


def _union() -> QuerySet:
    first, *others = (source.rows(kind) for kind, source in SOURCES.items())
    return first.union(*others, all=True)


_STATEMENT = Statement(_union)


def load_navigation() -> dict[str, list[NavigationItem]]:
    """Return the items of each kind in their order, in the reader's language where they have it."""
    return kept("navigation", _load, apps="pages programmes")


def _load() -> dict[str, list[NavigationItem]]:
    navigation: dict[str, list[NavigationItem]] = {kind: [] for kind in SOURCES}
    for kind, _order, key, *texts in sorted(_STATEMENT.rows()):
        titles = dict(zip(LANGUAGE_INFO, texts, strict=True))
        reader = current_language()
        language = next((code for code in (reader, *titles) if titles[code]), reader)
        title = plain_title(titles[language], language) or key
        navigation[kind].append(
            NavigationItem(title, LANGUAGE_INFO[language].tag, SOURCES[kind].url(key))
        )
    return navigation
