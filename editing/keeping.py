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

from editing import form_state, kept, merging, presence
from editing.models import Kept
from editing.workflow import Item, read_item


class KeepingMixin:
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
            row = kept.keep(self.model, obj.pk if obj else 0, request.user, request.POST)
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
        row = self.kept_row(request, kept.of(self.model, pk, request.user))
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
        return self.page(request, "kept", obj, context)

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
    ) -> list[merging.Difference]:
        """Return how what is kept differs from what is saved."""
        item = read_item(self.model, obj.pk, request.user)
        if item is None:
            raise Http404
        shape, saved = self.form_now((request, str(obj.pk), "", None), item)
        typed = form_state.sent(kept.typed(row), shape)
        return merging.differences(None, saved, typed, shape)

    def in_hand(self, arguments: Any, item: Item) -> HttpResponse:
        """Show the form as it was kept if that is asked for; forget what is saved now."""
        request = arguments[0]
        if request.method != "GET":
            response = super().in_hand(arguments, item)
            if response.status_code == 302:
                presence.leave(item.obj, request.user)
                if "kept" in request.GET:
                    response.headers["Location"] = request.path
                kept.drop(self.model, item.obj.pk, request, response)
            return response
        if row := self.taken_up(request, item.obj.pk):
            shape, saved = self.form_now(arguments, item)
            data = kept.typed(row)
            state = form_state.sent(data, shape)
            request.desk_kept = form_state.as_data(state, saved, data, shape)
            request.desk_loaded_token = row.token
        return super().in_hand(arguments, item)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The same for the form of a new item."""
        if request.method == "GET" and (row := self.taken_up(request, 0)):
            request.desk_kept = kept.typed(row)
        return super().add_view(request, form_url, extra_context)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Forget the form of a new item that is saved now."""
        response = super().response_add(request, obj, post_url_continue)
        kept.drop(self.model, 0, request, response)
        return response

    def taken_up(self, request: HttpRequest, pk: int) -> Kept | None:
        """Return what the form is to show instead of what is saved; offer all else that is kept."""
        rows = list(kept.of(self.model, pk, request.user))
        row = self.kept_row(request, rows)
        if row:
            messages.info(request, _("This is the text that was kept; it is not saved yet."))
        request.desk_offers = [each for each in rows if each != row]
        return row

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the form; filled with what is kept, where that was asked for."""
        form = super().get_form(request, obj, **kwargs)
        data = getattr(request, "desk_kept", None)
        return form if data is None else _filled(form, data)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> Any:
        """Fill the rows as well."""
        arguments = super().get_formset_kwargs(request, obj, inline, prefix)
        data = getattr(request, "desk_kept", None)
        return arguments if data is None else arguments | {"data": data}

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
        shown = getattr(request, "desk_kept", None) or request.POST
        context["keeping"] = {
            "url": pages[0],
            "kept_url": pages[1],
            "offers": getattr(request, "desk_offers", ()),
            "form_key": kept.key_of(shown) or uuid4().hex,
            "token": getattr(request, "desk_loaded_token", ""),
            "others": presence.others(obj, request.user) if obj else "",
        }
        return super().render_change_form(request, context, *args, **kwargs)


def _filled(form: Any, data: Any) -> Any:
    class Filled(form):
        """The form as it was typed: what is wrong with it is shown at once."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **{"data": data} | kwargs)

    return Filled
