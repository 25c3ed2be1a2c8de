"""Tokens of the search index, the same for every database and both scripts.

Compatibility forms are folded (full-width letters, CO₂ to CO2), traditional characters to
simplified ones, Latin letters lose accents and case, figures the marks between their thousands;
what shows nothing is left out. A run of Han characters becomes its
overlapping pairs and its last character, so that any two neighbours are found and a single one as a
prefix; other words become their English stems.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import opencc
import snowballstemmer

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_HAN = re.compile(f"[{_HAN}]")
# A unit stands apart from its figure, as it mostly is written: 25㎡ is 25 m2.
_UNIT = rf"(?:k?m2|m3|km|[kmgt]wh?)(?![^\W_{_HAN}])"
LATIN_RUN = re.compile(rf"\d+(?={_UNIT})|[^\W_{_HAN}]+")
RUN = re.compile(rf"[{_HAN}]+|{LATIN_RUN.pattern}")
# Readers leave them out: “十四五”规划 is typed 十四五规划.
_QUOTES = frozenset("“”‘’\"'《》「」『』")
_POSSESSIVE = re.compile(r"['’]s\b")
_to_simplified = opencc.OpenCC("t2s").convert

# 1,234 and 1 234; of wide figures, with a wide comma.
_THOUSANDS = re.compile(
    r"(?<![\d.,，])\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3}|(?<=[０-９])，[０-９]{3})+(?!\d)"
)
# What shows nothing, by its class: soft hyphens, marks of direction, accents.
_UNSEEN = ("Cc", "Cf", "Cs", "Mn")

# Never part of a token, so that what is marked with it is found by nothing else.
TITLE_MARK = "§"
# No word is longer; what is, is no word, and would only swell the index.
LONGEST_WORD = 40


@lru_cache(maxsize=50_000)
def fold(character: str) -> str:
    """Return one character as it is compared: mostly one, sometimes none or several."""
    is_unseen = unicodedata.category(character) in _UNSEEN and not character.isspace()
    if is_unseen or character in _QUOTES or unicodedata.combining(character):
        return ""
    decomposed = unicodedata.normalize("NFKD", character)
    if len(decomposed) > 1 and not is_han(decomposed[0]):
        decomposed = "".join(part for part in decomposed if not unicodedata.combining(part))
    # Character by character: whole words would be folded differently by their neighbours.
    return _to_simplified(unicodedata.normalize("NFKC", decomposed).casefold())


def is_han(character: str) -> bool:
    """Whether a character is written without spaces between words."""
    return bool(_IS_HAN.match(character))


def marks_of_thousands(text: str) -> set[int]:
    """Return the places of what stands between the thousands of figures.

    >>> marks_of_thousands("56,780 or 1,234,567")
    {2, 11, 15}
    """
    return {
        found.start() + place
        for found in _THOUSANDS.finditer(text)
        for place, character in enumerate(found.group())
        if not character.isdecimal()
    }


def folded_parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the place of each character of a text, and the character as it is compared."""
    left_out = marks_of_thousands(text)
    return ((place, fold(each)) for place, each in enumerate(text) if place not in left_out)


def folded(text: str) -> str:
    """Return a text as it is compared."""
    return "".join(part for _place, part in folded_parts(text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded word."""
    # A stemmer holds the word it works on, so threads must not share one; a new one costs 0.4 µs.
    stemmed = snowballstemmer.stemmer("english").stemWord(word)
    # The stemmer makes "buse" of "buses" and "gase" of "gases"; shorter ones are "use" and "us".
    if len(stemmed) > 3 and stemmed.endswith("se"):
        stemmed = stemmed[:-1]
    return stemmed[:LONGEST_WORD]


def runs(text: str) -> Iterator[str]:
    """Yield the words and the runs of Han characters of a text, folded."""
    for match in RUN.finditer(folded(_POSSESSIVE.sub("", text))):
        yield match.group()


def han_tokens(run: str) -> list[str]:
    """Return the overlapping pairs of a run of Han characters."""
    return [run[place : place + 2] for place in range(len(run) - 1)]


def tokens(text: str) -> list[str]:
    """Return the tokens of a text, in order.

    >>> tokens("碳中和 Buildings")
    ['碳中', '中和', '和', 'build']
    """
    found: list[str] = []
    for run in runs(text):
        if is_han(run[0]):
            found += [*han_tokens(run), run[-1]]
        else:
            found.append(stem(run))
    return found


def analysed(text: str) -> str:
    """Return a text as the index stores it: its tokens, separated by spaces."""
    return " ".join(tokens(text))


def title_tokens(text: str, *, is_query: bool = False) -> list[str]:
    """Return the tokens by which the beginning of a word finds a title: marked, and not stemmed.

    >>> title_tokens("福州 Buildings")
    ['§福州', '§州', '§buildings']
    >>> title_tokens("福州 Buildings", is_query=True)
    ['§福州', '§buildings']
    """
    found: list[str] = []
    for run in runs(text):
        if not is_han(run[0]):
            found.append(run[:LONGEST_WORD])
        elif is_query:
            found += han_tokens(run) or [run]
        else:
            found += [*han_tokens(run), run[-1]]
    return [f"{TITLE_MARK}{token}" for token in found]


def spellings(text: str) -> set[str]:
    """Return the Latin words of a text that a reader may misspell, as it writes them.

    A word that it writes in small letters too is returned in those.

    >>> sorted(spellings("Hangzhou plans. Plans!"))
    ['Hangzhou', 'plans']
    """
    composed = unicodedata.normalize("NFC", _POSSESSIVE.sub("", text))
    found: dict[str, str] = {}
    for written in LATIN_RUN.findall(composed):
        word = folded(written)
        if word.isascii() and word.isalpha() and 4 <= len(word) <= 24:
            # Small letters come after capitals.
            found[word] = max(written if written.isascii() else word, found.get(word, ""))
    return set(found.values())


def han_pairs(text: str) -> set[str]:
    """Return the pairs of neighbouring Han characters of a text, folded."""
    return {pair for run in runs(text) if is_han(run[0]) for pair in han_tokens(run)}
