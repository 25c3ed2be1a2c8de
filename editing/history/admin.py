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

from core.i18n import join_names
from core.models import Publishable
from core.typography import plain_title
from editing import roles
from editing.autosave import storage
from editing.base import DeskModelAdmin
from editing.history.restoring import free_slug, is_slug_taken, recover, restore
from editing.merging.clashes import sent_fields
from editing.models import Activity
from editing.pending import changes
from editing.versions import revisions
from editing.versions.comparison import compare, what_changed
from editing.versions.references import Reference
from editing.versions.revisions import deleted
from editing.workflow.items import Item
from editing.workflow.locking import lock_item

LINES_PER_PAGE = 50


class HistoryMixin(DeskModelAdmin):
    """Adds the pages of the history to an admin class."""

    def get_urls(self) -> list[URLPattern]:
        restoring = "<path:object_id>/restore/<int:version_id>/"
        return [
            self.page_path("recover/", self.recover_list, "recoverlist"),
            self.page_path("recover/<int:version_id>/", self.recover, "recover"),
            self.page_path("<path:object_id>/compare/", self.compare_view, "compare"),
            self.post_path(restoring, self.restore, "restore"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """List the versions; two of them can be chosen to compare."""
        obj = self.get_viewable_object(request, object_id)
        lines = Activity.objects.of(obj).select_related("user", "content_type")
        page = Paginator(lines, LINES_PER_PAGE).get_page(request.GET.get("page"))
        versions = [line for line in page if line.revision_id]
        if versions:
            versions += lines.filter(revision__isnull=False, pk__lt=versions[-1].pk)[:1]
        named = what_changed(versions)
        line: Any
        for line in page:
            line.changed = named.get(line.pk, "")
        context = {
            "title": _("Versions of %(item)s") % {"item": obj},
            "lines": page,
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
        found = compare(old.revision if old else None, new.revision)
        context = {
            "title": _("Compare versions"),
            "versions": lines,
            "old": old,
            "new": new,
            "sides": (("old", old), ("new", new)),
            "changes": found,
            "differs": any(each.is_changed for each in found),
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
                left_out = restore(item, version)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, restored_words(item))
            say_left_out(request, left_out)
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
        """Show a deleted item; a POST recovers it as a draft, with rows and incoming relations."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        line = next((each for each in deleted(self.model) if each.pk == version_id), None)
        if line is None:
            raise Http404
        slug = request.POST.get("_slug", "")
        if request.method != "POST" or (is_slug_taken(line) and not slug):
            return self.deleted_item(request, line)
        try:
            if slug:
                slug = self.model._meta.get_field("slug").clean(slug, None)
            with transaction.atomic():
                obj, left_out = recover(line, request.user, slug)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self.page_url("recover", version_id))
        messages.success(request, _("Recovered as a draft."))
        say_left_out(request, left_out)
        url = self.page_url("change", quote(obj.pk))
        if "loaded_token" in request.POST and storage.save(
            self.model, obj.pk, request.user, request.POST
        ):
            # What was typed while it was deleted.
            url += f"?autosave={quote(storage.form_key_of(request.POST))}"
        return HttpResponseRedirect(url)

    def deleted_item(self, request: HttpRequest, line: Activity) -> HttpResponse:
        """Show the last version of a deleted item, and a free slug if another item has its own."""
        context = {
            "title": plain_title(line.title),
            "line": line,
            "fields": [each for each in compare(None, line.revision) if each.is_changed],
            "free_slug": free_slug(line) if is_slug_taken(line) else "",
            # What was typed while it was deleted is sent on.
            "own": sent_fields(request.POST),
            "token": request.POST.get("loaded_token", ""),
        }
        return self.page(request, "history/deleted", None, context)


def restored_words(item: Item) -> str:
    """Return what is said of an item that was restored."""
    if item.workflow_state.pending_id:
        return _("Restored as pending changes: readers still see the published version.")
    if isinstance(item.obj, Publishable):
        return _("Restored: the draft is the earlier version again.")
    return _("Restored.")


def say_left_out(request: HttpRequest, left_out: list[Reference]) -> None:
    """Say what could not be restored."""
    if left_out:
        said = _("Left out, because it has been deleted: %(names)s.")
        names = join_names(dict.fromkeys(map(str, left_out)))
        messages.warning(request, said % {"names": names})
