"""The cells of an HTML table as a grid that has no gap and no overlap.

Browsers forgive a span that runs out of its table; a typesetter refuses the whole document.
"""

from collections.abc import Callable
from typing import Any

MAX_COLUMNS = 30
MAX_ROWS = 2_000

# Letters that count when widths are shared out: a column of numbers stays narrow, none starves.
_NARROWEST, _WIDEST = 6, 60
# Of a head; each bound leaves half a leaf free even in the narrowest of thirty columns.
_MOST_HEAD_ROWS, _LONGEST_HEADING = 3, 120

Content = list[dict[str, Any]]


def _spans(cell: Any) -> tuple[int, int]:
    return int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))


class Grid:
    """Places the cells of each row, and cuts spans at the end of the table."""

    def __init__(self, columns: int, content: Callable[[Any], Content]) -> None:
        self.columns = columns
        self.content = content
        self.widths = [_NARROWEST] * columns

    def rows(self, rows: list[Any]) -> list[list[dict[str, Any]]]:
        """Return the cells of ``rows``, whose spans end with the last of them."""
        taken: list[set[int]] = [set() for _row in rows]
        return [self._row(cells, taken[number:]) for number, cells in enumerate(rows)]

    def _row(self, cells: Any, taken: list[set[int]]) -> list[dict[str, Any]]:
        written, queue = [], list(cells)
        for column in range(self.columns):
            if column in taken[0]:
                continue
            cell = queue.pop(0) if queue else None
            width, height = _spans(cell) if cell is not None else (1, 1)
            free = next(
                (last for last in range(column, self.columns) if last in taken[0]), self.columns
            )
            width, height = min(width, free - column), min(height, len(taken))
            self._weigh(column, width, cell)
            for row in taken[:height]:
                row.update(range(column, column + width))
            written.append(
                {
                    "content": self.content(cell) if cell is not None else [],
                    "heading": cell is not None and cell.tag == "th",
                    "colspan": width,
                    "rowspan": height,
                }
            )
        return written

    def _weigh(self, column: int, width: int, cell: Any) -> None:
        if cell is not None and width == 1:
            letters = min(len(cell.text_content()), _WIDEST)
            self.widths[column] = max(self.widths[column], letters)


def _is_short(head: list[Any]) -> bool:
    """Whether a table head is short enough to be repeated on every page."""
    longest = max((len(cell.text_content()) for row in head for cell in row), default=0)
    return len(head) <= _MOST_HEAD_ROWS and longest <= _LONGEST_HEADING


def table(element: Any, content: Callable[[Any], Content]) -> tuple[dict[str, Any], bool]:
    """Return a ``table`` as data, and whether rows or columns had to be left out.

    ``content`` makes the blocks of a cell.
    """
    head = element.findall("thead/tr")
    body = element.findall("tbody/tr")
    wanted = max(sum(_spans(cell)[0] for cell in row) for row in [*head, *body])
    grid = Grid(min(wanted, MAX_COLUMNS), content)
    if not body or not _is_short(head):
        head, body = [], head + body
    data = {
        "kind": "table",
        "head": grid.rows(head),
        "body": grid.rows(body[:MAX_ROWS]),
        "widths": grid.widths,
    }
    return data, wanted > MAX_COLUMNS or len(body) > MAX_ROWS
