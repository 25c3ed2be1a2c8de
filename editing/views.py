"""The one page of the desk for people without an account: a preview by a signed link."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from core.i18n import LANGUAGE_INFO
from editing import preview
from editing.workflow import Item


@require_safe
def shared_preview(request: HttpRequest, token: str, language: str) -> HttpResponse:
    """Show what is saved of the item that the link was made for."""
    docket = preview.opened(token)
    if language not in LANGUAGE_INFO or docket.item is None:
        raise Http404
    path = admin.site.get_model_admin(type(docket.item)).get_preview_path
    links = {code: request.path.removesuffix(f"{language}/") + f"{code}/" for code in LANGUAGE_INFO}
    with translation.override(language):
        return preview.saved_page(request, Item(docket.item, docket, None), path, links)
