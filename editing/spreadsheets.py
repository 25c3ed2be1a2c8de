"""Texts in tables that spreadsheets open: none of them runs, and each comes back as it was."""

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


def meant(text: str) -> str:
    """Return the text that ``harmless`` was given.

    >>> meant("'=1+1"), meant("''=1+1"), meant("'s-Gravenhage")
    ('=1+1', "'=1+1", "'s-Gravenhage")
    """
    is_quoted = text.startswith(QUOTE) and text.lstrip(QUOTE).startswith(BEGINNINGS)
    return text.removeprefix(QUOTE) if is_quoted else text
