"""The triggers on SQLite, where all who write stand in one queue."""

from typing import Any

# At random, not counted: a number that was rolled back is never met again with other content.
# Of 52 bits, so that their sum fits an integer.
RANDOM = "random() & 4503599627370495"
INSERT = f"INSERT INTO core_contentversion (app, value) VALUES ('{{app}}', {RANDOM})"
MOVE = f"UPDATE core_contentversion SET value = {RANDOM} WHERE app = '{{app}}'"
PREFIX = "content_version_"


def drop(cursor: Any) -> None:
    """Drop all triggers."""
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
        [len(PREFIX), PREFIX],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}"')


def create(cursor: Any, watched: Any) -> None:
    """Create the triggers of a table, which act once for each row."""
    for event, rows in {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}.items():
        if watched.schedule:
            rows_seen = [f"{row}.{watched.schedule} IS NOT NULL" for row in rows]
            if event == "UPDATE":
                rows_seen = [f"OLD.{watched.schedule} IS NOT NEW.{watched.schedule}"]
        else:
            rows_seen = [seen for row in rows if (seen := watched.seen(row))]
        when = f"WHEN {' OR '.join(rows_seen)}" if rows_seen else ""
        cursor.execute(
            f'CREATE TRIGGER "{PREFIX}{watched.table}_{event.lower()}" AFTER {event}'
            f' ON "{watched.table}" {when} BEGIN {MOVE.format(app=watched.app)}; END'
        )
