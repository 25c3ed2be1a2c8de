"""Content-Security-Policy with the names of Django 6, so that the upgrade changes imports only.

On Django 6 and later this module hands on Django's own; before it, it carries what the site uses
of it: the setting ``SECURE_CSP``, a dict of directives with a list of words each, the words of
``CSP``, ``{{ csp_nonce }}`` through the context processor ``csp``, and ``csp_override``.
"""

import functools
import secrets
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject, empty

Policy = Mapping[str, list[str]]
View = Callable[..., HttpResponse]

if TYPE_CHECKING or django.VERSION >= (6, 0):
    from django.middleware.csp import ContentSecurityPolicyMiddleware, get_nonce
    from django.template.context_processors import csp
    from django.utils.csp import CSP
    from django.views.decorators.csp import csp_override
else:

    class CSP(StrEnum):
        """The words of our policy, and the name of its header."""

        HEADER_ENFORCE = "Content-Security-Policy"
        NONE = "'none'"
        SELF = "'self'"
        # Stands in a policy where the nonce of the one response will go.
        NONCE = "<CSP_NONCE_SENTINEL>"

    class LazyNonce(SimpleLazyObject):
        """A nonce that exists from the moment a template prints it; false until then."""

        def __init__(self) -> None:
            super().__init__(functools.partial(secrets.token_urlsafe, 16))

        def __bool__(self) -> bool:
            return self._wrapped is not empty  # type: ignore[attr-defined]

    def build_policy(config: Policy, nonce: object) -> str:
        """Return the header's value; ``CSP.NONCE`` becomes ``nonce``, or goes where there is none.

        >>> build_policy({"default-src": [CSP.SELF, CSP.NONCE]}, None)
        "default-src 'self'"
        """
        own = [f"'nonce-{nonce}'"] if nonce else []
        directives = []
        for directive, given in config.items():
            words = [word for word in given if word != CSP.NONCE]
            directives.append(" ".join([directive, *words, *(own if CSP.NONCE in given else [])]))
        return "; ".join(directives)

    def get_nonce(request: HttpRequest) -> LazyNonce | None:
        """Return the nonce of this request, which is made when it is first printed."""
        return getattr(request, "_csp_nonce", None)

    def csp(request: HttpRequest) -> dict[str, Any]:
        """Context processor: ``{{ csp_nonce }}`` for the tags that may stand inline."""
        return {"csp_nonce": get_nonce(request)}

    class ContentSecurityPolicyMiddleware:
        """Puts the policy on every response, errors and redirects included."""

        def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
            self.get_response = get_response

        def __call__(self, request: HttpRequest) -> HttpResponse:
            request._csp_nonce = LazyNonce()  # type: ignore[attr-defined]
            response = self.get_response(request)
            # Django's own pages for a developer stand on inline styles and scripts.
            if settings.DEBUG and response.status_code in (404, 500):
                return response
            policy = getattr(response, "_csp_config", settings.SECURE_CSP)
            response.headers.setdefault(
                str(CSP.HEADER_ENFORCE), build_policy(policy, get_nonce(request))
            )
            return response

    def csp_override(config: Policy) -> Callable[[View], View]:
        """Give one view another policy."""

        def decorator(view: View) -> View:
            @functools.wraps(view)
            def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                response: Any = view(request, *args, **kwargs)
                response._csp_config = config
                return response

            return wrapped

        return decorator


__all__ = ["CSP", "ContentSecurityPolicyMiddleware", "csp", "csp_override", "get_nonce"]
