"""What a line of the log says, and what it never says: texts, addresses with a secret, people."""

import logging
import sys
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter

# Errors whose message repeats what somebody typed or what is stored. By name, since the supervisor
# writes its lines in the same way and loads nothing of Django.
WITH_CONTENT = {"DataError", "IntegrityError", "KeyError", "ValidationError", "ValueError"}


class RouteFilter(logging.Filter):
    """Names the route of a request in place of its address, which may hold a secret or a name."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change what Django says of requests, ``record.request``; keep every line."""
        request = record.__dict__.pop("request", None)
        if path := getattr(request, "path", None):
            match = getattr(request, "resolver_match", None)
            route = f"/{match.route}" if match else "(no route)"
            escaped = path.encode("unicode_escape").decode("ascii")
            arguments = record.args if isinstance(record.args, tuple) else ()
            record.args = tuple(route if each in (path, escaped) else each for each in arguments)
        return True


def formatted_exception(given: Any) -> str:
    """Return where an exception came from, and its message if that repeats nothing stored."""
    lines = []
    error = given[1]
    while error is not None:
        is_secret = not WITH_CONTENT.isdisjoint(each.__name__ for each in type(error).__mro__)
        said = "" if is_secret else f": {str(error).partition(chr(10))[0]}"
        places = "".join(traceback.format_tb(error.__traceback__))
        lines.append(f"{places}{type(error).__name__}{said}")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(reversed(lines))


class JSONFormatter(JsonFormatter):
    """Writes a line as one JSON object, for whatever collects the log."""

    def __init__(self) -> None:
        names = {"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "exception"}
        super().__init__(
            "{asctime}{levelname}{name}{message}{correlation_id}",
            "%Y-%m-%dT%H:%M:%S%z",
            style="{",
            rename_fields=names | {"correlation_id": "request_id"},
            json_ensure_ascii=False,
        )

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name that logging has
        """Write an exception without what people have typed."""
        return formatted_exception(ei)


class LineFormatter(logging.Formatter):
    """Writes a line for people who look at a terminal."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name that logging has
        """Write an exception without what people have typed."""
        return formatted_exception(ei)


def formatter() -> logging.Formatter:
    """Return the one for whoever reads standard error."""
    return LineFormatter() if sys.stderr.isatty() else JSONFormatter()
