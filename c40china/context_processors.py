"""What the frame of every page shows: settings, menus, languages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from cities.models import City
from core.i18n import LANGUAGE_INFO, current_language, in_each_language
from core.seo import alternates
from pages.models import Page, SiteLink, SiteSettings
from programmes.models import PilotCity, Programme


@dataclass(frozen=True)
class MenuItem:
    """A link of the frame. ``tag`` is the language its title is in."""

    title: str
    tag: str
    url: str


def _rows(queryset: Any, kind: str, key: str, order: str, field: str) -> Any:
    return queryset.order_by().values_list(
        Value(kind),
        Coalesce(order, 0),
        key,
        *(Coalesce(column, Value("")) for column in in_each_language(field)),
    )


def _menu_item(key: str, texts: tuple[str, ...], address: Callable[[str], str]) -> MenuItem:
    titles = dict(zip(LANGUAGE_INFO, texts, strict=True))
    language = current_language()
    if not titles[language]:
        language = next((code for code, title in titles.items() if title), language)
    return MenuItem(titles[language].replace("|", ""), LANGUAGE_INFO[language].tag, address(key))


def load_menu() -> dict[str, list[MenuItem]]:
    """Return the programmes, footer pages and outside links, in one query."""
    rows = _rows(Programme.objects.published(), "programmes", "slug", "order", "name").union(
        _rows(
            Page.objects.published().filter(footer_order__isnull=False),
            "pages",
            "slug",
            "footer_order",
            "title",
        ),
        _rows(SiteLink.objects, "links", "url", "order", "label"),
        all=True,
    )
    addresses: dict[str, Callable[[str], str]] = {
        "programmes": lambda slug: reverse("programmes:detail", args=[slug]),
        "pages": lambda slug: reverse("pages:detail", args=[slug]),
        "links": lambda url: url,
    }
    menu: dict[str, list[MenuItem]] = {kind: [] for kind in addresses}
    for kind, _order, key, *texts in sorted(rows):
        menu[kind].append(_menu_item(key, tuple(texts), addresses[kind]))
    return menu


def load_skyline_places() -> list[City]:
    """Return the pilot cities, whose skylines are the picture of a skyline programme."""
    pilots = PilotCity.objects.published().filter(programme__layout=Programme.Layout.SKYLINE)
    return [pilot.city for pilot in pilots.select_related("city")]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return settings, menus, languages and what pictures of programmes draw.

    Each is read only if a template shows it; a view that has it at hand gives its own.
    """
    return {
        "site": SimpleLazyObject(SiteSettings.objects.current),
        "menu": SimpleLazyObject(load_menu),
        "skyline_places": SimpleLazyObject(load_skyline_places),
        "language": LANGUAGE_INFO[current_language()],
        "alternates": alternates(request),
    }
