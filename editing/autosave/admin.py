"""Autosave of forms, the offer of autosaved texts, and the presence of other users."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from editing.autosave import presence, storage
from editing.base import DeskModelAdmin
from editing.merging import form_state, three_way
from editing.merging.clashes import form_now
from editing.models import Autosave
from editing.workflow.locking import read_item
from editing.workflow.save_request import SaveRequest, form_request


class AutosaveMixin(DeskModelAdmin):
    """Autosaves forms for each user and item, and offers the autosaved text again."""

    def get_urls(self) -> list[URLPattern]:
        """Add the endpoint of the form's script, and the page that shows an autosave."""
        return [
            self.post_path("autosave/", self.autosave_view, "autosave_new"),
            self.post_path("<path:object_id>/autosave/", self.autosave_view, "autosave"),
            self.page_path("autosaved/", self.autosaved_view, "autosaved_new"),
            self.page_path("<path:object_id>/autosaved/", self.autosaved_view, "autosaved"),
            *super().get_urls(),
        ]

    def autosave_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        """Store the form (not with ``_only_here``) and the presence, and return both as JSON."""
        obj = self.get_changeable_object(request, object_id)
        answer = {"kept": "", "version": "", "others": ""}
        if obj is not None and storage.GONE in request.POST:
            presence.mark_absent(obj, request.user)
        elif obj is not None:
            is_in_background = request.POST.get("_only_here") == "hidden"
            presence.mark_present(obj, request.user, is_in_background=is_in_background)
            answer["others"] = presence.others_message(obj, request.user)
        if "_only_here" not in request.POST:
            row = storage.save(self.model, obj.pk if obj else 0, request.user, request.POST)
            if row is None:
                return HttpResponse(status=413)
            answer["version"] = row.at.isoformat()
            time = time_format(timezone.localtime(row.at), "H:i")
            answer["kept"] = _("Kept as typed at %(time)s") % {"time": time}
        return JsonResponse(answer)

    def autosaved_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        """Compare an autosave with the saved text; a POST deletes it."""
        obj = self.get_changeable_object(request, object_id)
        pk = obj.pk if obj else 0
        rows = storage.autosaves_of(self.model, pk, request.user)
        row = next((each for each in rows if each.form_key == request.GET.get("autosave")), None)
        if row is None:
            raise Http404
        form = self.page_url("change", pk) if obj else self.page_url("add")
        if request.method == "POST":
            row.delete()
            messages.success(request, _("What was kept is dropped."))
            return HttpResponseRedirect(form)
        context = {
            "title": _("Typed and not saved"),
            "autosave": row,
            "form_url": form,
            "found": self.autosave_differences(request, obj, row) if obj else [],
        }
        return self.page(request, "autosave/autosaved", obj, context)

    def get_changeable_object(self, request: HttpRequest, object_id: str) -> Any:
        """Return the object, or None for a new one.

        Raise PermissionDenied if the user may not change it.
        """
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and obj is None:
            raise Http404
        allowed = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if not allowed:
            raise PermissionDenied
        return obj

    def autosave_differences(
        self, request: HttpRequest, obj: Any, row: Autosave
    ) -> list[three_way.Difference]:
        """Return the differences between an autosave and the saved text."""
        item = read_item(self.model, obj.pk, request.user)
        if item is None:
            raise Http404
        django_view = super().changeform_view
        change = SaveRequest(
            admin=self,
            request=request,
            item=item,
            view=lambda asked: django_view(asked, str(obj.pk)),
        )
        shape, saved = form_now(change)
        typed = form_state.sent(storage.form_data(row), shape)
        return three_way.differences(saved, saved, typed, shape)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add ``autosave``: what the form's script needs, and the offered autosaves."""
        obj = kwargs.get("obj")
        pages = (
            [self.page_url(name, obj.pk) for name in ("autosave", "autosaved")]
            if obj
            else [self.page_url(name) for name in ("autosave_new", "autosaved_new")]
        )
        change = form_request(request)
        shown = (change and change.typed) or request.POST
        context["autosave"] = {
            "url": pages[0],
            "compare_url": pages[1],
            "offers": change.offers if change else (),
            "form_key": storage.form_key_of(shown) or uuid4().hex,
            "token": change.typed_token if change else "",
            "others": presence.others_message(obj, request.user) if obj else "",
            "limit": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        }
        return super().render_change_form(request, context, *args, **kwargs)
