"""Two presses of the form that save no text: a text is right as it is; which language is first."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO
from editing import roles
from editing.base import DeskModelAdmin
from editing.queries.formats import named_language
from editing.translation import storage
from editing.versions import revisions
from editing.workflow.items import Item
from editing.workflow.locking import item_to_change
from editing.workflow.translating import texts_now


class LanguagesMixin(DeskModelAdmin):
    """Adds the address to which the marks of a form are sent."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.post_path("<path:object_id>/languages/", self.languages_view, "languages"),
            *super().get_urls(),
        ]

    def languages_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Keep that a text is right as it is, or that a language is the source; say so."""
        with item_to_change(self, request, object_id) as item:
            is_done, said = _answer(request, item)
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"said": said}, status=200 if is_done else 409)
        messages.add_message(request, messages.SUCCESS if is_done else messages.ERROR, said)
        return HttpResponseRedirect(self.page_url("change", quote(item.obj.pk)))


def _answer(request: HttpRequest, item: Item) -> tuple[bool, str]:
    data: Any = request.POST
    only = roles.only_language(request.user)
    found = texts_now(item)
    if (language := data.get("source")) in LANGUAGE_INFO:
        if only is not None:
            raise PermissionDenied
        storage.set_source(item.translation, found, language)
        return True, _("%(language)s is now the source.") % {"language": named_language(language)}
    key, _colon, rest = data.get("right", "").partition(":")
    pk, _colon, language = rest.partition(":")
    if only not in (None, language):
        raise PermissionDenied
    which = next((each for each in found if (each.key, each.pk) == (key, pk)), None)
    if which is None or data.get("loaded_token") != str(item.workflow_state.edit_token):
        return False, _("It was saved after you opened the form: look at it again.")
    version = item.workflow_state.pending_id or revisions.get_for_object(item.obj)[0].revision_id
    storage.confirm(item.translation, found, which, version)
    return True, _("Kept as right.")
