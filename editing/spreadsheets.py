"""Texts in tables that spreadsheets open: none of them runs as a formula."""

# With these a spreadsheet begins a formula, in some languages with the wide ones too; the white
# space among them is dropped before it looks.
BEGINNINGS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
QUOTE = "'"


def harmless(text: str) -> str:
    """Return a text so that no spreadsheet takes it for a formula.

    >>> harmless("=1+1"), harmless("'=1+1"), harmless("1+1")
    ("'=1+1", "''=1+1", '1+1')
    """
    return QUOTE + text if text.lstrip(QUOTE).startswith(BEGINNINGS) else text
