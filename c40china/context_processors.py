"""Context of every template: navigation, settings, languages."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from c40china.navigation import load_navigation
from cities.models import City
from core.i18n import LANGUAGE_INFO, current_language
from core.seo.meta import alternates
from pages.models import SiteSettings


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation, the settings, the languages and the places of the skylines.

    Each is read only if a template shows it; a view that has it at hand gives its own.
    """
    return {
        "menu": SimpleLazyObject(load_navigation),
        "site": SimpleLazyObject(SiteSettings.objects.current),
        "skyline_places": SimpleLazyObject(lambda: City.pilots_among(City.objects.listed())),
        "language": LANGUAGE_INFO[current_language()],
        "alternates": alternates(request),
    }
