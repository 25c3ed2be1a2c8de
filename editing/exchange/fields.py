"""The texts of an item that are exchanged, in the order of its form, and the ids of their units."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import pgettext

from core.i18n import localized
from core.models import field_label
from editing.checklist.checks import length_limit
from editing.exchange.blocks import blocks_of
from editing.exchange.codes import Codes, Line, numbered, print_of
from editing.translation.fingerprints import fingerprint
from editing.translation.states import LANGUAGES, FieldTexts, State

# What is called different things in files is one thing here.
FILE_TAGS = {"en": "en-GB", "zh-hans": "zh-CN"}


class UnitId(NamedTuple):
    """The id of a unit: into which language, item, field of it, block, what was sent."""

    target: str
    item: str
    field: str
    block: str
    # The fingerprint of the whole source of the field, and of the block's translation as sent.
    source_print: str
    sent: str

    def __str__(self) -> str:
        return ":".join(self)


def parsed_id(text: str) -> UnitId | None:
    """Return the id of a unit in its parts; None if it is none of this site's."""
    parts = text.strip().split(":")
    if len(parts) != len(UnitId._fields) or parts[0] not in LANGUAGES:
        return None
    return UnitId(*parts) if parts[3].isdecimal() else None


@dataclass(frozen=True)
class Unit:
    """A block of a field, in both languages, with what its codes stand for."""

    id: UnitId
    source: Line
    # Empty if there is no translation, or one in other blocks.
    target: Line
    source_codes: Codes
    target_codes: Codes


@dataclass(frozen=True)
class ExchangedField:
    """A bilingual field of an item or of one of its rows, as it goes out and comes back."""

    # The key of the item, such as ``news.article.12``.
    item: str
    texts: FieldTexts
    # The language into which it is translated.
    language: str
    is_own: bool
    place: int
    state: State

    @property
    def key(self) -> str:
        """The name of the field in ids: ``title``, or ``news.keyfact.12.label`` of a row."""
        texts = self.texts
        row = "" if self.is_own else f"{texts.model._meta.label_lower}.{texts.pk}."
        return f"{row}{texts.name}"

    @property
    def column(self) -> str:
        """The column of the translation."""
        return self.column_in(self.language)

    def column_in(self, language: str) -> str:
        """Return the column of the text in a language."""
        return localized(self.texts.name, language)

    @property
    def source(self) -> str:
        """The text to translate."""
        return self.texts.texts[other(self.language)]

    @property
    def target(self) -> str:
        """The translation as it is now."""
        return self.texts.texts[self.language]

    @property
    def label(self) -> str:
        """The name of the field, with that of its row."""
        name = field_label(self.texts.model, self.texts.name)
        if self.is_own:
            return name
        return f"{capfirst(str(self.texts.model._meta.verbose_name))} {self.place} · {name}"

    @property
    def limit(self) -> int | None:
        """How many characters are enough; None where nothing limits them."""
        column: Any = self.texts.model._meta.get_field(self.column)
        own = length_limit(self.texts.model, self.texts.name, self.language)
        return min(filter(None, (own, column.max_length)), default=None)

    @cached_property
    def source_print(self) -> str:
        """The fingerprint of the source."""
        return fingerprint(self.source, is_rich=self.texts.is_rich)

    @cached_property
    def is_alike(self) -> bool:
        """Whether the translation has the same blocks as its source."""
        found = (blocks_of(text, is_rich=self.texts.is_rich) for text in (self.source, self.target))
        paths = [[block.path for block in blocks] for blocks in found]
        return paths[0] == paths[1]

    @cached_property
    def units(self) -> list[Unit]:
        """The blocks, each with its translation if the translation has the same blocks."""
        is_rich = self.texts.is_rich
        sources = blocks_of(self.source, is_rich=is_rich)
        targets = blocks_of(self.target, is_rich=is_rich) if self.is_alike else []
        units = []
        for number, source in enumerate(sources):
            line, codes = numbered(source.marked)
            target, own = numbered(targets[number].marked, codes) if targets else ([], {})
            key = UnitId(
                self.language,
                self.item,
                self.key,
                str(number),
                self.source_print,
                print_of(target),
            )
            units.append(Unit(key, line, target, codes, own))
        return units


def other(language: str) -> str:
    """Return the language from which is translated into this one."""
    return next(code for code in LANGUAGES if code != language)


def note_of(field: ExchangedField, page: str) -> str:
    """Return what a translator is told of a field, in the language into which they translate."""
    with translation.override(field.language):
        parts = [field.label]
        if limit := field.limit:
            # Translators: in a note for a translator, how long a text may be.
            parts.append(
                pgettext("note for a translator", "up to %(limit)s characters") % {"limit": limit}
            )
        if field.target and not field.is_alike:
            parts.append(
                pgettext(
                    "note for a translator",
                    "the present translation has other paragraphs and is left out here",
                )
            )
        if page:
            parts.append(page)
        return pgettext("between the parts of a note", "; ").join(parts)
