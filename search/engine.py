"""Asking the index: which of the objects that a reader may see answer a query, the best first."""

import math
from dataclasses import dataclass, field

from django.db.models import F, Model, Q, QuerySet
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from search.backends import backend
from search.models import Entry, Word
from search.query import Query, Term

# Of a word that stands nearly everywhere, only the newest are looked at.
MOST_CANDIDATES = 500
# How much a term counts in the title and the text of the reader's language and of the others.
TITLE, OTHER_TITLE, BODY, OTHER_BODY = 8.0, 4.0, 1.0, 0.5
# How soon more of the same term counts for less, and how much a long text is held against it.
SATURATION, LENGTH = 1.2, 0.4
WHOLE_TITLE = 2.0


@dataclass(frozen=True)
class Hit:
    """An object that answers. ``in_title``: its title in one of the languages has every term."""

    kind: str
    key: int
    score: float
    in_title: bool


@dataclass
class Answer:
    """Hits in their order. ``is_partial``: nothing has all terms, these have some of them."""

    hits: list[Hit] = field(default_factory=list)
    is_partial: bool = False
    meant: dict[str, str] = field(default_factory=dict)

    @property
    def is_cut(self) -> bool:
        """Whether there are more than were looked at."""
        return len(self.hits) >= MOST_CANDIDATES


def visible(querysets: dict[str, QuerySet]) -> Q:
    """Return the condition that lets through the entries of the objects in ``querysets``."""
    condition = Q(pk__in=[])
    for kind, queryset in querysets.items():
        condition |= Q(kind=kind, object_id__in=queryset.order_by().values("pk"))
    return condition


def _candidates(query: Query, condition: Q, *, every: bool) -> list[Entry]:
    newest = (
        Entry.objects.filter(condition, pk__in=backend().matching(query, every=every))
        .order_by(F("date").desc(nulls_first=True), "-pk")
        .values("pk")[:MOST_CANDIDATES]
    )
    return list(Entry.objects.filter(pk__in=newest))


def count_of(term: Term, text: str) -> int:
    """Return how often a term stands in an analysed text."""
    end = "" if term.is_prefix else " "
    return f" {text} ".count(f" {term.text}{end}")


class Ranking:
    """BM25 over the four columns as one field, weighted by the reader's language."""

    def __init__(self, query: Query, entries: list[Entry], language: str) -> None:
        self.query = query
        self.entries = entries
        own = language.replace("-", "_")
        columns = {"title": (TITLE, OTHER_TITLE), "body": (BODY, OTHER_BODY)}
        self.weights = {
            f"{part}_{code}": weights[code != own]
            for part, weights in columns.items()
            for code in ("en", "zh_hans")
        }
        self.counts = [
            [{name: count_of(term, getattr(entry, name)) for name in self.weights}
             for term in query.terms]
            for entry in entries
        ]  # fmt: skip

    def hits(self) -> list[Hit]:
        """Return a hit for each entry, the best first; among equals the newest."""
        lengths = [len(entry.body_en) + len(entry.body_zh_hans) + 1 for entry in self.entries]
        average = sum(lengths) / len(lengths) if lengths else 1
        rarity = [self._rarity(number) for number in range(len(self.query.terms))]
        ranked = []
        for entry, counts, length in zip(self.entries, self.counts, lengths, strict=True):
            brake = SATURATION * (1 - LENGTH + LENGTH * length / average)
            score = 0.0
            for rare, count in zip(rarity, counts, strict=True):
                weight = sum(self.weights[name] * found for name, found in count.items())
                score += rare * weight / (weight + brake)
            in_title = self._in_title(counts)
            score *= WHOLE_TITLE if in_title else 1
            newness = entry.date.toordinal() if entry.date else 0
            hit = Hit(entry.kind, entry.object_id, score, in_title)
            ranked.append((-round(score, 9), -newness, entry.kind, entry.object_id, hit))
        return [row[-1] for row in sorted(ranked, key=lambda row: row[:-1])]

    def _rarity(self, number: int) -> float:
        holding = sum(any(counts[number].values()) for counts in self.counts)
        total = len(self.entries)
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5)) + 0.1

    @staticmethod
    def _in_title(counts: list[dict[str, int]]) -> bool:
        return any(all(count[name] for count in counts) for name in ("title_en", "title_zh_hans"))


def _meant(query: Query) -> dict[str, str]:
    """Return, for words that the index does not know, the known words nearest to them."""
    unknown = [word for word in query.words if word.isascii() and len(word) >= 5]
    if not unknown:
        return {}
    known = set(Word.objects.values_list("text", flat=True))
    meant = {}
    for word in unknown:
        if word not in known:
            furthest = 1 if len(word) < 6 else 2
            found = extractOne(
                word, known, scorer=DamerauLevenshtein.distance, score_cutoff=furthest
            )
            if found:
                meant[word] = found[0]
    return meant


def _leads_somewhere(better: Query, query: Query, entries: list[Entry]) -> bool:
    """Whether each replaced term stands in something that the reader may see."""
    replaced = [term for term in better.terms if term not in query.terms]
    texts = [" ".join(entry.tokens) for entry in entries]
    return all(any(count_of(term, text) for text in texts) for term in replaced)


def search(query: Query, querysets: dict[str, QuerySet], language: str) -> Answer:
    """Return what of ``querysets``, by kind, answers the query of a reader of ``language``.

    If nothing has every term, what has some of them is returned, and the words that may have
    been meant, if they lead to something that the reader may see.
    """
    if not query:
        return Answer()
    condition = visible(querysets)
    if entries := _candidates(query, condition, every=True):
        return Answer(Ranking(query, entries, language).hits())
    meant = _meant(query)
    better = query.replace(meant)
    either = Query(tuple(dict.fromkeys((*query.terms, *(better.terms if meant else ())))))
    entries = _candidates(either, condition, every=False)
    if meant and not _leads_somewhere(better, query, entries):
        meant = {}
    some = Ranking(query, entries, language)
    kept = [entry for entry, counts in zip(entries, some.counts, strict=True)
            if any(any(count.values()) for count in counts)]  # fmt: skip
    return Answer(Ranking(query, kept, language).hits(), is_partial=True, meant=meant)


def matching(query: Query, model: type[Model]) -> QuerySet:
    """Return the keys of a model's objects that have every term, whoever may see them."""
    entries = Entry.objects.filter(kind=model._meta.label)
    if not query:
        return entries.none().values("object_id")
    return entries.filter(pk__in=backend().matching(query, every=True)).values("object_id")
