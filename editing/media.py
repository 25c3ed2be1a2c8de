"""The one inline script of the admin, and how a strict policy comes to allow it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from js_asset import Media

from core.csp import get_nonce


class NonceMediaMixin:
    """Gives scripts and styles of a change form the nonce of the response.

    The editor comes as modules, and the import map by which browsers find them must stand in
    the page: without the nonce the policy forbids it and the editor stays a bare text field.
    """

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Render the form with the media of all its widgets under the nonce."""
        context["media"] = Media.from_media(context["media"], nonce=get_nonce(request))
        return super().render_change_form(request, context, *args, **kwargs)
