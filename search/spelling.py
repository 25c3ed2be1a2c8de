"""Words that a reader may have meant instead of those that were typed."""

from collections.abc import Iterable

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extract

from search.analyser import folded, is_han
from search.models import Entry, Word
from search.query import Query, Term, needle, parse
from search.sounds import other_readings

# Shorter ones are another word too soon.
SHORTEST_WORD = 5
MOST_GUESSES = 3

# For each word as it was typed, folded: other words, the likeliest first.
Guesses = dict[str, list[str]]


def guesses_for(query: Query) -> Guesses:
    """Return words of the index like those of a query: by their letters, Chinese by its sound."""
    latin = [each for each in query.words if each.isascii() and len(each) >= SHORTEST_WORD]
    han = [each for each in query.words if is_han(each[0]) and len(each) > 1]
    if not latin and not han:
        return {}
    words = sorted(Word.objects.values_list("text", flat=True))
    # What is also written in small letters comes later.
    known = query.known.latin | {folded(word): word for word in words if word.isascii()}
    pairs = query.known.pairs.union(word for word in words if not word.isascii())
    guesses = {word: _like(word, known) for word in latin} | {
        run: other_readings(run, pairs) for run in han
    }
    return {word: found for word, found in guesses.items() if found}


def _like(word: str, known: dict[str, str]) -> list[str]:
    """Return the nearest known words as they are written, those of the same beginning first."""
    furthest = 1 if len(word) < 6 else 2
    others = sorted((each for each in known if each != word), key=lambda each: each[0] != word[0])
    found = extract(
        word, others, scorer=DamerauLevenshtein.distance, score_cutoff=furthest, limit=MOST_GUESSES
    )
    return [known[other] for other, _distance, _place in found]


def meant_by(query: Query, guesses: Guesses, entries: list[Entry]) -> dict[str, str]:
    """Return the first guess that stands in what a reader may see, for words that do not."""
    texts = [f" {' '.join(entry.tokens)} " for entry in entries]
    meant = {}
    for word, others in guesses.items():
        typed = parse(word).loosened().terms
        if _stand(parse(word).terms, texts):
            continue
        for other in others:
            new = [term for term in parse(other, query.known).loosened().terms if term not in typed]
            if _stand(new, texts):
                meant[word] = other
                break
    return meant


def _stand(terms: Iterable[Term], texts: list[str]) -> bool:
    """Whether any of the terms stands in any of the analysed texts."""
    needles = [needle(form) for term in terms for form in term.either]
    return any(each in text for each in needles for text in texts)
