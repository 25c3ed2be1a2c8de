"""The pages of an item's past: its versions, any two side by side, and the way back to one."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from editing import roles
from editing.autosave import storage
from editing.base import DeskModelAdmin
from editing.history.restoring import recover, restore
from editing.models import Activity
from editing.pending import changes
from editing.versions import revisions
from editing.versions.comparison import compare
from editing.versions.revisions import deleted
from editing.workflow.items import lock_item

LINES_PER_PAGE = 50


class HistoryMixin(DeskModelAdmin):
    """Versions of an item; who may see the item may see them."""

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the past."""
        wrap = self.admin_site.admin_view
        opts = self.model._meta
        info = f"{opts.app_label}_{opts.model_name}"
        return [
            path("recover/", wrap(self.recover_list), name=f"{info}_recoverlist"),
            path("recover/<int:version>/", wrap(self.recover), name=f"{info}_recover"),
            path("<path:object_id>/compare/", wrap(self.compare_view), name=f"{info}_compare"),
            path(
                "<path:object_id>/restore/<int:version>/",
                wrap(self.restore),
                name=f"{info}_restore",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """List the versions; two of them can be chosen to compare."""
        obj = self.seen(request, object_id)
        lines = Activity.objects.of(obj).select_related("user")
        context = {
            "title": _("Versions of %(item)s") % {"item": obj},
            "lines": Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page")),
            "may_delete": self.has_delete_permission(request, obj),
        }
        return self.page(request, "history/list", obj, context | (extra_context or {}))

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show two versions side by side: by default the last one and the one before."""
        obj = self.seen(request, object_id)
        kept = list(revisions.of(obj).select_related("user", "revision"))
        if not kept:
            raise Http404
        new = self.chosen(request, "new", kept) or kept[0]
        older = kept[kept.index(new) + 1 :]
        old = self.chosen(request, "old", kept) or (older[0] if older else None)
        context = {
            "title": _("Compare versions"),
            "kept": kept,
            "old": old,
            "new": new,
            "sides": (("old", old), ("new", new)),
            "changes": compare(old.revision if old else None, new.revision),
            "may_restore": self.has_change_permission(request, obj)
            and roles.may(request.user, roles.WRITE),
        }
        return self.page(request, "history/compare", obj, context)

    def chosen(self, request: HttpRequest, side: str, kept: list[Activity]) -> Activity | None:
        """Return the version that the address names for a side."""
        wanted = request.GET.get(side, "")
        return next((each for each in kept if str(each.pk) == wanted), None)

    def restore(self, request: HttpRequest, object_id: str, version: int) -> HttpResponse:
        """Make a version the newest text: of a draft at once, of what is out as pending changes."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        obj = self.seen(request, object_id)
        may_change = self.has_change_permission(request, obj)
        if not may_change or not roles.may(request.user, roles.WRITE):
            raise PermissionDenied
        kept = get_object_or_404(revisions.of(obj), pk=version)
        try:
            with transaction.atomic():
                item = lock_item(self.model, obj.pk, request.user)
                if item is None:
                    raise ValidationError(_("Not restored: it has been deleted meanwhile."))
                had_due = item.docket.pending_due is not None
                restore(item, kept)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request,
                _("Restored as pending changes: readers still see the published version.")
                if item.docket.pending_id
                else _("Restored as a new draft."),
            )
            if had_due:
                messages.warning(request, changes.cancelled())
        return HttpResponseRedirect(self.address("change", quote(obj.pk)))

    def recover_list(self, request: HttpRequest) -> HttpResponse:
        """List what was deleted and can come back."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            "title": _("Recover deleted %(kind)s") % {"kind": self.model._meta.verbose_name_plural},
            "lines": deleted(self.model),
        }
        return self.page(request, "history/recover", None, context)

    def recover(self, request: HttpRequest, version: int) -> HttpResponse:
        """Bring back what was deleted, as a draft, with its rows and what pointed to it."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not self.has_add_permission(request):
            raise PermissionDenied
        line = next((each for each in deleted(self.model) if each.pk == version), None)
        if line is None:
            raise Http404
        try:
            with transaction.atomic():
                obj = recover(line, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self.address("recoverlist"))
        messages.success(request, _("Recovered as a draft."))
        url = self.address("change", quote(obj.pk))
        if "loaded_token" in request.POST and storage.keep(
            self.model, obj.pk, request.user, request.POST
        ):
            # What was typed while it was deleted.
            url += f"?kept={quote(storage.key_of(request.POST))}"
        return HttpResponseRedirect(url)
