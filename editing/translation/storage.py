"""Keeps the ``TranslationState`` of an item true: whatever makes a version of it comes here."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from reversion.models import Revision, Version

from editing.models import Action, TranslationState
from editing.translation.difference import words_changed, words_in
from editing.translation.richtext_lines import readable
from editing.translation.states import (
    LANGUAGES,
    FieldTexts,
    State,
    behind,
    is_known,
    last_prints,
    sources_then,
    texts_of_version,
)

# What brings back texts that were there before says nothing about whether they belong together.
BRINGING_BACK = (Action.RESTORED, Action.RECOVERED, Action.DISCARDED, Action.DELETED)
# How many earlier pairs of a field are remembered, besides those of texts that are there now.
REMEMBERED = 100
COMPUTED = ["source", "pairs", "last", "missing", "outdated", "amounts", "source_changed_at"]


def translation_state(obj: models.Model) -> TranslationState:
    """Return the state of an item; one that was never saved on the desk gets one in memory."""
    stored = TranslationState.objects.of(obj).select_related("translator", "moved_by").first()
    return stored or TranslationState(item=obj, source=settings.LANGUAGE_CODE)


def keep(obj: models.Model, revision: Revision, action: str) -> None:
    """Bring the state of an item up to date with a version, in the transaction of its save."""
    stored = translation_state(obj)
    versions = Version.objects.filter(revision=revision)
    found = texts_of_versions(obj, versions)
    if not found:
        return
    if stored.pk is None:
        stored.source = first_language(found)
    # What is there when the state begins is in step.
    confirms = stored.pk is None or action not in BRINGING_BACK
    take_over(stored, found, revision.pk, confirms=confirms)
    write(stored)


def begin(obj: models.Model, revisions: Iterable[int]) -> None:
    """Give an item its state: what is in both languages in one of its versions is in step."""
    stored = translation_state(obj)
    for revision in revisions:
        stored.last = {}
        found = texts_of_versions(obj, Version.objects.filter(revision=revision))
        take_over(stored, found, revision)
    write(stored)


def texts_of_versions(obj: models.Model, versions: Iterable[Version]) -> list[FieldTexts]:
    """Return the bilingual texts of an item and its rows, as a version has them."""
    kind = ContentType.objects.get_for_model(obj)
    return [text for each in versions for text in texts_of_version(each, kind.pk)]


def write(stored: TranslationState) -> None:
    """Write what was computed; the work of the translator is written by itself."""
    if stored.pk:
        stored.save(update_fields=COMPUTED)
        return
    # Another transaction may have made it meanwhile.
    TranslationState.objects.bulk_create(
        [stored],
        update_conflicts=True,
        unique_fields=["content_type", "object_id"],
        update_fields=COMPUTED,
    )


def first_language(found: Iterable[FieldTexts]) -> str:
    """Return the language in which an item was written first."""
    found = list(found)
    texts = [each.texts for each in found if each.is_required] or [each.texts for each in found]
    there = [code for code in LANGUAGES if any(each[code] for each in texts)]
    return there[0] if len(there) == 1 else settings.LANGUAGE_CODE


def take_over(
    stored: TranslationState, found: list[FieldTexts], version: int, *, confirms: bool = True
) -> None:
    """Take over the texts of a version; with ``confirms``, what was translated in it is in step."""
    source = LANGUAGES.index(stored.source)
    gone = _vanished(stored, found)
    is_changed = False
    for each in found:
        before = last_prints(stored, each)
        if before is None:
            # A row that was written anew in place of another, as the loader does.
            moved = (old for old in gone.get(each.key, ()) if _same_but(old, each.prints, source))
            before = next(moved, None)
        is_changed |= (before or [""] * len(LANGUAGES))[source] != each.prints[source]
        stays = before is not None and before[source] and _same_but(before, each.prints, source)
        if confirms and not stays and all(each.prints) and not is_known(stored, each):
            add_pair(stored, each, version)
    stored.last = {}
    for each in found:
        if any(each.prints):
            stored.last.setdefault(each.key, {})[each.pk] = each.prints
    _forget(stored)
    if is_changed:
        stored.source_changed_at = timezone.now()
    summarise(stored, found)


def _vanished(stored: TranslationState, found: list[FieldTexts]) -> dict[str, list[list[str]]]:
    there = {(each.key, each.pk) for each in found}
    return {
        key: [prints for pk, prints in rows.items() if (key, pk) not in there]
        for key, rows in stored.last.items()
    }


def _same_but(old: list[str], new: list[str], source: int) -> bool:
    """Whether the fingerprints of all languages but the source are the same, and not all empty."""
    pairs = [pair for place, pair in enumerate(zip(old, new, strict=True)) if place != source]
    return all(before == after for before, after in pairs) and any(after for _b, after in pairs)


def add_pair(stored: TranslationState, found: FieldTexts, version: int | None) -> None:
    """Remember that the texts of a field belong together."""
    pairs = [each for each in stored.pairs.get(found.key, []) if each[:-1] != found.prints]
    stored.pairs[found.key] = [*pairs, [*found.prints, version]]


def _forget(stored: TranslationState) -> None:
    """Drop the oldest pairs of which no text is there any more."""
    for key, pairs in stored.pairs.items():
        there = {each for row in stored.last.get(key, {}).values() for each in row}
        old = (pair for pair in pairs[:-REMEMBERED] if there.intersection(pair[:-1]))
        stored.pairs[key] = [*old, *pairs[-REMEMBERED:]]


def summarise(stored: TranslationState, found: list[FieldTexts]) -> None:
    """Sum up the states of all fields by language."""
    missing, outdated = set(), set()
    changed: list[tuple[str, FieldTexts]] = []
    amounts: Counter[str] = Counter()
    # Of what no language has there is nothing to translate.
    for each in (text for text in found if any(text.prints)):
        for code in LANGUAGES:
            state = behind(stored, each, code)
            if state == State.MISSING:
                missing.add(code)
                amounts[code] += sum(words_in(_lines(each, text)) for text in each.texts.values())
            elif state == State.OUTDATED:
                outdated.add(code)
                changed.append((code, each))
    then = sources_then(stored, [each for _code, each in changed])
    for code, each in changed:
        old = then.get((each.key, each.pk), "")
        now = each.texts[stored.source]
        amounts[code] += words_changed(_lines(each, old), _lines(each, now))
    stored.missing, stored.outdated = between_spaces(missing), between_spaces(outdated)
    stored.amounts = dict(amounts)


def between_spaces(codes: Iterable[str]) -> str:
    """Return codes of languages as a column has them."""
    return "".join(f" {code} " for code in LANGUAGES if code in set(codes))


def _lines(found: FieldTexts, text: str) -> str:
    return readable(text) if found.is_rich else text


def confirm(
    stored: TranslationState, found: list[FieldTexts], which: FieldTexts, at: int | None
) -> None:
    """Remember that a text is right as it is, though its source changed, or that it is left out.

    ``at`` is the key of the version that has the texts.
    """
    add_pair(stored, which, at)
    summarise(stored, found)
    write(stored)


def set_source(stored: TranslationState, found: list[FieldTexts], language: str) -> None:
    """Make a language the one that the others are translations of."""
    stored.source = language
    summarise(stored, found)
    write(stored)
