"""Search: the visible objects that match a query, best first."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import compress
from operator import itemgetter, mul
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import costly
from core.caching.statements import Statement
from search.backends import backend
from search.models import Entry, Tokens
from search.query import Clause, Query, needle
from search.spelling import guesses_for, meant_by

# Of a word that stands nearly everywhere, only the newest are looked at.
MOST_CANDIDATES = 100
# Up to so many terms no page needs to be kept from waiting.
FEW_TERMS = 6
# How much a term counts in the title and the text of the reader's language and of the others.
TITLE, OTHER_TITLE, BODY, OTHER_BODY = 8.0, 4.0, 1.0, 0.5
# How much another form of a term counts beside the one that was typed.
OTHER_FORM = 0.25
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

    ``found``: the query without the terms that none of them has. ``cut``: the kinds of which there
    may be more than were looked at. ``entries``: those of the hits, where they were read whole.
    """

    hits: list[Hit] = field(default_factory=list)
    found: Query = field(default_factory=lambda: Query(()))
    is_partial: bool = False
    meant: dict[str, str] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()
    entries: list[Entry] | None = None


def matching(match: str, condition: Q) -> QuerySet:
    """Return the tokens that hold what ``backend().match`` returned, the newest first."""
    return Tokens.objects.filter(backend().holding(match), condition).order_by("-pk")


class Visible:
    """The index as readers see it: the entries of what is published, of these kinds of content."""

    # Stands for what is asked for in the compiled statement.
    MARKER = "what is asked for"

    def __init__(self, models: Iterable[type[Any]]) -> None:
        self.models = {model._meta.label: model for model in models}
        # With passages where a second search has to be made, so that no third query reads them.
        self.statements = {
            True: Statement(lambda: self.matching(self.MARKER, MOST_CANDIDATES + 1)),
            False: Statement(
                lambda: self.matching(self.MARKER, MOST_CANDIDATES + 1).defer("passages")
            ),
        }

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

    def candidates(
        self, clauses: Iterable[Clause], *, with_passages: bool = False
    ) -> tuple[list[Entry], frozenset[str]]:
        """Return the newest entries that match, and the kinds of which there may be more."""
        entries = self.statements[with_passages].objects({self.MARKER: backend().match(clauses)})
        if len(entries) <= MOST_CANDIDATES:
            return entries, frozenset()
        # What has no date comes first: where dated ones were reached, all of it was looked at.
        unsure = [each for each in entries if each.is_dated] or entries
        return entries[:MOST_CANDIDATES], frozenset(each.kind for each in unsure)


class Ranking:
    """BM25 over the four columns as one field, weighted by the reader's language."""

    def __init__(self, query: Query, loose: Query, entries: list[Entry], language: str) -> None:
        self.query = loose
        # What stands in a text as it was typed: a run, and a figure with what is behind it.
        typed = [(term,) for term in query.terms if term not in loose.terms]
        self.phrases = [tuple(map(needle, each)) for each in (*typed, *query.figures)]
        self.entries = entries
        own = language.replace("-", "_")
        # Titles first.
        self.weights = [
            weights[code != own]
            for weights in ((TITLE, OTHER_TITLE), (BODY, OTHER_BODY))
            for code in ("en", "zh_hans")
        ]
        self.needles = [needle(term) for term in self.query.terms]
        self.forms = {
            place: [needle(form) for form in term.forms if form.tokens != term.tokens]
            for place, term in enumerate(self.query.terms)
            if term.forms
        }
        texts = [
            [
                f" {each.title_en} ",
                f" {each.title_zh_hans} ",
                f" {each.body_en} ",
                f" {each.body_zh_hans} ",
            ]
            for each in entries
        ]
        self.lengths = [len(each[2]) + len(each[3]) for each in texts]
        self.counts = [self._counts(each) for each in texts]
        self.has_phrases = [
            all(any(form in text for text in each for form in forms) for forms in self.phrases)
            for each in texts
        ]

    def _counts(self, texts: list[str]) -> list[list[float]]:
        """Return for each term how often it stands in each text; other forms of it count less."""
        counts: list[list[float]] = [
            [text.count(needle) for text in texts] for needle in self.needles
        ]
        for place, forms in self.forms.items():
            counts[place] = [
                found + OTHER_FORM * sum(map(text.count, forms))
                for text, found in zip(texts, counts[place], strict=True)
            ]
        return counts

    def hits(self, least: float = 0) -> list[Hit]:
        """Return a hit for each entry, the best first; among equals the newest.

        Only those are kept that have ``least`` as great a part of the terms as the best has.
        """
        average = sum(self.lengths) / len(self.lengths) if self.lengths else 1
        rarity = [self._rarity(number) for number in range(len(self.query.terms))]
        # A form counts as many parts as it has, as another run of Han characters would.
        parts = [len(term.tokens) if term.forms else 1 for term in self.query.terms]
        covered = [sum(compress(parts, map(any, counts))) for counts in self.counts]
        enough = max(1, least * max(covered, default=0)) if least else 0
        ranked = []
        rows = zip(self.entries, self.counts, self.lengths, self.has_phrases, covered, strict=True)
        for entry, counts, length, has_phrases, terms in rows:
            if terms < enough:
                continue
            brake = SATURATION * (1 - LENGTH + LENGTH * length / average)
            score = 0.0
            for rare, count in zip(rarity, counts, strict=True):
                weight = sum(map(mul, self.weights, count))
                score += rare * weight / (weight + brake)
            in_title = any(all(count[title] for count in counts) for title in (0, 1))
            score *= WHOLE_TITLE if in_title else 1
            score *= WHOLE_PHRASE if self.phrases and has_phrases else 1
            hit = Hit(entry.kind, entry.object_id, score, in_title)
            ranked.append((-round(score, 9), -(entry.place or 0), hit))
        return [row[-1] for row in sorted(ranked, key=itemgetter(0, 1))]

    def found(self) -> Query:
        """Return the query without the terms that no entry has."""
        has = [any(any(counts[place]) for counts in self.counts)
               for place in range(len(self.query.terms))]  # fmt: skip
        return Query(tuple(compress(self.query.terms, has)))

    def _rarity(self, number: int) -> float:
        holding = sum(any(counts[number]) for counts in self.counts)
        total = len(self.entries)
        return math.log(1 + (total - holding + 0.5) / (holding + 0.5)) + 0.1


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
        return Answer(Ranking(query, loose, entries, language).hits(), loose, cut=cut)
    costly.begin("search")
    guesses = guesses_for(query)
    likely = [query.replace({word: other}) for word in guesses for other in guesses[word]]
    terms = [term for each in (query, *likely) for term in each.loosened().terms]
    either = dict.fromkeys(form for term in terms for form in term.either)
    entries, cut = visible.candidates([tuple(either)], with_passages=True)
    meant = meant_by(query, guesses, entries)
    ranking = Ranking(query, loose, entries, language)
    hits, found = ranking.hits(least=0.5), ranking.found()
    return Answer(hits, found, is_partial=True, meant=meant, cut=cut, entries=entries)
