"""The terms: which word stands for what in each language, and which words do not."""

import re
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import CharField, SlugField, TextField
from core.i18n import localized


def contains_term(text: str, term: str) -> bool:
    """Whether a term stands in a text as a whole: "lead" does not stand in "leading"."""
    start, end = (r"(?<![A-Za-z])", r"(?![A-Za-z])") if term[:1].isascii() else ("", "")
    return re.search(f"{start}{re.escape(term)}{end}", text, re.IGNORECASE) is not None


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

    def wrong_words_in(self, text: str, language: str) -> Iterator[str]:
        """Yield the words to avoid that stand in a text, its allowed contexts left out."""
        for context in sorted(self.lines("allowed", language), key=len, reverse=True):
            text = text.replace(context, "\n")
        for word in self.lines("avoided", language):
            if contains_term(text, word):
                yield word
