"""The part of an object's text that shows why it was found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.db.models import Q
from django.utils.safestring import SafeString

from core.i18n import LANGUAGE_INFO
from search.highlight import MatchPlace, in_line, places, snippet
from search.models import Entry
from search.query import Query

# By language, the parts of a text: the running text, and each short one.
Passages = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Excerpt:
    """A part of a text, marked, and the language tag of what it is in."""

    text: SafeString
    tag: str


def passages_of(
    keys: dict[str, list[int]], entries: Iterable[Entry] | None = None
) -> dict[tuple[str, int], Passages]:
    """Return the passages of objects by their kind and key, read by one query if not at hand."""
    if entries is None:
        asked = Q(pk__in=[])
        for kind, some in keys.items():
            asked |= Q(kind=kind, object_id__in=some)
        entries = Entry.objects.filter(asked).only("kind", "object_id", "passages")
    return {
        (entry.kind, entry.object_id): tuple(
            (code, tuple(map(in_line, texts))) for code, texts in entry.passages.items()
        )
        for entry in entries
        if entry.object_id in keys.get(entry.kind, ())
    }


def excerpt(
    text: str, query: Query, language: str, wanted: set[str], passages: Callable[[], Passages]
) -> Excerpt:
    """Return the part of a running text that has all that is ``wanted`` of a query.

    Where it has not, the passage that has most of it: one in ``language``, unless only others have
    any; and where none has, the beginning of the running text.
    """
    code, found = language, places(text, query)
    if missing(wanted, found):
        texts = [(other, each, places(each, query)) for other, some in passages() for each in some]
        own = [
            each for each in texts if each[0] == language and missing(wanted, each[-1]) != wanted
        ]
        fewest = partial(min, key=lambda each: len(missing(wanted, each[-1])))
        code, text, found = fewest([(code, text, found), *(own or texts)])
    return Excerpt(snippet(text, found), LANGUAGE_INFO[code].tag)


def missing(wanted: set[str], found: list[MatchPlace]) -> set[str]:
    """Return what is wanted and not found."""
    return wanted.difference(name for _start, _end, name in found)
