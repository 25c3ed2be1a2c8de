"""The interface's translations: found, compiled, tidied and searched for gaps, without gettext."""

import re
from pathlib import Path

import polib
from django.conf import settings

# A name in a message that a value is put into: %(count)s, %s, {name}.
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
# Headers that change at every run and would fill a diff.
VOLATILE = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Report-Msgid-Bugs-To")

MessageKey = tuple[str | None, str, str]


def catalogues(directory: Path | None = None) -> list[Path]:
    """Return the .po files of the site, or those below a directory."""
    directories = [directory] if directory else settings.LOCALE_PATHS
    return sorted(each for path in directories for each in Path(path).glob("*/LC_MESSAGES/*.po"))


def compiled(source: Path) -> bytes:
    """Return the .mo file of a .po file; the same words always give the same bytes."""
    catalogue = polib.pofile(str(source))
    content: bytes = catalogue.to_binary()
    return content


def tidy(source: Path) -> None:
    """Rewrite a .po file without line numbers, dates and messages that are no longer used."""
    catalogue = polib.pofile(str(source), wrapwidth=100)
    catalogue.header = ""
    for name in VOLATILE:
        catalogue.metadata.pop(name, None)
    catalogue.metadata.update(
        {"Project-Id-Version": "c40china", "Language-Team": "", "Language": source.parts[-3]}
    )
    catalogue[:] = [entry for entry in catalogue if not entry.obsolete]
    catalogue.save(str(source))


def keys(source: Path) -> set[MessageKey]:
    """Return what identifies each message of a .po file: context, words, words of the plural."""
    if not source.exists():
        return set()
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for entry in polib.pofile(str(source))
        if not entry.obsolete
    }


def faults(source: Path) -> list[str]:
    """Return one line for each message that is untranslated, unsure or lost a placeholder."""
    found = []
    for entry in polib.pofile(str(source)):
        if entry.obsolete:
            continue
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if not all(texts):
            found.append(f"not translated: {entry.msgid!r}")
        elif entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid!r}")
        else:
            wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            if any(set(PLACEHOLDER.findall(text)) != wanted for text in texts):
                found.append(f"other placeholders: {entry.msgid!r}")
    return found
