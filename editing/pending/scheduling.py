"""The first request after the scheduled time publishes pending changes.

There is no scheduler process.

A change that no request asks for need not be public. See docs/decisions/pending-changes.md.
"""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from core.caching import version
from core.caching.version import ContentState
from editing.pending import changes

logger = logging.getLogger(__name__)


class DueChangesMiddleware:
    """Reads the state of the content before a request, and publishes what is due by then.

    So this reader sees it. What could not be published is due again a little later: it is tried
    once for each state. Errors are logged and never change the response.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.tried: ContentState | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return self.get_response(request)
        with version.in_request(self.read_state()):
            return self.get_response(request)

    def read_state(self) -> ContentState | None:
        """Return the state of the content with all published that is due."""
        try:
            state = version.current()
            if state is not None and state.is_overdue and state != self.tried:
                self.tried = state
                changes.publish_scheduled()
                state = version.current()
        except DatabaseError as fault:
            logger.error("What is due cannot be asked: %s", str(fault).partition("\n")[0])
            return None
        except Exception:
            logger.exception("Could not publish what is due.")
            return None
        return state
