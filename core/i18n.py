"""The two languages as data, and the explicit columns in which bilingual text lies.

django-modeltranslation keeps ``title`` as ``title_en`` and ``title_zh_hans``. Querysets and
templates name those columns through this module: the bare ``title`` follows whatever language
is active and says nothing about the language the text is in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext
from django.utils.translation.trans_real import get_supported_language_variant
from modeltranslation.utils import build_localized_fieldname


@dataclass(frozen=True)
class Language:
    """What a page must know of a language: names in their own script, BCP 47 and Open Graph."""

    code: str
    tag: str
    short_name: str
    name: str
    og_locale: str
    # Whether | in a title marks where its line may break.
    has_break_marks: bool = False


LANGUAGE_INFO = {
    "en": Language("en", "en", "English", "English", "en_GB"),
    "zh-hans": Language("zh-hans", "zh-Hans", "中文", "简体中文", "zh_CN", has_break_marks=True),
}


def current_language() -> str:
    """Return the reader's language code, always one of ``settings.LANGUAGES``."""
    active = translation.get_language() or settings.LANGUAGE_CODE
    try:
        return get_supported_language_variant(active)
    except LookupError:
        return settings.LANGUAGE_CODE


def language_of(segment: str) -> str | None:
    """Return the code of the language that a part of an address means, or None.

    >>> [language_of(each) for each in ("zh_CN", "cn", "EN", "news")]
    ['zh-hans', 'zh-hans', 'en', None]
    """
    name = segment.lower().replace("_", "-")
    try:
        return get_supported_language_variant("zh" if name == "cn" else name)
    except LookupError:
        return None


def localized(field: str, language: str | None = None) -> str:
    """Return the column that holds ``field`` in ``language`` (the reader's by default).

    >>> localized("title", "zh-hans")
    'title_zh_hans'
    """
    return build_localized_fieldname(field, language or current_language())


def in_each_language(field: str) -> tuple[str, ...]:
    """Return the columns of ``field`` in every language, in the order of the settings."""
    return tuple(localized(field, code) for code, _ in settings.LANGUAGES)


def language_path(path: str, language: str) -> str:
    """Return ``path``, which begins with a language, under another language.

    >>> language_path("/en/cities/fuzhou/", "zh-hans")
    '/zh-hans/cities/fuzhou/'
    """
    _, _, rest = path.lstrip("/").partition("/")
    return f"/{language}/{rest}"


def without_language(path: str) -> str:
    """Return the part of ``path`` that is the same in every language.

    >>> without_language("/en/cities/fuzhou/")
    'cities/fuzhou/'
    """
    return language_path(path, "").lstrip("/")


class Translation:
    """A bilingual object read in one language only.

    ``Translation(article, "zh-hans").title`` is ``article.title_zh_hans``, whatever language is
    active, or "" where it is missing; what is not bilingual passes through unchanged.
    """

    def __init__(self, obj: Any, language: str) -> None:
        self.original = obj
        self.language = language

    def __getattr__(self, name: str) -> Any:
        column = localized(name, self.language)
        if hasattr(self.original, column):
            return getattr(self.original, column) or ""
        return getattr(self.original, name)

    @property
    def tag(self) -> str:
        """The language as HTML writes it, for ``lang`` attributes."""
        return LANGUAGE_INFO[self.language].tag

    @property
    def info(self) -> Language:
        """The language this text is in."""
        return LANGUAGE_INFO[self.language]

    @property
    def is_current(self) -> bool:
        """Whether the text is in the reader's language."""
        return self.language == current_language()


def colon() -> str:
    """Return what stands between a label and its value in the active language."""
    return pgettext("between a label and its value", ": ")


def join_names(names: Iterable[str]) -> str:
    """Return names as one list, with the comma of the active language between them."""
    return pgettext("between names", ", ").join(names)
