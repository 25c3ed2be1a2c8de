"""Search: the visible objects that match a query, best first."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from core import costly
from core.caching.statements import Statement
from search.analyser import stem
from search.backends import backend
from search.models import Entry, Tokens, Word
from search.query import Clause, Query, Term

# Of a word that stands nearly everywhere, only the newest are looked at.
MOST_CANDIDATES = 200
# Up to so many terms no page needs to be kept from waiting.
FEW_TERMS = 6
# How much a term counts in the title and the text of the reader's language and of the others.
TITLE, OTHER_TITLE, BODY, OTHER_BODY = 8.0, 4.0, 1.0, 0.5
# How soon more of the same term counts for less, and how much a long text is held against it.
SATURATION, LENGTH = 1.2, 0.4
WHOLE_TITLE = 2.0
WHOLE_PHRASE = 1.5


@dataclass(frozen=True)
class Hit:
    """An object that answers. ``in_title``: its title in one of the languages has every term."""

    kind: str
    key: int
    score: float
    in_title: bool


@dataclass
class Answer:
    """Hits in their order. ``is_partial``: nothing has all terms, these have some of them.

    ``cut``: the kinds of which there may be more than were looked at.
    """

    hits: list[Hit] = field(default_factory=list)
    is_partial: bool = False
    meant: dict[str, str] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()


def matching(match: str, condition: Q) -> QuerySet:
    """Return the tokens that hold what ``backend().match`` returned, the newest first."""
    return Tokens.objects.filter(backend().holding(match), condition).order_by("-pk")


class Visible:
    """The index as readers see it: the entries of what is published, of these kinds of content."""

    # Stands for what is asked for in the compiled statement.
    MARKER = "what is asked for"

    def __init__(self, models: Iterable[type[Any]]) -> None:
        self.models = {model._meta.label: model for model in models}
        self.statement = Statement(lambda: self.matching(self.MARKER, MOST_CANDIDATES + 1))

    def matching(self, match: str, most: int) -> QuerySet:
        """Return the newest visible entries that hold what ``backend().match`` returned."""
        condition = Q(pk__in=[])
        for kind, model in self.models.items():
            seen = model.objects.published().order_by().filter(pk=OuterRef("object_id"))
            condition |= Q(Exists(seen), kind=kind)
        # Not joined: SQLite would read all entries first, to know which rows find none.
        visible = Exists(Entry.objects.filter(condition, place=OuterRef("pk")))
        places = matching(match, Q(visible)).values("pk")[:most]
        return Entry.objects.filter(place__in=places).order_by("-place")

    def candidates(self, clauses: Iterable[Clause]) -> tuple[list[Entry], frozenset[str]]:
        """Return the newest entries that match, and the kinds of which there may be more."""
        entries = self.statement.objects({self.MARKER: backend().match(clauses)})
        if len(entries) <= MOST_CANDIDATES:
            return entries, frozenset()
        # What has no date comes first: where dated ones were reached, all of it was looked at.
        unsure = [each for each in entries if each.is_dated] or entries
        return entries[:MOST_CANDIDATES], frozenset(each.kind for each in unsure)


def needle(term: Term) -> str:
    """Return what stands in an analysed text between spaces wherever a term does."""
    return f" {term.text}{'' if term.is_prefix else ' '}"


class Ranking:
    """BM25 over the four columns as one field, weighted by the reader's language."""

    def __init__(self, query: Query, loose: Query, entries: list[Entry], language: str) -> None:
        self.query = loose
        self.phrases = [term for term in query.terms if term not in loose.terms]
        self.entries = entries
        own = language.replace("-", "_")
        columns = {"title": (TITLE, OTHER_TITLE), "body": (BODY, OTHER_BODY)}
        self.weights = {
            f"{part}_{code}": weights[code != own]
            for part, weights in columns.items()
            for code in ("en", "zh_hans")
        }
        self.needles = [needle(term) for term in self.query.terms]
        self.counts = [self._counts(entry) for entry in entries]

    def _counts(self, entry: Entry) -> list[dict[str, int]]:
        """Return for each term how often it stands in each column."""
        texts = {name: f" {getattr(entry, name)} " for name in self.weights}
        return [
            {name: text.count(needle) for name, text in texts.items()} for needle in self.needles
        ]

    def hits(self, least: float = 0) -> list[Hit]:
        """Return a hit for each entry, the best first; among equals the newest.

        Only those are kept that have ``least`` as great a part of the terms as the best has.
        """
        lengths = [len(entry.body_en) + len(entry.body_zh_hans) + 1 for entry in self.entries]
        average = sum(lengths) / len(lengths) if lengths else 1
        rarity = [self._rarity(number) for number in range(len(self.query.terms))]
        covered = [sum(any(count.values()) for count in counts) for counts in self.counts]
        enough = max(1, least * max(covered, default=0)) if least else 0
        ranked = []
        rows = zip(self.entries, self.counts, lengths, covered, strict=True)
        for entry, counts, length, terms in rows:
            if terms < enough:
                continue
            brake = SATURATION * (1 - LENGTH + LENGTH * length / average)
            score = 0.0
            for rare, count in zip(rarity, counts, strict=True):
                weight = sum(self.weights[name] * found for name, found in count.items())
                score += rare * weight / (weight + brake)
            in_title = self._in_title(counts)
            score *= WHOLE_TITLE if in_title else 1
            score *= WHOLE_PHRASE if self._has_phrases(entry) else 1
            hit = Hit(entry.kind, entry.object_id, score, in_title)
            ranked.append((-round(score, 9), -(entry.place or 0), hit))
        return [row[-1] for row in sorted(ranked, key=lambda row: row[:-1])]

    def _rarity(self, number: int) -> float:
        holding = sum(any(counts[number].values()) for counts in self.counts)
        total = len(self.entries)
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5)) + 0.1

    def _has_phrases(self, entry: Entry) -> bool:
        """Whether runs of Han characters stand in the entry as they were typed."""
        if not self.phrases:
            return False
        text = f" {' '.join(entry.tokens)} "
        return all(needle(term) in text for term in self.phrases)

    @staticmethod
    def _in_title(counts: list[dict[str, int]]) -> bool:
        return any(all(count[name] for count in counts) for name in ("title_en", "title_zh_hans"))


