"""Finds the view and the object of a URL."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views.generic.detail import SingleObjectMixin

from core.seo.meta import PageMeta


def page_at(path: str) -> PageMeta:
    """Return the view of the page at ``path``, with the object that it shows.

    Its request has no query string and no headers. Raises Http404 if nothing is there, or something
    that is no page, such as a file.
    """
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404 from None
    view_class: Any = getattr(match.func, "view_class", None)
    if view_class is None or not issubclass(view_class, PageMeta):
        raise Http404
    view: Any = view_class(**match.func.view_initkwargs)  # type: ignore[attr-defined]
    view.setup(HttpRequest(), *match.args, **match.kwargs)
    if issubclass(view_class, SingleObjectMixin):
        view.object = view.get_object()
    return view


def is_live(path: str) -> bool:
    """Whether a page that the public can open has ``path`` after its language."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            try:
                page_at(f"/{code}/{path}")
            except Http404:
                continue
            return True
    return False
