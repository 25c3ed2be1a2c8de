"""The databases' own indexes of tokens: FTS5 on SQLite, tsvector with GIN on PostgreSQL.

Both hold the tokens of ``search.analyser`` and are only asked which entries hold a query's terms;
ranking is ours and the same on both. Migrations make the tables.
"""

import json
from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from search.query import Clause, Term


class Fts5:
    """SQLite. The tokens are ASCII words and runs of other characters."""

    def store(self, place: int, tokens: list[str]) -> None:
        """Add the tokens of the entry at ``place``."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_tokens (rowid, tokens) VALUES (%s, %s)",
                [place, " ".join(tokens)],
            )

    def forget(self, places: Iterable[int]) -> None:
        """Remove the tokens of the entries at ``places``."""
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM search_tokens WHERE rowid = %s", [[place] for place in places]
            )

    def match(self, clauses: Iterable[Clause]) -> str:
        """Return what the database is asked for: rows that hold a term of each clause."""
        return " AND ".join(f"({' OR '.join(map(self._term, clause))})" for clause in clauses)

    def holding(self, match: str) -> RawSQL:
        """Return the condition of rows that hold it."""
        return RawSQL("tokens MATCH %s", [match], BooleanField())

    def among(self, keys: list[int]) -> RawSQL:
        """Return keys, however many, as the rows of a query with one parameter."""
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])

    @staticmethod
    def _term(term: Term) -> str:
        # Quoted, nothing in it is an operator of FTS5.
        quoted = '"' + term.text.replace('"', '""') + '"'
        return f"{quoted} *" if term.is_prefix else quoted


class TsVector:
    """PostgreSQL. Vectors are written as literals: no dictionary of the server touches a token."""

    # A vector keeps no more of any: see the limits of its text search.
    LAST_POSITION, MOST_POSITIONS, MOST_BYTES = 16_383, 255, 1_000_000

    def store(self, place: int, tokens: list[str]) -> None:
        positions: dict[str, list[int]] = defaultdict(list)
        size = 0
        for position, token in enumerate(tokens, 1):
            # A token, its number of positions and each of them, at even places.
            size += 2 if token in positions else len(token.encode()) + 5
            if size > self.MOST_BYTES:
                break
            found = positions[token]
            # Beyond the last position a token is still there, though in no phrase.
            if len(found) < self.MOST_POSITIONS and found[-1:] != [self.LAST_POSITION]:
                found.append(min(position, self.LAST_POSITION))
        vector = " ".join(
            f"{self._quoted(token)}:{','.join(map(str, found))}"
            for token, found in positions.items()
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_tokens (rowid, tokens) VALUES (%s, %s::tsvector)",
                [place, vector],
            )

    def forget(self, places: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_tokens WHERE rowid = ANY(%s)", [list(places)])

    def match(self, clauses: Iterable[Clause]) -> str:
        return " & ".join(f"({' | '.join(map(self._term, clause))})" for clause in clauses)

    def holding(self, match: str) -> RawSQL:
        return RawSQL("tokens @@ %s::tsquery", [match], BooleanField())

    def among(self, keys: list[int]) -> RawSQL:
        return RawSQL("SELECT unnest(%s::bigint[])", [keys])

    @classmethod
    def _term(cls, term: Term) -> str:
        phrase = " <-> ".join(map(cls._quoted, term.tokens))
        return f"{phrase}:*" if term.is_prefix else f"({phrase})"

    @staticmethod
    def _quoted(token: str) -> str:
        return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def backend() -> Fts5 | TsVector:
    """Return the backend of the database in use."""
    return TsVector() if connection.vendor == "postgresql" else Fts5()