def _guesses(query: Query) -> dict[str, str]:
    """Return, for words that may be misspelt, the nearest other word of the index."""
    words = [word for word in query.words if word.isascii() and len(word) >= 5]
    known = set(Word.objects.values_list("text", flat=True)) if words else set()
    guesses = {}
    for word in words:
        furthest = 1 if len(word) < 6 else 2
        found = extractOne(
            word, known - {word}, scorer=DamerauLevenshtein.distance, score_cutoff=furthest
        )
        if found:
            guesses[word] = found[0]
    return guesses


def _stands(word: str, texts: list[str]) -> bool:
    """Whether a word stands in any of the analysed texts."""
    return any(f" {stem(word)} " in text for text in texts)


def search(query: Query, visible: Visible, language: str) -> Answer:
    """Return what of the index answers the query of a reader of ``language``.

    If nothing has all that was asked for, what has some of it is returned, and the words that may
    have been meant: those that stand in something that the reader may see, for those that do not.
    """
    if not query:
        return Answer()
    if len(query.terms) > FEW_TERMS:
        costly.begin("search")
    loose = query.loosened()
    entries, cut = visible.candidates(query.clauses())
    if entries:
        return Answer(Ranking(query, loose, entries, language).hits(), cut=cut)
    costly.begin("search")
    guesses = _guesses(query)
    better = query.replace(guesses).loosened()
    either = tuple(dict.fromkeys((*loose.terms, *better.terms)))
    entries, cut = visible.candidates([either])
    texts = [f" {' '.join(entry.tokens)} " for entry in entries]
    meant = {word: guess for word, guess in guesses.items()
             if not _stands(word, texts) and _stands(guess, texts)}  # fmt: skip
    ranking = Ranking(query, loose, entries, language)
    return Answer(ranking.hits(least=0.5), is_partial=True, meant=meant, cut=cut)
