"""Texts in tables that spreadsheets open: none of them runs as a formula."""

# With these a spreadsheet begins a formula, in some languages with the wide ones too; the white
# space among them is dropped before it looks.
BEGINNINGS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
QUOTE = "'"


def escape_formula(text: str) -> str:
    """Escape a text that a spreadsheet would take for a formula.

    >>> escape_formula("=1+1"), escape_formula("'=1+1"), escape_formula("1+1")
    ("'=1+1", "''=1+1", '1+1')
    """
    return QUOTE + text if text.lstrip(QUOTE).startswith(BEGINNINGS) else text
