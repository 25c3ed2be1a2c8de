"""What a reader asks for: terms, each of one or more tokens that must follow each other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from search.analyser import is_han, runs
from search.forms import NO_FORMS, Forms, Piece, phrase_tokens

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

    ``is_phrase``: the reader put them in quotation marks. ``forms``: all the forms of the name that
    they are, of which one answers as well as another.
    """

    tokens: tuple[str, ...]
    words: tuple[str, ...]
    is_prefix: bool = False
    is_phrase: bool = False
    forms: tuple["Term", ...] = ()

    @property
    def either(self) -> tuple["Term", ...]:
        """The terms of which a text must have one."""
        return self.forms or (self,)

    @property
    def text(self) -> str:
        """The tokens as the index stores them."""
        return " ".join(self.tokens)

    @property
    def parts(self) -> list["Term"]:
        """The pairs of a run of Han characters, which may stand apart; else the term itself."""
        is_run = len(self.words) == 1 and is_han(self.words[0][0])
        if self.is_phrase or self.is_prefix or self.forms or not is_run:
            return [self]
        return [Term((token,), (token,)) for token in self.tokens]


def needle(term: Term) -> str:
    """Return what stands in an analysed text between spaces wherever a term does."""
    return f" {term.text}{'' if term.is_prefix else ' '}"


# Terms of which an answer must have one.
Clause = tuple[Term, ...]


@dataclass(frozen=True)
class Query:
    """The terms of a query, in order, each once, and the forms of names that it was read with.

    ``figures``: those with what was typed right behind them, as 1234户; of each clause one term
    stands in a text that has them so.
    """

    terms: tuple[Term, ...]
    known: Forms = field(default=NO_FORMS, compare=False)
    figures: tuple[Clause, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def words(self) -> list[str]:
        """The words of the query that may be misspelt, folded: all but those of known forms."""
        return [word for term in self.terms if not term.forms for word in term.words]

    def loosened(self) -> "Query":
        """Return the query with the pairs of each run of Han characters as terms of their own."""
        loose = [each for term in self.terms for each in term.parts]
        return Query(tuple(dict.fromkeys(loose))[:MOST_TERMS], self.known)

    def clauses(self) -> list[Clause]:
        """Return what an answer must have: of each clause one term.

        Chinese is typed without spaces: 深圳公交 asks for 深圳 and 公交, wherever they stand, and
        not for 圳公. Each character of a run must stand beside one of its neighbours; so words of
        two or more characters are found without knowing where one ends.
        """
        found: list[Clause] = []
        for term in self.terms:
            if term.forms:
                found.append(term.forms)
                continue
            parts = term.parts
            found += [(parts[0],), *pairwise(parts[1:-1]), (parts[-1],)]
        return list(dict.fromkeys(found))[:MOST_TERMS]

    def replace(self, replacements: dict[str, str]) -> "Query":
        """Return the query with some of its words replaced, read anew."""
        chunks = []
        for term in self.terms:
            words = [replacements.get(word, word) for word in term.words]
            chunks.append(f"“{' '.join(words)}”" if term.is_phrase else _joined(words))
        return parse(" ".join(chunks), self.known)


def _joined(words: list[str]) -> str:
    """Return words of one term as they are typed: net-zero, C40中国."""
    latin = all(not is_han(word[0]) for word in words)
    return ("-" if latin else "").join(words)


def _term(words: tuple[str, ...], *, is_phrase: bool = False) -> Term:
    """Return a term of words that follow each other; one Han character at its end is a prefix."""
    is_prefix = len(words[-1]) == 1 and is_han(words[-1])
    return Term(tuple(phrase_tokens(words)), words, is_prefix, is_phrase)


def _term_of(piece: Piece) -> Term:
    """Return the term of a piece; of a form, with the forms of its name."""
    forms = tuple(_term(form, is_phrase=True) for form in piece.forms)
    return replace(_term(piece.words), forms=forms)


def _figures(chunks: list[str], forms: Forms) -> Iterator[Clause]:
    """Yield each figure with what stands right behind it, in all its forms."""
    for chunk in chunks:
        for figure, behind in pairwise(forms.cut([chunk])):
            if len(figure.words) == 1 and figure.words[0].isdecimal():
                each = behind.forms or (behind.words,)
                yield tuple(_term(figure.words + words, is_phrase=True) for words in each)


def parse(text: str, forms: Forms = NO_FORMS) -> Query:
    """Return the query in a reader's words; whatever they hold, it never fails.

    Words in quotation marks are a phrase; everything else is a list of terms.
    """
    text = text[:LONGEST_QUERY]
    terms = []
    for match in _PHRASE.finditer(text):
        if words := tuple(runs(next(filter(None, match.groups()), ""))):
            terms.append(_term(words, is_phrase=True))
    chunks = _PHRASE.sub(" ", text).split()
    single = [_term_of(piece) for piece in forms.cut(chunks)]
    telling = [term for term in single if term.forms or term.text not in _STOP]
    terms += telling or ([] if terms else single)
    figures = tuple(_figures(chunks, forms))[:MOST_TERMS]
    return Query(tuple(dict.fromkeys(terms))[:MOST_TERMS], forms, figures)
