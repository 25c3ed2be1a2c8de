"""Previews: the public page of a draft, of pending changes, or of an unsaved form.

The site's own view renders it, while this thread reads the item as published with its pending
changes applied. Views and templates know nothing of previews.
"""

import copy
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.csp import CSP, csp_override
from core.models import Publishable, previewed
from editing.models import WorkflowState
from editing.pending import changes
from editing.workflow.items import Item
from editing.workflow.locking import read_item

VALID = timedelta(days=7)
# Beside its form, and nowhere else, the page may stand in a frame.
FRAMED = {**settings.SECURE_CSP, "frame-ancestors": [CSP.SELF]}


def _signer(state: WorkflowState) -> TimestampSigner:
    # The secret of the item is part of the key: a new secret makes every older link invalid.
    return TimestampSigner(salt=f"editing.preview.{state.preview_secret.hex}")


def link(state: WorkflowState, language: str) -> str:
    """Return the path of a shared preview, valid for ``VALID`` from now on."""
    token = _signer(state).sign(str(state.pk))
    return reverse("preview", args=[token, language])


def opened(token: str) -> Item:
    """Return the item of a shared link. Raises Http404 if it is invalid, expired or revoked."""
    key = token.partition(":")[0]
    state = (
        WorkflowState.objects.filter(pk=key).first() if key.isascii() and key.isdigit() else None
    )
    try:
        if state is None:
            raise BadSignature
        _signer(state).unsign(token, max_age=VALID)
    except BadSignature:
        raise Http404 from None
    model = state.content_type.model_class()
    item = read_item(model, state.object_id, None) if model else None
    if item is None:
        raise Http404
    return item


def saved_page(request: HttpRequest, item: Item, path: Any, links: dict[str, str]) -> HttpResponse:
    """Return the page of what is saved, pending changes included.

    ``path`` returns the item's public path in the active language; ``links`` are the addresses of
    the preview by language, to which the page's own language links are led. If the changes cannot
    be applied, return a page with the reason.
    """
    with changes.applied(item):
        if item.fault:
            context = {"meta_title": _("The preview cannot be shown"), "fault": item.fault}
            return close(render(request, "editing/preview/no_preview.html", context, status=409))
        return page(request, item.obj, path, links)


def page(request: HttpRequest, obj: Publishable, path: Any, links: dict[str, str]) -> HttpResponse:
    """Return the page of the item as the database has it, in the active language."""
    with previewed(obj):
        fresh = type(obj)._base_manager.get(pk=obj.pk)
        public = {}
        for code in links:
            with translation.override(code):
                public[code] = path(fresh)
        response = _answer(request, path(fresh))
    content = response.content.decode()
    for code, url in links.items():
        content = content.replace(f'href="{public[code]}"', f'href="{url}"')
    response.content = content
    return close(response)


def close(response: HttpResponse) -> HttpResponse:
    """Set the headers that keep a preview out of search engines, caches and referrers."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    return response


def framed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Allow the preview in a frame of the desk."""
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return csp_override(FRAMED)(lambda request: response)(request)


def _answer(request: HttpRequest, path: str) -> HttpResponse:
    """Return the site's response to an anonymous GET of a path in the active language."""
    visit = copy.copy(request)
    visit.method, visit.path, visit.path_info = "GET", path, path
    visit.META = {**request.META, "PATH_INFO": path, "QUERY_STRING": "", "REQUEST_METHOD": "GET"}
    visit.GET = visit.POST = QueryDict()  # type: ignore[assignment]
    visit.user = AnonymousUser()
    visit.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
    visit.resolver_match = match = resolve(path)
    response = match.func(visit, *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response.render()
    return response
