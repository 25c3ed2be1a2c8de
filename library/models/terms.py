"""The terms: which word stands for what in each language, and which words do not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from string import ascii_lowercase, ascii_uppercase

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import CharField, SlugField, TextField
from core.i18n import localized

_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)
# A | in a title marks where its line may break.
_STRAIGHT = str.maketrans("‘’\u00a0\n", "''  ", "|")


class TermQuerySet(models.QuerySet["GlossaryTerm"]):
    """Terms."""

    def table(self) -> "TermTable":
        """Return the terms, read by one query, to be looked for in texts."""
        return TermTable(self)


class GlossaryTerm(models.Model):
    """A term in both languages, its other forms, and words that are not to be used for it."""

    # The name alone is translated; each language has its own forms, and words to avoid.
    unread_texts = ("other_forms", "avoided", "allowed", "note")

    slug = SlugField(
        _("slug"),
        unique=True,
        max_length=80,
        help_text=_("Names the term in the starting content; readers do not see it."),
    )
    name = CharField(_("term"), max_length=160)
    other_forms = TextField(
        _("other forms"),
        blank=True,
        help_text=_(
            "Short and older names, one on each line. "
            "A search for any of them finds the others too."
        ),
    )
    avoided = TextField(
        _("words to avoid"), blank=True, help_text=_("Wrong words for it, one on each line.")
    )
    allowed = TextField(
        _("allowed contexts"),
        blank=True,
        help_text=_("Words in which a word to avoid is right, one on each line."),
    )
    note = TextField(_("note"), blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return self.name or self.slug

    def lines(self, field: str, language: str) -> list[str]:
        """Return the entries of a field that has one on each line."""
        text = getattr(self, localized(field, language)) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def name_in(self, language: str) -> str:
        """Return the agreed term of a language."""
        return getattr(self, localized("name", language)) or ""

    def forms(self, language: str) -> list[str]:
        """Return the words that stand for it in a language: its name, and its other forms."""
        return [*filter(None, [self.name_in(language)]), *self.lines("other_forms", language)]

    def stands_in(self, text: str, language: str) -> bool:
        """Whether a text has it in one of its forms."""
        whole = whole_text(text)
        return any(whole.has(words(form)) for form in self.forms(language))


@dataclass(frozen=True)
class Words:
    """A text or a term, and the same in small letters; each character stays in its place."""

    text: str
    small: str

    @cached_property
    def beginnings(self) -> set[str]:
        """Each one and two characters: few terms begin with any of them."""
        return {*self.small, *map("".join, pairwise(self.small))}

    def places(self, term: "Words") -> Iterator[int]:
        """Yield where a term stands as a whole: "lead" does not stand in "leading".

        An abbreviation is in capitals: "CAP" is not a cap.
        """
        start = self.small.find(term.small)
        while start >= 0:
            end = start + len(term.small)
            is_whole = not (
                _is_one_word(self.small[start - 1 : start], term.small[0])
                or _is_one_word(term.small[-1], self.small[end : end + 1])
            )
            is_found = is_whole and (not term.text.isupper() or self.text[start:end] == term.text)
            if is_found:
                yield start
            start = self.small.find(term.small, end if is_found else start + 1)

    def has(self, term: "Words") -> bool:
        """Whether a term stands in it."""
        return next(self.places(term), None) is not None

    def without(self, term: "Words") -> "Words":
        """Return the words with a gap at each place of a term; the same if there is none."""
        length = len(term.small)
        starts = list(self.places(term))
        if not starts:
            return self
        between = list(zip([0, *(each + length for each in starts)], [*starts, None], strict=True))
        gap = "\n" * length
        texts = (
            gap.join(each[start:end] for start, end in between) for each in (self.text, self.small)
        )
        return Words(*texts)


def _is_one_word(one: str, other: str) -> bool:
    return all(each.isascii() and each.isalnum() for each in (one, other))


def words(text: str) -> Words:
    """Return a text as terms are looked for in it: straight apostrophes, no line feeds."""
    text = text.translate(_STRAIGHT)
    return Words(text, text.translate(_SMALL))


@lru_cache(maxsize=4)
def whole_text(text: str) -> Words:
    """Return the same of a long text, in which one term after another is looked for."""
    return words(text)


class TermTable:
    """The terms as they are looked for: long ones first, so that "C40 China" is not "C40"."""

    def __init__(self, terms: Iterable[GlossaryTerm]) -> None:
        self.forms: dict[str, list[tuple[Words, GlossaryTerm]]] = {}
        self.avoided: dict[str, list[tuple[Words, GlossaryTerm]]] = {}
        terms = list(terms)
        for code, _name in settings.LANGUAGES:
            forms = [(words(form), term) for term in terms for form in term.forms(code)]
            self.forms[code] = sorted(forms, key=lambda each: -len(each[0].text))
            self.avoided[code] = [
                (words(word), term) for term in terms for word in term.lines("avoided", code)
            ]

    def found_in(self, text: str, language: str) -> list[tuple[GlossaryTerm, str]]:
        """Return the terms that stand in a text, each once, with the form that does."""
        left = whole_text(text)
        known = left.beginnings
        found: dict[str, tuple[GlossaryTerm, str]] = {}
        for form, term in self.forms[language]:
            if form.small[:2] in known and form.small in left.small:
                rest = left.without(form)
                if rest is not left:
                    found.setdefault(term.slug, (term, form.text))
                left = rest
        return list(found.values())

    def wrong_words_in(self, text: str, language: str) -> list[tuple[GlossaryTerm, str]]:
        """Return the words to avoid that stand in a text but in their allowed contexts."""
        whole, found = whole_text(text), []
        for word, term in self.avoided[language]:
            if word.small[:2] in whole.beginnings and word.small in whole.small:
                left = whole
                contexts = term.lines("allowed", language)
                for context in sorted(contexts, key=len, reverse=True):
                    left = left.without(words(context))
                if left.has(word):
                    found.append((term, word.text))
        return found
