"""What a reader asks for: terms, each of one or more tokens that must follow each other."""

import re
from dataclasses import dataclass
from itertools import pairwise

from search.analyser import han_tokens, is_han, runs, stem

LONGEST_QUERY = 200
MOST_TERMS = 32
_PHRASE = re.compile(r"“([^”]*)”|\"([^\"]*)\"|「([^」]*)」")
# Words that nearly every English text has; they tell nothing unless they stand in a phrase.
_STOP = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "is", "of", "on"),
        *("or", "that", "the", "to", "was", "were", "with"),
    ]
)


@dataclass(frozen=True)
class Term:
    """Neighbouring tokens. ``words`` are the runs they come from, for marking them in a text.

    ``is_phrase``: the reader put them in quotation marks.
    """

    tokens: tuple[str, ...]
    words: tuple[str, ...]
    is_prefix: bool = False
    is_phrase: bool = False

    @property
    def text(self) -> str:
        """The tokens as the index stores them."""
        return " ".join(self.tokens)

    @property
    def parts(self) -> list["Term"]:
        """The pairs of a run of Han characters, which may stand apart; else the term itself."""
        is_run = len(self.words) == 1 and is_han(self.words[0][0])
        if self.is_phrase or self.is_prefix or not is_run:
            return [self]
        return [Term((token,), (token,)) for token in self.tokens]


# Terms of which an answer must have one.
Clause = tuple[Term, ...]


@dataclass(frozen=True)
class Query:
    """The terms of a query, in order, each once."""

    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> list[str]:
        """The words of the query that are not Han, folded."""
        return [word for term in self.terms for word in term.words if not is_han(word[0])]

    def loosened(self) -> "Query":
        """Return the query with the pairs of each run of Han characters as terms of their own."""
        loose = [each for term in self.terms for each in term.parts]
        return Query(tuple(dict.fromkeys(loose))[:MOST_TERMS])

    def clauses(self) -> list[Clause]:
        """Return what an answer must have: of each clause one term.

        Chinese is typed without spaces: 深圳公交 asks for 深圳 and 公交, wherever they stand, and
        not for 圳公. Each character of a run must stand beside one of its neighbours; so words of
        two or more characters are found without knowing where one ends.
        """
        found: list[Clause] = []
        for term in self.terms:
            parts = term.parts
            found += [(parts[0],), *pairwise(parts[1:-1]), (parts[-1],)]
        return list(dict.fromkeys(found))[:MOST_TERMS]

    def replace(self, replacements: dict[str, str]) -> "Query":
        """Return the query with some of its words replaced."""
        changed = []
        for term in self.terms:
            words = tuple(replacements.get(word, word) for word in term.words)
            changed.append(_term(list(words)) if words != term.words else term)
        return Query(tuple(changed))


def _term(words: list[str], *, is_phrase: bool = False) -> Term:
    """Return a term of words that follow each other; one Han character alone is a prefix."""
    found: list[str] = []
    for word in words:
        if not is_han(word[0]):
            found.append(stem(word))
        elif len(word) > 1:
            found += han_tokens(word)
        else:
            found.append(word)
    is_prefix = len(words) == 1 and len(words[0]) == 1 and is_han(words[0])
    return Term(tuple(found), tuple(words), is_prefix, is_phrase)


def _terms(chunk: str) -> list[Term]:
    """Return the terms of what stands between spaces: net-zero is one, C40中国 are two."""
    groups: list[list[str]] = []
    for run in runs(chunk):
        if groups and not is_han(run[0]) and not is_han(groups[-1][-1][0]):
            groups[-1].append(run)
        else:
            groups.append([run])
    return [_term(group) for group in groups]


def parse(text: str) -> Query:
    """Return the query in a reader's words; whatever they hold, it never fails.

    Words in quotation marks are a phrase; everything else is a list of terms.
    """
    text = text[:LONGEST_QUERY]
    terms = []
    for match in _PHRASE.finditer(text):
        if words := list(runs(next(filter(None, match.groups()), ""))):
            terms.append(_term(words, is_phrase=True))
    single = [term for chunk in _PHRASE.sub(" ", text).split() for term in _terms(chunk)]
    telling = [term for term in single if term.text not in _STOP]
    terms += telling or ([] if terms else single)
    return Query(tuple(dict.fromkeys(terms))[:MOST_TERMS])
