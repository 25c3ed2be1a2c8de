"""Metadata of a page: titles, canonical and alternate URLs, share image, JSON-LD."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext

from core.i18n import LANGUAGE_INFO, Language, current_language, language_path
from core.richtext.rendering import plain_text
from core.seo.jsonld import JsonLdNode, breadcrumbs
from core.share_images import SHAPES, SQUARE, WIDE, Drawing, ShareImage, image_url
from core.typography import plain_title

# Search engines show about so many characters of a description.
DESCRIPTION_LENGTH = 160


@dataclass(frozen=True)
class PagePicture:
    """The picture of a page in one shape: absolute address, and size in pixels."""

    url: str
    width: int
    height: int


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


def excerpt(html: str | None) -> str:
    """Return the beginning of a rich text as a description."""
    return Truncator(" ".join(plain_text(html).split())).chars(DESCRIPTION_LENGTH)


class PageMeta:
    """Mixin of the public views that adds the metadata of the page to the context."""

    section = ""
    name: Any = ""
    meta_title: Any = ""
    meta_description: Any = ""
    og_type = "website"
    # The apps whose content the page shows, but for its news; "" for those of any.
    content_apps = ""
    # The pages above this one, as (title, URL name), without the home page.
    trail: tuple[tuple[Any, str], ...] = ()

    request: HttpRequest

    def get_name(self) -> str:
        """Return what the page is called where its place is known: in its picture and trail."""
        return str(self.name)

    def get_meta_title(self) -> str:
        """Return what search engines and chat cards call it, without the name of the site."""
        return str(self.meta_title) or self.get_name()

    def get_meta_description(self) -> str:
        """Return one or two plain sentences about the page."""
        return str(self.meta_description)

    def get_languages(self) -> list[str]:
        """Return the codes of the languages in which the page really exists."""
        return [code for code, _name in settings.LANGUAGES]

    def get_page_language(self) -> str:
        """Return the code of the language in which its text is shown."""
        languages, reader = self.get_languages(), current_language()
        return reader if reader in languages or not languages else languages[0]

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

    def get_drawing(self) -> Drawing:
        """Return what the picture of the page shows; without anything of its own, the emblem."""
        return Drawing()

    def get_share_image(self) -> ShareImage:
        """Return the picture that goes with links to the page."""
        language = self.get_page_language()
        with translation.override(language):
            name = gettext("C40 China")
        return ShareImage(language, self.get_name(), name, self.get_drawing())

    def absolute(self, path: str) -> str:
        """Return a path with the scheme and the host under which the page was asked for."""
        return self.request.build_absolute_uri(path)

    def get_image_paths(self) -> dict[str, str]:
        """Return the paths of the picture in each shape; they change when the picture does."""
        path = language_path(self.get_canonical_path(), self.get_page_language())
        image = self.get_share_image()
        return {shape: image_url(path, shape, image) for shape in (WIDE, SQUARE)}

    def get_trail(self) -> list[tuple[str, str]]:
        """Return title and absolute address of the pages down to this one; [] on the home page."""
        above = [(pgettext("the public site", "Home"), reverse("home"))]
        above += [(str(title), reverse(name)) for title, name in self.trail]
        here = (plain_title(self.get_name(), self.get_page_language()), self.get_canonical_path())
        return [(title, self.absolute(path)) for title, path in [*above, here]]

    def get_nodes(self, canonical: str, images: list[str]) -> list[JsonLdNode]:
        """Return what the page speaks of, in the words of schema.org, besides its trail."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add section, title and canonical address, and the rest for the head if it is shown."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        path = language_path(self.get_canonical_path(), self.get_page_language())
        context |= {
            "section": self.section,
            "content_apps": self.content_apps,
            "meta_title": plain_title(self.get_meta_title(), self.get_page_language()),
            "canonical": self.absolute(path + self.get_canonical_query()),
        }
        context["head"] = SimpleLazyObject(lambda: self.get_head(context["canonical"]))
        return context

    def get_head(self, canonical: str) -> dict[str, Any]:
        """Return description, pictures, structured data and the addresses in each language."""
        languages = self.get_languages() or [current_language()]
        shown, query = self.get_page_language(), self.get_canonical_query()
        images = self.get_image_paths()
        pictures = [
            PagePicture(self.absolute(path), SHAPES[shape].width, SHAPES[shape].height)
            for shape, path in images.items()
        ]
        trail = self.get_trail()
        return {
            "description": self.get_meta_description(),
            "hreflangs": [
                (
                    LANGUAGE_INFO[code].tag,
                    self.absolute(language_path(self.get_canonical_path(), code) + query),
                )
                for code in languages
            ],
            "x_default": self.absolute(self.get_default_path() + query),
            "og_type": self.og_type,
            "og_locale": LANGUAGE_INFO[shown].og_locale,
            "og_alternates": [LANGUAGE_INFO[code].og_locale for code in languages if code != shown],
            "pictures": pictures,
            "square_picture": images[SQUARE],
            "structured_data": [
                *([breadcrumbs(trail)] if trail else []),
                *self.get_nodes(canonical, [picture.url for picture in pictures]),
            ],
        }


class ObjectMeta(PageMeta):
    """The same for a page that shows one publishable object."""

    object: Any
    # The field of the object that describes it; its title is the first that it must have.
    description_field = "standfirst"

    def get_name(self) -> str:
        return getattr(self.object.localized, self.object.required_translations[0])

    def get_meta_description(self) -> str:
        text = self.object.localized
        return getattr(text, self.description_field) or excerpt(text.body)

    def get_languages(self) -> list[str]:
        """Return the languages of the object; an object without any stays where it is read."""
        return self.object.languages or [current_language()]
