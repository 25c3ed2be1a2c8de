"""Broken links within the site."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db import models
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO
from core.middleware import first_segment
from core.models import Publishable
from core.richtext.rendering import elements

# Places that every page has; a text has none of its own.
_ANCHORS = {"#top", "#main"}

LinkPlace = tuple[str, str, str]  # language, column, path


def broken_links(
    obj: models.Model, rows: list[models.Model], languages: list[str]
) -> list[tuple[str, str, str]]:
    """Return language, column and sentence for each link within the site that leads nowhere."""
    places = [place for row in (obj, *rows) for place in _links(row, languages)]
    found = open_paths({path for _language, _column, path in places})
    return [
        (language, column, _("the link %(path)s leads nowhere.") % {"path": path})
        for language, column, path in places
        if path not in found
    ]


def _links(row: models.Model, languages: list[str]) -> Iterator[LinkPlace]:
    for field in row._meta.local_fields:
        language = getattr(field, "language", None)
        text = getattr(row, field.attname)
        if language not in languages or not isinstance(text, str) or "<a " not in text:
            continue
        for element in elements(text):
            for link in element.iter("a"):
                href = link.get("href", "")
                if href.startswith("#") and href not in _ANCHORS:
                    yield language, field.name, href
                # Not every address on the web is one that can be taken apart.
                elif href.startswith("/"):
                    yield language, field.name, urlsplit(href).path


def open_paths(paths: set[str], language: str = "") -> set[str]:
    """Return the paths that resolve to a public page, with one query for each model.

    With ``language``, to one that is there in this language.
    """
    matches = {path: match for path in paths if (match := _match(path))}
    slugs = {match.kwargs["slug"] for match in matches.values() if "slug" in match.kwargs}
    found = {path for path, match in matches.items() if "slug" not in match.kwargs}
    if not slugs:
        return found
    for model in apps.get_models():
        has_slug = any(field.name == "slug" for field in model._meta.local_fields)
        if issubclass(model, Publishable) and has_slug and hasattr(model, "get_absolute_url"):
            public = model.objects.published().filter(slug__in=slugs)
            for obj in public.ready_in(language) if language else public:
                found |= {path for path in paths if _leads_to(path, obj)}
    return found


def _match(path: str) -> ResolverMatch | None:
    code = first_segment(path)
    if code not in LANGUAGE_INFO:
        return None
    with translation.override(code):
        try:
            return resolve(path)
        except Resolver404:
            return None


def _leads_to(path: str, obj: Any) -> bool:
    with translation.override(first_segment(path)):
        # Under the page there may be others of the same item, such as the one in both languages.
        return path.startswith(obj.get_absolute_url())
