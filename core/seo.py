"""What a page tells machines of itself: title, description, canonical and alternate addresses."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core.i18n import LANGUAGE_INFO, Language, current_language, language_path


@dataclass(frozen=True)
class Alternate:
    """The page in a language: its address keeps the query string of the request."""

    language: Language
    url: str
    is_current: bool


def alternates(request: HttpRequest) -> list[Alternate]:
    """Return the address of the requested page in each language, for the language links."""
    query = request.META.get("QUERY_STRING", "")
    suffix = f"?{query}" if query else ""
    return [
        Alternate(
            LANGUAGE_INFO[code],
            language_path(request.path, code) + suffix,
            code == current_language(),
        )
        for code, _name in settings.LANGUAGES
    ]


class PageMeta:
    """Mixin of the public views: hands the template what its head needs."""

    section = ""
    meta_title: Any = ""
    meta_description: Any = ""

    request: HttpRequest

    def get_meta_title(self) -> str:
        """Return the title of the page, without the name of the site."""
        return str(self.meta_title)

    def get_meta_description(self) -> str:
        """Return one or two plain sentences about the page."""
        return str(self.meta_description)

    def get_languages(self) -> list[str]:
        """Return the codes of the languages in which the page really exists."""
        return [code for code, _name in settings.LANGUAGES]

    def get_canonical_path(self) -> str:
        """Return the path of the page that stands for this one, in the reader's language."""
        return self.request.path

    def get_canonical_query(self) -> str:
        """Return the part of the query string that makes it another page, with its "?"."""
        return ""

    def get_default_path(self) -> str:
        """Return the path for readers of no known language."""
        languages = self.get_languages()
        default = settings.LANGUAGE_CODE
        chosen = default if default in languages else languages[0]
        return language_path(self.get_canonical_path(), chosen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add section, titles, canonical and ``hreflang`` addresses to the context."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        languages = self.get_languages() or [current_language()]
        reader = current_language()
        path, query = self.get_canonical_path(), self.get_canonical_query()

        def absolute(target: str) -> str:
            return self.request.build_absolute_uri(target + query)

        context |= {
            "section": self.section,
            "meta_title": self.get_meta_title(),
            "meta_description": self.get_meta_description(),
            "canonical": absolute(
                language_path(path, reader if reader in languages else languages[0])
            ),
            "hreflangs": [
                (LANGUAGE_INFO[code].tag, absolute(language_path(path, code))) for code in languages
            ],
            "x_default": absolute(self.get_default_path()),
        }
        return context


class ObjectMeta(PageMeta):
    """The same for a page that shows one publishable object."""

    object: Any

    def get_languages(self) -> list[str]:
        """Return the languages of the object; an object without any stays where it is read."""
        return self.object.languages or [current_language()]
