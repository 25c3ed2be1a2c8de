"""Forms of one thing: where a reader types one of them, each of them answers.

A form is found as a whole: as words that follow each other, or in a run of Han characters of which
it leaves nothing or at least two characters on either side.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from search.analyser import han_pairs, han_tokens, is_han, runs, stem

# What each unit is called, and its other forms.
UNITS = (
    (["m2", "square metres", "平方米"], ["square metre", "square meters", "square meter", "sq m"]),
    (["km2", "square kilometres", "平方公里"], ["square kilometers", "sq km", "平方千米"]),
    (["m3", "cubic metres", "立方米"], ["cubic meters"]),
    (["km", "kilometres", "公里"], ["kilometers", "千米"]),
    (["kWh", "千瓦时"], ["kilowatt hours", "kilowatt-hours"]),
    (["kW", "千瓦"], ["kilowatts"]),
    (["MW", "兆瓦"], ["megawatts"]),
    (["GW", "吉瓦"], ["gigawatts"]),
)
# The words of a text, folded; one of Han characters is a whole run of them.
Words = tuple[str, ...]


def phrase_tokens(words: Words) -> list[str]:
    """Return the tokens that stand in the index where these words follow each other."""
    found: list[str] = []
    for number, word in enumerate(words, 1):
        if not is_han(word[0]):
            found.append(stem(word))
            continue
        found += han_tokens(word)
        # A run ends with its last character, unless it may go on behind the last word.
        if number < len(words) or len(word) == 1:
            found.append(word[-1])
    return found


@dataclass(frozen=True)
class Piece:
    """A part of what was typed: a form with all the forms of its name, or words of no form."""

    words: Words
    forms: tuple[Words, ...] = ()


class Forms:
    """The forms of things: of each, what it is called, and its other forms.

    What one thing is called may be another form of a second one; it is searched as the first.
    """

    def __init__(self, things: Iterable[tuple[list[str], list[str]]]) -> None:
        self.forms: dict[Words, tuple[Words, ...]] = {}
        other: dict[Words, tuple[Words, ...]] = {}
        for names, others in (*things, *UNITS):
            # A single Han character is the beginning of words.
            known, whole = ([each for text in texts if len("".join(each := tuple(runs(text)))) > 1]
                            for texts in (names, [*names, *others]))  # fmt: skip
            different = {tuple(phrase_tokens(each)): each for each in reversed(whole)}.values()
            least = tuple(each for each in reversed(different) if not _has_other(each, whole))
            self.forms = dict.fromkeys(known, least) | self.forms
            other = dict.fromkeys(whole, least) | other
        self.forms = other | self.forms
        self.most_words = max(map(len, self.forms), default=0)
        self.longest_run = max((len(each[0]) for each in self.forms if len(each) == 1), default=0)

    @property
    def latin(self) -> dict[str, str]:
        """The Latin words of the forms: each folded, and itself."""
        return {word: word for form in self.forms for word in form if word.isascii()}

    @property
    def pairs(self) -> set[str]:
        """The pairs of neighbouring Han characters of the forms."""
        return {pair for form in self.forms for word in form for pair in han_pairs(word)}

    def cut(self, chunks: Iterable[str]) -> list[Piece]:
        """Return what stands between spaces as pieces, in order; the longest forms win."""
        words = [(number, word) for number, chunk in enumerate(chunks) for word in runs(chunk)]
        pieces: list[Piece] = []
        place = 0
        while place < len(words):
            number = words[place][0]
            ahead = tuple(word for _number, word in words[place : place + self.most_words])
            lengths = range(len(ahead), 0, -1)
            length = next((each for each in lengths if ahead[:each] in self.forms), 0)
            if length:
                pieces.append(Piece(ahead[:length], self.forms[ahead[:length]]))
                place += length
                continue
            rest = [words[place][1]]
            place += 1
            if is_han(rest[0][0]):
                pieces += self._cut_run(rest[0])
                continue
            # net-zero stays one piece, 25㎡ has a unit.
            while place < len(words) and words[place][0] == number:
                word = words[place][1]
                if is_han(word[0]) or (rest[-1].isdecimal() and (word,) in self.forms):
                    break
                rest.append(word)
                place += 1
            pieces.append(Piece(tuple(rest)))
        return pieces

    def _cut_run(self, run: str) -> list[Piece]:
        """Return a run of Han characters as its forms and what stands between them."""
        for length in range(min(self.longest_run, len(run) - 2), 1, -1):
            for start in range(len(run) - length + 1):
                before, form, after = (
                    run[:start],
                    run[start : start + length],
                    run[start + length :],
                )
                if (form,) in self.forms and len(before) != 1 and len(after) != 1:
                    found = [Piece((form,), self.forms[form,])]
                    left = self._cut_run(before) if before else []
                    return [*left, *found, *(self._cut_run(after) if after else [])]
        return [Piece((run,))]


def _has_other(form: Words, forms: list[Words]) -> bool:
    """Whether another of the forms stands in this one, so that it is found with that."""
    text = f" {' '.join(phrase_tokens(form))} "
    others = (f" {' '.join(phrase_tokens(each))} " for each in forms if each != form)
    return any(each in text and each != text for each in others)


NO_FORMS = Forms([])
