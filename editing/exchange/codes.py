"""A line of text with its mark-up as numbered codes, as translators see and may move it."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

OPEN, CLOSE, LONE = "open", "close", "lone"
# What a code is called in XLIFF, and the element that it stands for.
ELEMENTS = {
    "link": "a",
    "x-lang": "span",
    "bold": "strong",
    "italic": "em",
    "x-sub": "sub",
    "x-sup": "sup",
    "lb": "br",
}
KINDS = {tag: kind for kind, tag in ELEMENTS.items()}
ATTRIBUTES = {"link": "href", "x-lang": "lang"}
# Without these a text says something else; the others only stress it, or name its language.
NEEDED = ("link", "lb", "x-sub", "x-sup")
# From here on are numbered the codes of a translation that its source lacks.
OWN = 101
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")

_HAN = "\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_CODES = r"(?:</?\d+/?>)*"
_BETWEEN_HAN = re.compile(f"([{_HAN}]{_CODES})[ \t\r\n]+(?={_CODES}[{_HAN}])")
_WRAP_BETWEEN_HAN = re.compile(f"([{_HAN}]{_CODES})[ \t]*[\r\n][ \t\r\n]*(?={_CODES}[{_HAN}])")
_WRAP = re.compile("[ \t]*[\r\n][ \t\r\n]*")
_SPACE = re.compile("[ \t\r\n]+")
_WRITTEN = re.compile(r"<(/?)(\d+)(/?)>")
_LIKE_A_CODE = re.compile(r"<(?=/?\d+/?>)|&(?=(?:amp;)*lt;)")
_ESCAPED = re.compile(r"&((?:amp;)*)lt;")


@dataclass(frozen=True)
class Code:
    """What a code stands for: its kind, and the address of a link or the language of a span."""

    kind: str
    attribute: str = ""


@dataclass(frozen=True)
class Mark:
    """A place in a line where a code begins, ends or stands alone."""

    id: str
    side: str


Line = list[str | Mark]
Codes = dict[str, Code]
# The same before its codes are numbered.
Marked = list[str | tuple[str, Code]]


def plain_line(text: str) -> Marked:
    """Return a text without mark-up; the ends of its lines are codes, which no program drops."""
    first, *others = LINE_ENDS.split(text)
    marked: Marked = [first]
    for each in others:
        marked += [(LONE, Code("lb")), each]
    return marked


def rich_line(element: Any) -> Marked:
    """Return the inside of a paragraph, a parsed element."""
    marked: Marked = [element.text or ""]
    for child in element:
        kind = KINDS[child.tag]
        code = Code(kind, child.get(ATTRIBUTES[kind]) if kind in ATTRIBUTES else "")
        if kind == "lb":
            marked.append((LONE, code))
        else:
            marked += [(OPEN, code), *rich_line(child), (CLOSE, code)]
        marked.append(child.tail or "")
    return marked


def numbered(marked: Marked, of_source: Codes | None = None) -> tuple[Line, Codes]:
    """Number the codes of a line, in a translation like those of its source."""
    opened = [each for each in marked if not isinstance(each, str) and each[0] != CLOSE]
    ids = _like([code for _side, code in opened], of_source)
    codes = {number: code for number, (_side, code) in zip(ids, opened, strict=True)}
    line: Line = []
    stack: list[str] = []
    rest = iter(ids)
    for each in marked:
        if isinstance(each, str):
            if text := CONTROLS.sub("", each):
                line.append(text)
            continue
        side, _code = each
        number = stack.pop() if side == CLOSE else next(rest)
        if side == OPEN:
            stack.append(number)
        line.append(Mark(number, side))
    return line, codes


def _like(codes: list[Code], of_source: Codes | None) -> list[str]:
    if of_source is None:
        return [str(number) for number in range(1, len(codes) + 1)]
    free, found = dict(of_source), {}
    for test in (lambda a, b: a == b, lambda a, b: a.kind == b.kind):
        for place, code in enumerate(codes):
            match = next((number for number in free if test(free[number], code)), None)
            if place not in found and match:
                found[place] = match
                del free[match]
    own = iter(range(OWN, OWN + len(codes)))
    return [found.get(place) or str(next(own)) for place in range(len(codes))]


def as_html(line: Line, codes: Codes) -> str:
    """Return a line as the inside of a paragraph."""
    parts = []
    for each in line:
        if isinstance(each, str):
            parts.append(escape(each, quote=False))
            continue
        code = codes[each.id]
        tag = ELEMENTS[code.kind]
        name = ATTRIBUTES.get(code.kind)
        attribute = f' {name}="{escape(code.attribute)}"' if name else ""
        parts.append(f"</{tag}>" if each.side == CLOSE else f"<{tag}{attribute}>")
    return "".join(parts)


def as_plain(line: Line) -> str:
    """Return a line of a text without mark-up; its codes are the ends of lines."""
    return "".join(each if isinstance(each, str) else "\n" for each in line)


def words(line: Line) -> str:
    """Return a line without its codes."""
    return "".join(each for each in line if isinstance(each, str))


def written(line: Line) -> str:
    """Return a line with its codes as text: ``one <1>two</1><2/>``, which ``read`` reads."""
    forms = {OPEN: "<{}>", CLOSE: "</{}>", LONE: "<{}/>"}
    return "".join(
        _LIKE_A_CODE.sub(lambda found: "&lt;" if found[0] == "<" else "&amp;", each)
        if isinstance(each, str)
        else forms[each.side].format(each.id)
        for each in line
    )


def read(text: str) -> Line:
    """Return the line that ``written`` wrote."""
    line: Line = []
    end = 0
    for found in _WRITTEN.finditer(text):
        line.append(text[end : found.start()])
        side = CLOSE if found[1] else LONE if found[3] else OPEN
        line.append(Mark(found[2], side))
        end = found.end()
    line.append(text[end:])
    return [
        _ESCAPED.sub(lambda found: f"&{found[1][4:]}lt;" if found[1] else "<", each)
        if isinstance(each, str)
        else each
        for each in line
        if each != ""
    ]


def unwrapped(line: Line) -> Line:
    """Return a line without the line feeds that a program put in; between Han they are no space."""
    return read(_WRAP.sub(" ", _WRAP_BETWEEN_HAN.sub(r"\1", written(line))))


def settled(line: Line) -> str:
    """Return a line as it is compared: white space run together, none at the ends nor in Han."""
    text = CONTROLS.sub("", written(line))
    return _BETWEEN_HAN.sub(r"\1", _SPACE.sub(" ", text)).strip()


def print_of(line: Line) -> str:
    """Return what tells whether a line came back as it was sent; "0" for an empty one."""
    text = settled(line)
    return hashlib.sha256(text.encode()).hexdigest()[:8] if text else "0"


def marks(line: Line) -> Iterator[Mark]:
    """Yield the places of codes in a line."""
    return (each for each in line if isinstance(each, Mark))


def crossed(line: Line) -> list[str]:
    """Return the codes that do not begin and end one within the other."""
    stack: list[str] = []
    wrong = []
    for mark in marks(line):
        if mark.side == OPEN:
            stack.append(mark.id)
        elif mark.side == CLOSE and mark.id in stack:
            place = stack.index(mark.id)
            wrong += stack[place:] if place < len(stack) - 1 else []
            del stack[place]
        elif mark.side == CLOSE:
            wrong.append(mark.id)
    return list(dict.fromkeys([*wrong, *stack]))


def counts(line: Line) -> dict[str, int]:
    """Return how often each code begins or stands alone in a line."""
    return Counter(mark.id for mark in marks(line) if mark.side != CLOSE)
