"""The form keeps itself while it is typed, offers itself back, and tells who else has it open."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from editing.autosave import presence, storage
from editing.base import DeskModelAdmin
from editing.merging import form_state, three_way
from editing.merging.clashes import form_now
from editing.models import Kept
from editing.workflow.items import read_item
from editing.workflow.save_request import SaveRequest, form_request


class KeepingMixin(DeskModelAdmin):
    """Autosave for each person and item, and the way back to what was not saved."""

    def get_urls(self) -> list[URLPattern]:
        """Add what the form's script talks to, and the page that shows what is kept."""
        wrap = self.admin_site.admin_view
        info = f"{self.model._meta.app_label}_{self.model._meta.model_name}"
        return [
            path("keep/", wrap(self.keep_view), name=f"{info}_keep_new"),
            path("<path:object_id>/keep/", wrap(self.keep_view), name=f"{info}_keep"),
            path("kept/", wrap(self.kept_view), name=f"{info}_kept_new"),
            path("<path:object_id>/kept/", wrap(self.kept_view), name=f"{info}_kept"),
            *super().get_urls(),
        ]

    def keep_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        """Keep the form (without ``_only_here``), note the presence, and answer with both."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        obj = self.kept_item(request, object_id)
        answer = {"kept": "", "version": "", "others": ""}
        if obj is not None:
            presence.arrive(obj, request.user)
            answer["others"] = presence.others(obj, request.user)
        if "_only_here" not in request.POST:
            row = storage.keep(self.model, obj.pk if obj else 0, request.user, request.POST)
            if row is None:
                answer["kept"] = _("This text is too long to be kept.")
                return JsonResponse(answer, status=413)
            answer["version"] = row.at.isoformat()
            time = time_format(timezone.localtime(row.at), "H:i")
            answer["kept"] = _("Kept as typed at %(time)s") % {"time": time}
        return JsonResponse(answer)

    def kept_view(self, request: HttpRequest, object_id: str = "") -> HttpResponse:
        """Show what is kept beside what is saved; a POST drops it."""
        obj = self.kept_item(request, object_id)
        pk = obj.pk if obj else 0
        row = self.kept_row(request, storage.of(self.model, pk, request.user))
        if row is None:
            raise Http404
        form = self.address("change", pk) if obj else self.address("add")
        if request.method == "POST":
            row.delete()
            messages.success(request, _("What was kept is dropped."))
            return HttpResponseRedirect(form)
        context = {
            "title": _("Typed and not saved"),
            "kept": row,
            "form_url": form,
            "found": self.kept_differences(request, obj, row) if obj else [],
        }
        return self.page(request, "autosave/autosaved", obj, context)

    def kept_row(self, request: HttpRequest, rows: Iterable[Kept]) -> Kept | None:
        """Return that of these rows which the address names."""
        return next((row for row in rows if row.form_key == request.GET.get("kept")), None)

    def kept_item(self, request: HttpRequest, object_id: str) -> Any:
        """Return the item, or None for the form of a new one; refuse who may not change it."""
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and obj is None:
            raise Http404
        allowed = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if not allowed:
            raise PermissionDenied
        return obj

    def kept_differences(
        self, request: HttpRequest, obj: Any, row: Kept
    ) -> list[three_way.Difference]:
        """Return how what is kept differs from what is saved."""
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
        typed = form_state.sent(storage.typed(row), shape)
        return three_way.differences(None, saved, typed, shape)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Hand the form what its script needs, and the offer of what is kept."""
        obj = kwargs.get("obj")
        pages = (
            [self.address(name, obj.pk) for name in ("keep", "kept")]
            if obj
            else [self.address(name) for name in ("keep_new", "kept_new")]
        )
        change = form_request(request)
        shown = (change and change.typed) or request.POST
        context["keeping"] = {
            "url": pages[0],
            "kept_url": pages[1],
            "offers": change.offers if change else (),
            "form_key": storage.key_of(shown) or uuid4().hex,
            "token": change.typed_token if change else "",
            "others": presence.others(obj, request.user) if obj else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)
