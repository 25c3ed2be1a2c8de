"""One search over every kind of content, for the field in the header of the desk."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.sites import AdminSite
from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import translation
from django.utils.http import urlencode

from core.i18n import LANGUAGE_INFO, current_language, localized
from core.typography import plain_title
from editing.queries.conditions import PublishableModel
from editing.queries.rows import ItemLine, kinds, list_url, read, rows

SHOWN = 10
LINKS_SHOWN = 5


@dataclass(frozen=True)
class KindResults:
    """The results of one kind, and the URL of the list with all of them."""

    name: str
    items: list[ItemLine]
    more: str


def search_everything(site: AdminSite, request: HttpRequest, words: str) -> list[KindResults]:
    """Return what matches, by kind, in the order of the menu; each kind by its own search."""
    found = []
    for kind in kinds(site, request):
        admin = site.get_model_admin(kind)
        matching, _duplicates = admin.get_search_results(
            request, admin.get_queryset(request), words
        )
        keys = list(matching.order_by("-updated_at").values_list("pk", flat=True)[: SHOWN + 1])
        if not keys:
            continue
        chosen = rows(kind, Q(pk__in=keys[:SHOWN]), F("updated_at"))
        items = [read(row) for row in chosen.order_by("-item_at")]
        more = list_url(kind, "?" + urlencode({"q": words})) if len(keys) > SHOWN else ""
        found.append(KindResults(str(kind._meta.verbose_name_plural), items, more))
    return found


def pages_to_link(
    site: AdminSite, request: HttpRequest, words: str, language: str
) -> list[dict[str, str]]:
    """Return title, language and address of public pages that match, the first few of each kind."""
    found = []
    with translation.override(language):
        for kind in kinds(site, request):
            if hasattr(kind, "get_absolute_url"):
                found += [_page(obj, language) for obj in _public(site, request, kind, words)]
    return found


def _public(site: AdminSite, request: HttpRequest, kind: PublishableModel, words: str) -> Any:
    public = kind.objects.published().ready_in(current_language())
    matching, _duplicates = site.get_model_admin(kind).get_search_results(request, public, words)
    return matching[:LINKS_SHOWN]


def _page(obj: Any, language: str) -> dict[str, str]:
    title = getattr(obj, localized(obj.required_translations[0], language))
    tag = LANGUAGE_INFO[language].tag
    return {"title": plain_title(title, language), "tag": tag, "url": obj.get_absolute_url()}
