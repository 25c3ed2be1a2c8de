"""The state of each text of an item: the one place that says what is missing, outdated or in step.

A translation is in step if it was saved, or said to be right, together with the source as it is
now: their fingerprints are among the pairs of the item's ``TranslationState``.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from modeltranslation.manager import get_translatable_fields_for_model
from reversion.models import Version

from core.i18n import localized
from core.richtext.fields import RichTextField
from editing.models import TranslationState
from editing.translation.fingerprints import fingerprint

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


class State(StrEnum):
    """The state of a text in a language."""

    NOTHING = ""
    MISSING = "missing"
    OUTDATED = "outdated"
    IN_STEP = "in_step"
    # Not translated, or not in the source, on purpose.
    LEFT = "left"


@dataclass(frozen=True)
class FieldTexts:
    """A bilingual field of an item or of one of its rows, with its text in each language."""

    model: type[models.Model]
    name: str
    pk: str
    texts: dict[str, str]
    # Whether a page cannot do without it.
    is_required: bool = False

    @property
    def key(self) -> str:
        """The name of the field within its item, such as ``keyfact.label``."""
        return f"{self.model._meta.model_name}.{self.name}"

    @property
    def is_rich(self) -> bool:
        """Whether the text is HTML."""
        return text_fields(self.model)[self.name]

    @cached_property
    def prints(self) -> list[str]:
        """The fingerprint in each language, in the order of ``LANGUAGES``."""
        return [fingerprint(self.texts[code], is_rich=self.is_rich) for code in LANGUAGES]


@cache
def text_fields(model: type[models.Model]) -> dict[str, bool]:
    """Return the bilingual texts of a model that are translated, and whether each is HTML."""
    unread = getattr(model, "unread_texts", ())
    fields = {
        name: model._meta.get_field(localized(name, LANGUAGES[0]))
        for name in sorted(get_translatable_fields_for_model(model) or [])
        if name not in unread
    }
    return {
        name: isinstance(field, RichTextField)
        for name, field in fields.items()
        if not isinstance(field, models.FileField)
    }


def texts_of(row: models.Model, *, is_item: bool = True) -> Iterator[FieldTexts]:
    """Yield the bilingual texts of an item, or of one of its rows, as they are in memory."""
    return _texts(type(row), str(row.pk), vars(row), is_item=is_item)


def texts_of_version(version: Version, owner: int) -> Iterator[FieldTexts]:
    """Yield the bilingual texts of a row as a version has it; ``owner``: the kind of the item."""
    model = ContentType.objects.get_for_id(version.content_type_id).model_class()
    if model is not None:
        values = json.loads(version.serialized_data)[0]["fields"]
        is_item = version.content_type_id == owner
        yield from _texts(model, version.object_id, values, is_item=is_item)


def _texts(
    model: type[models.Model], pk: str, values: dict[str, Any], *, is_item: bool
) -> Iterator[FieldTexts]:
    required = getattr(model, "required_translations", ()) if is_item else ()
    for name in text_fields(model):
        texts = {code: values.get(localized(name, code)) or "" for code in LANGUAGES}
        yield FieldTexts(model, name, pk, texts, name in required)


def state_of(stored: TranslationState, found: FieldTexts, language: str) -> State:
    """Return the state of a text in a language."""
    place, source = LANGUAGES.index(language), LANGUAGES.index(stored.source)
    prints = found.prints
    if not prints[place]:
        if not any(prints):
            return State.MISSING if found.is_required else State.NOTHING
        return State.LEFT if is_known(stored, found) else State.MISSING
    if place == source or not prints[source] or is_known(stored, found):
        return State.IN_STEP
    last = last_prints(stored, found)
    # A translation that the state does not know was written since, by code that kept no version.
    return State.OUTDATED if last and last[place] == prints[place] else State.IN_STEP


def behind(stored: TranslationState, found: FieldTexts, language: str) -> State:
    """Return the state of a text if somebody has to translate it, else ``NOTHING``.

    A text that only a translation has is no work, unless a page of the source needs it.
    """
    state = state_of(stored, found, language)
    is_extra = language == stored.source and not found.is_required
    is_behind = state == State.OUTDATED or (state == State.MISSING and not is_extra)
    return state if is_behind else State.NOTHING


def is_known(stored: TranslationState, found: FieldTexts) -> bool:
    """Whether the texts of a field were saved, or said to be right, together."""
    return any(prints == found.prints for *prints, _version in stored.pairs.get(found.key, ()))


def last_prints(stored: TranslationState, found: FieldTexts) -> list[str] | None:
    """Return the fingerprints of a field as it was saved last; None if it was not there."""
    return stored.last.get(found.key, {}).get(found.pk)


def source_versions(
    stored: TranslationState, outdated: Iterable[FieldTexts]
) -> dict[tuple[str, str], tuple[str, int]]:
    """Return, for each outdated field, the fingerprint of what it translates, and the version."""
    source = LANGUAGES.index(stored.source)
    found = {}
    for each in outdated:
        for *prints, version in reversed(stored.pairs.get(each.key, ())):
            is_same = [
                old == new or place == source
                for place, (old, new) in enumerate(zip(prints, each.prints, strict=True))
            ]
            if all(is_same):
                found[each.key, each.pk] = prints[source], version
                break
    return found


def sources_then(
    stored: TranslationState, outdated: list[FieldTexts]
) -> dict[tuple[str, str], str]:
    """Return the source of each outdated field as it was when it was translated, in one query.

    A field whose version is gone is left out.
    """
    wanted = source_versions(stored, outdated)
    if not wanted:
        return {}
    keys = {version for _print, version in wanted.values()}
    texts: dict[tuple[int, str, str], str] = {}
    place = LANGUAGES.index(stored.source)
    for version in Version.objects.filter(revision__in=keys):
        for each in texts_of_version(version, stored.content_type_id):
            known = (version.revision_id, each.key, each.prints[place])
            texts[known] = each.texts[stored.source]
    return {
        field: texts[version, field[0], print_]
        for field, (print_, version) in wanted.items()
        if (version, field[0], print_) in texts
    }
