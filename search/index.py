"""Writing the index. What is written is visible to others when the transaction commits."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from search.analyser import analysed, latin_words
from search.backends import backend
from search.models import Entry, Word


@dataclass(frozen=True)
class Text:
    """Everything of an object that can be found, by language code."""

    titles: dict[str, str]
    bodies: dict[str, str]
    date: datetime.date | None = None


def store(kind: str, key: int, text: Text) -> None:
    """Index an object, or index it anew."""
    columns = {
        f"{part}_{code.replace('-', '_')}": analysed(words)
        for part, texts in (("title", text.titles), ("body", text.bodies))
        for code, words in texts.items()
    }
    words = {word for each in (*text.titles.values(), *text.bodies.values())
             for word in latin_words(each)}  # fmt: skip
    with transaction.atomic():
        entry, _created = Entry.objects.update_or_create(
            kind=kind, object_id=key, defaults={"date": text.date, **columns}
        )
        backend().store(entry.pk, entry.tokens)
        known = set(Word.objects.filter(text__in=words).values_list("text", flat=True))
        Word.objects.bulk_create(
            [Word(text=word) for word in sorted(words - known)], ignore_conflicts=True
        )


def forget(kind: str, keys: Iterable[int]) -> None:
    """Take objects out of the index."""
    with transaction.atomic():
        entries = Entry.objects.filter(kind=kind, object_id__in=list(keys))
        backend().forget(list(entries.values_list("pk", flat=True)))
        entries.delete()
