"""The canonical outline of a rich text: which block may stand where, and how it is written.

Reads a stream of tags and text that ``nh3`` has made well formed, so it needs no tree and has
no limit of depth: 10,000 nested elements cost what 10,000 flat ones do.
"""

import re
from html import escape
from html.parser import HTMLParser

from core.characters import shows_nothing
from core.richtext.attributes import RENAMED, box_attributes, image_key, mark_attribute

_INLINE = ("a", "span", "strong", "em", "sub", "sup")  # outermost first
_MAX_LIST_DEPTH = 3
_SPACE = re.compile(r"[ \t\n\r\f]+")
# Word's line break within a paragraph, and two of Unicode.
_BREAKS = re.compile("[\x0b\u2028\u2029]")
# What is never wanted at either end of a line: also the spaces by which Chinese paragraphs
# are indented by hand.
_BLANK = " \u00a0\u3000"

TextMark = tuple[str, str]  # (tag, its attribute written out with a leading space, or '')
TextLine = list[
    tuple[str, tuple[TextMark, ...]]
]  # pieces of text with their marks; a break is "\n"


def arrange(html: str) -> str:
    """Return ``html``, the output of ``nh3``, with every block in its place; '' if empty."""
    outline = _Outline()
    outline.feed(html)
    outline.close()
    outline.end_block()
    return "".join(str(block) for block in outline.root.children)


def cut(html: str, offset: int) -> tuple[str, str]:
    """Split the inside of a paragraph after ``offset`` characters of its text (``br`` is one).

    Elements that span the cut stand on both sides of it.
    """
    outline = _Outline()
    outline.feed(html)
    outline.close()
    head: TextLine = []
    tail: TextLine = []
    for text, marks in outline.line:
        if offset > 0:
            head.append((text[:offset], marks))
        rest = text[max(offset, 0) :]
        if rest := rest if tail else rest.lstrip(f"\n{_BLANK}"):
            tail.append((rest, marks))
        offset -= len(text)
    _trim(head, f"\n{_BLANK}")
    return _written(head), _written(tail)


class _Box:
    """A block that holds others; written only if it holds something."""

    def __init__(self, tag: str, attributes: str = "") -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[_Box | str] = []

    def __str__(self) -> str:
        inner = self.rows() if self.tag == "table" else "".join(map(str, self.children))
        if not inner and self.tag not in ("td", "th"):
            return ""
        return f"<{self.tag}{self.attributes}>{inner}</{self.tag}>"

    def rows(self) -> str:
        """Rows of a table, the leading ones that hold only headings in a ``thead``.

        Neither editor nor word processor marks ``thead`` and ``scope`` reliably, and readers
        of a table need both: they follow from where the headings stand.
        """
        rows = [row for row in self.children if isinstance(row, _Box) and row.children]
        if not any(cell.children for row in rows for cell in row.boxes()):
            return ""
        head = 0
        while head < len(rows) and all(cell.tag == "th" for cell in rows[head].boxes()):
            head += 1
        for position, row in enumerate(rows):
            for cell in row.boxes():
                if cell.tag == "th":
                    cell.attributes += f' scope="{"col" if position < head else "row"}"'
        parts = (("thead", rows[:head]), ("tbody", rows[head:]))
        return "".join(f"<{tag}>{''.join(map(str, part))}</{tag}>" for tag, part in parts if part)

    def boxes(self) -> "list[_Box]":
        return [child for child in self.children if isinstance(child, _Box)]


