"""The nonce for the import map, the one inline script of the admin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from js_asset import Media

from core.csp import get_nonce


class NonceMediaMixin:
    """Gives scripts and styles of a change form the nonce of the response.

    The editor is loaded as modules, whose import map must be inline: without the nonce the policy
    blocks it and the editor stays a plain text field.
    """

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Render the form with the media of all its widgets under the nonce."""
        context["media"] = Media.from_media(context["media"], nonce=get_nonce(request))
        return super().render_change_form(request, context, *args, **kwargs)
