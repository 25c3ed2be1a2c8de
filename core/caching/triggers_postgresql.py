"""The triggers on PostgreSQL, where those who write do not wait for each other.

The version of an app is the sum of a few rows. A transaction changes one that no other transaction
holds, so that two never wait for each other here, and adds one where all are held.
"""

from typing import Any

# At random, not counted: a number that was rolled back is never met again with other content.
# Of 52 bits, so that their sum fits a column.
RANDOM = "floor(random() * 4503599627370496)::bigint"
INSERT = f"INSERT INTO core_contentversion (app, value) VALUES ('{{app}}', {RANDOM})"

# The first argument is the app, the second the question whether readers see anything of what the
# statement changed.
# The others lock the items that it belongs to: whoever publishes one meanwhile waits, or is seen.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION content_version_move() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    statement text;
    is_seen boolean;
    free bigint;
BEGIN
    FOREACH statement IN ARRAY TG_ARGV[2:] LOOP
        EXECUTE statement;
    END LOOP;
    EXECUTE TG_ARGV[1] INTO is_seen;
    IF is_seen THEN
        SELECT id INTO free FROM core_contentversion WHERE app = TG_ARGV[0]
            ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF free IS NULL THEN
            INSERT INTO core_contentversion (app, value) VALUES (TG_ARGV[0], {RANDOM});
        ELSE
            UPDATE core_contentversion SET value = {RANDOM} WHERE id = free;
        END IF;
    END IF;
    RETURN NULL;
END
$$
"""

EVENTS = {
    "INSERT": ("NEW TABLE AS after", "after"),
    "UPDATE": ("OLD TABLE AS before NEW TABLE AS after", "(TABLE before UNION ALL TABLE after)"),
    "DELETE": ("OLD TABLE AS before", "before"),
}


def drop(cursor: Any) -> None:
    """Drop all triggers with their function."""
    cursor.execute("DROP FUNCTION IF EXISTS content_version_move() CASCADE")


def create(cursor: Any, watched: Any) -> None:
    """Create the triggers of a table, which act once for each statement."""
    cursor.execute(FUNCTION)
    for event, (tables, rows) in EVENTS.items():
        arguments = [watched.app, question(watched, event, rows)] + [
            f'SELECT 1 FROM "{table}" WHERE id IN (SELECT {column} FROM {rows} AS changed)'
            " ORDER BY id FOR NO KEY UPDATE"
            for table, column in watched.owners
        ]
        quoted = ", ".join("'" + each.replace("'", "''") + "'" for each in arguments)
        cursor.execute(
            f'CREATE TRIGGER content_version_{event.lower()} AFTER {event} ON "{watched.table}"'
            f" REFERENCING {tables} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION content_version_move({quoted})"
        )


def question(watched: Any, event: str, rows: str) -> str:
    """Return the query whether readers see anything of the rows that a statement changed."""
    column = watched.schedule
    if column and event == "UPDATE":
        return (
            "SELECT EXISTS (SELECT 1 FROM before JOIN after USING (id)"
            f" WHERE before.{column} IS DISTINCT FROM after.{column})"
        )
    seen = f"changed.{column} IS NOT NULL" if column else watched.seen("changed") or "true"
    return f"SELECT EXISTS (SELECT 1 FROM {rows} AS changed WHERE {seen})"
