"""The entry point for the server."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "c40china.settings")

WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

# Every page, static file and sized copy of a picture is smaller; an original picture may not be.
LARGEST_WHOLE = 2 * 1024 * 1024  # bytes


class WholeBodies:
    """Passes each response body to the server as one list of bytes.

    The server sends a list from its own memory while the thread goes on to the next visitor; a
    body that it must ask for piece by piece holds the thread until the slowest reader has it all,
    and as many slow readers as there are threads would stop the site.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        # Without the server's own file wrapper, Django answers with a response that has headers.
        environ.pop("wsgi.file_wrapper", None)
        response: Any = self.application(environ, start_response)
        size = int(response.headers.get("Content-Length", 0))
        if response.streaming and not 0 < size <= LARGEST_WHOLE:
            return response
        try:
            return [b"".join(response)]
        finally:
            response.close()


application = WholeBodies(get_wsgi_application())
