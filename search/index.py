"""Writing the index. What is written is visible to others when the transaction commits."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from search.analyser import analysed, han_pairs, spellings, title_tokens
from search.backends import backend
from search.models import GAP, Entry, Word

# No database takes any number of parameters in one statement.
BATCH = 500


@dataclass(frozen=True)
class Text:
    """Everything of an object that can be found, by language code.

    ``passages`` are the parts of its text, from one of which a result shows an excerpt.
    """

    titles: dict[str, str]
    passages: dict[str, list[str]]
    date: datetime.date | None = None


def store(kind: str, key: int, text: Text) -> set[str]:
    """Index an object, or index it anew; return its words that readers may misspell."""
    bodies = {code: "\n".join(passages) for code, passages in text.passages.items()}
    columns = {
        f"{part}_{code.replace('-', '_')}": analysed(words)
        for part, texts in (("title", text.titles), ("body", bodies))
        for code, words in texts.items()
    }
    words = spellings("\n".join((*text.titles.values(), *bodies.values())))
    words = words.union(*map(han_pairs, text.titles.values()))
    # For suggestions. The gap keeps them out of phrases.
    titles = [GAP, *(token for title in text.titles.values() for token in title_tokens(title))]
    with transaction.atomic():
        entry, _is_new = Entry.objects.get_or_create(kind=kind, object_id=key)
        if entry.place is not None:
            backend().forget([entry.place])
        place = entry.place_on(text.date)
        for column, value in (("place", place), *columns.items()):
            setattr(entry, column, value)
        entry.passages = text.passages
        entry.save()
        backend().store(place, [*entry.tokens, *titles])
        small = {word.lower() for word in words}
        known = set(Word.objects.filter(text__in=words | small).values_list("text", flat=True))
        new = sorted(word for word in words if not known & {word, word.lower()})
        Word.objects.bulk_create([Word(text=word) for word in new], ignore_conflicts=True)
    return words


def forget(kind: str, keys: Iterable[int]) -> None:
    """Take objects out of the index."""
    with transaction.atomic():
        entries = Entry.objects.filter(kind=kind, object_id__in=list(keys))
        places = entries.values_list("place", flat=True)
        backend().forget([place for place in places if place is not None])
        entries.delete()


def forget_words(known: set[str], last: int) -> None:
    """Forget the words that are not known, of those that were there when ``last`` was the last."""
    there = Word.objects.filter(pk__lte=last).values_list("pk", "text")
    stale = [key for key, text in there if text not in known]
    for start in range(0, len(stale), BATCH):
        Word.objects.filter(pk__in=stale[start : start + BATCH]).delete()
