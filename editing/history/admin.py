"""The history of an item: list of versions, comparison of two, restore, recover."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern
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
    """Adds the pages of the history to an admin class."""

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the history."""
        restoring = "<path:object_id>/restore/<int:version_id>/"
        return [
            self.page_path("recover/", self.recover_list, "recoverlist"),
            self.page_path("recover/<int:version_id>/", self.recover, "recover"),
            self.page_path("<path:object_id>/compare/", self.compare_view, "compare"),
            self.page_path(restoring, self.restore, "restore"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """List the versions; two of them can be chosen to compare."""
        obj = self.get_viewable_object(request, object_id)
        lines = Activity.objects.of(obj).select_related("user")
        context = {
            "title": _("Versions of %(item)s") % {"item": obj},
            "lines": Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page")),
            "may_delete": self.has_delete_permission(request, obj),
        }
        return self.page(request, "history/list", obj, context | (extra_context or {}))

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show two versions side by side: by default the last one and the one before."""
        obj = self.get_viewable_object(request, object_id)
        lines = list(revisions.get_for_object(obj).select_related("user", "revision"))
        if not lines:
            raise Http404
        new = self.chosen(request, "new", lines) or lines[0]
        older = lines[lines.index(new) + 1 :]
        old = self.chosen(request, "old", lines) or (older[0] if older else None)
        context = {
            "title": _("Compare versions"),
            "versions": lines,
            "old": old,
            "new": new,
            "sides": (("old", old), ("new", new)),
            "changes": compare(old.revision if old else None, new.revision),
            "may_restore": self.has_change_permission(request, obj)
            and roles.may(request.user, roles.WRITE),
        }
        return self.page(request, "history/compare", obj, context)

    def chosen(self, request: HttpRequest, side: str, lines: list[Activity]) -> Activity | None:
        """Return the version that the address names for a side."""
        wanted = request.GET.get(side, "")
        return next((each for each in lines if str(each.pk) == wanted), None)

    def restore(self, request: HttpRequest, object_id: str, version_id: int) -> HttpResponse:
        """Restore a version: at once for a draft, as pending changes for a published item."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        obj = self.get_viewable_object(request, object_id)
        may_change = self.has_change_permission(request, obj)
        if not may_change or not roles.may(request.user, roles.WRITE):
            raise PermissionDenied
        version = get_object_or_404(revisions.get_for_object(obj), pk=version_id)
        try:
            with transaction.atomic():
                item = lock_item(self.model, obj.pk, request.user)
                if item is None:
                    raise ValidationError(_("Not restored: it has been deleted meanwhile."))
                was_scheduled = item.workflow_state.scheduled_at is not None
                restore(item, version)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request,
                _("Restored as pending changes: readers still see the published version.")
                if item.workflow_state.pending_id
                else _("Restored: the draft is as it was in that version."),
            )
            if was_scheduled:
                messages.warning(request, changes.cancelled())
        return HttpResponseRedirect(self.page_url("change", quote(obj.pk)))

    def recover_list(self, request: HttpRequest) -> HttpResponse:
        """List what was deleted and can come back."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            "title": _("Recover deleted %(kind)s") % {"kind": self.model._meta.verbose_name_plural},
            "lines": deleted(self.model),
        }
        return self.page(request, "history/recover", None, context)

    def recover(self, request: HttpRequest, version_id: int) -> HttpResponse:
        """Recover a deleted item as a draft, with its rows and incoming relations."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not self.has_add_permission(request):
            raise PermissionDenied
        line = next((each for each in deleted(self.model) if each.pk == version_id), None)
        if line is None:
            raise Http404
        try:
            with transaction.atomic():
                obj = recover(line, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self.page_url("recoverlist"))
        messages.success(request, _("Recovered as a draft."))
        url = self.page_url("change", quote(obj.pk))
        if "loaded_token" in request.POST and storage.save(
            self.model, obj.pk, request.user, request.POST
        ):
            # What was typed while it was deleted.
            url += f"?autosave={quote(storage.form_key_of(request.POST))}"
        return HttpResponseRedirect(url)
