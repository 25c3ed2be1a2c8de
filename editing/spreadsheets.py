"""Texts and days in tables that spreadsheets open: none of them runs, is cut or moves."""

from datetime import date

# With these a spreadsheet begins a formula, in some languages with the wide ones too; the white
# space among them is dropped before it looks.
BEGINNINGS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
QUOTE = "'"
# What no cell can exceed, in Excel and in its format; what is longer is cut without a word.
MAX_CELL = 32_767
# Before it, Excel counts a day that never was, and before 1900 none.
FIRST_DAY = date(1900, 3, 1)


def escape_formula(text: str) -> str:
    """Escape a text that a spreadsheet would take for a formula.

    >>> escape_formula("=1+1"), escape_formula("'=1+1"), escape_formula("1+1")
    ("'=1+1", "''=1+1", '1+1')
    """
    return QUOTE + text if text.lstrip(QUOTE).startswith(BEGINNINGS) else text


def units(text: str) -> int:
    """Return the length of a text as spreadsheets count it.

    >>> units("🌳")
    2
    """
    return len(text.encode("utf-16-le")) // 2