class _Outline(HTMLParser):
    """Builds the boxes and paragraphs from the stream."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Box("")
        self.boxes = [self.root]  # open boxes, innermost last
        self.opened: list[tuple[str, _Box | None]] = []  # open tags, and the box that each opened
        self.marks: list[TextMark] = []
        self.block = "p"
        self.line: TextLine = []
        self.spaced = True  # the line is empty or ends in white space
        self.before_reading: int | None = None  # how many pieces of the line stand before <rt>

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = RENAMED.get(tag, tag)
        values = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.add_break()
        elif tag == "hr":
            self.end_block()  # void: no end tag will come
        elif tag == "rt":
            self.before_reading = len(self.line)
            self.opened.append((tag, None))
        elif tag in _INLINE:
            self.marks.append((tag, mark_attribute(tag, values)))
            self.opened.append((tag, None))
        else:
            self.end_block()
            if tag in ("h2", "h3"):
                self.block = tag
            elif tag == "figure":
                self.add_figure(values)
            self.opened.append((tag, self.open_box(tag, values)))

    def handle_endtag(self, tag: str) -> None:
        tag, box = self.opened.pop()
        if tag in _INLINE:
            self.marks.pop()
            return
        if tag == "rt":
            self.end_reading()
            return
        self.end_block()
        self.block = "p"
        if box is not None:
            del self.boxes[self.boxes.index(box) :]

    def handle_data(self, data: str) -> None:
        first, *others = _BREAKS.split(data)
        self.add_text(first)
        for text in others:
            self.add_break()
            self.add_text(text)

    def add_text(self, data: str) -> None:
        text = _SPACE.sub(" ", data)
        if not self.line or self.line[-1][0] == "\n":
            text = text.lstrip(_BLANK)
        elif self.spaced:
            text = text.removeprefix(" ")
        if text:
            self.line.append((text, self.current_marks()))
            self.spaced = text.endswith(" ")

    def current_marks(self) -> tuple[TextMark, ...]:
        """The marks that hold here, one of each kind, the innermost, in a fixed order."""
        by_tag = {mark[0]: mark for mark in self.marks if mark[0] not in ("a", "span") or mark[1]}
        return tuple(by_tag[tag] for tag in _INLINE if tag in by_tag)

    def add_break(self) -> None:
        _trim(self.line, _BLANK)
        if self.line:
            self.line.append(("\n", ()))
            self.spaced = True

    def end_block(self) -> None:
        """Write the collected line as a paragraph or heading into the innermost box."""
        _trim(self.line, f"\n{_BLANK}")
        if not shows_nothing("".join(text for text, _marks in self.line)):
            box = self.place_of_text()
            tag = self.block if box is self.root else "p"
            box.children.append(f"<{tag}>{_written(self.line)}</{tag}>")
        self.line, self.spaced, self.before_reading = [], True, None

    def end_reading(self) -> None:
        """Put the reading of a character in brackets, unless it came with its own (``<rp>``)."""
        at, self.before_reading = self.before_reading, None
        if at is None or at == len(self.line) or (at and self.line[at - 1][0][-1] in "(（"):
            return
        self.line.insert(at, ("（", self.line[at][1]))
        self.line.append(("）", self.line[-1][1]))
        self.spaced = False

    def place_of_text(self) -> _Box:
        box = self.boxes[-1]
        if box.tag in ("ul", "ol"):
            item = _Box("li")
            box.children.append(item)
            return item
        if box.tag in ("table", "tr"):  # a caption, or what stood between the cells
            return self.root
        return box

    def open_box(self, tag: str, values: dict[str, str]) -> _Box | None:
        """Open a box where it is allowed; elsewhere its tag only separates paragraphs."""
        parent = self.boxes[-1]
        if not _may_stand(tag, self.boxes):
            return None
        box = _Box(tag, box_attributes(tag, values))
        parent.children.append(box)
        self.boxes.append(box)
        return box

    def add_figure(self, values: dict[str, str]) -> None:
        """Add a figure at the top level; one inside a box is moved behind that box."""
        if key := image_key(values):
            self.root.children.append(f'<figure data-image="{key}"></figure>')


def _may_stand(tag: str, boxes: list[_Box]) -> bool:
    parent = boxes[-1].tag
    if tag in ("ul", "ol"):
        depth = sum(box.tag in ("ul", "ol") for box in boxes)
        return parent == "" or (parent == "li" and depth < _MAX_LIST_DEPTH)
    if tag in ("blockquote", "table"):
        return parent == ""
    parents = {"li": ("ul", "ol"), "tr": ("table",), "td": ("tr",), "th": ("tr",)}
    return parent in parents.get(tag, ())


def _trim(line: TextLine, characters: str) -> None:
    """Drop ``characters`` from the end of the line."""
    while line:
        text, marks = line.pop()
        if text := text.rstrip(characters):
            line.append((text, marks))
            return


def _written(line: TextLine) -> str:
    """The line as HTML, elements opened and closed as seldom as their fixed order allows."""
    parts: list[str] = []
    open_marks: tuple[TextMark, ...] = ()
    for text, marks in [*line, ("", ())]:
        if text == "\n":
            marks = ()
        kept = 0
        while kept < min(len(open_marks), len(marks)) and open_marks[kept] == marks[kept]:
            kept += 1
        parts += [f"</{tag}>" for tag, _ in reversed(open_marks[kept:])]
        parts += [f"<{tag}{attribute}>" for tag, attribute in marks[kept:]]
        parts.append("<br>" if text == "\n" else escape(text, quote=False))
        open_marks = marks
    return "".join(parts)
