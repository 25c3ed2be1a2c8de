"""Two people save the same item: one is first, the other is shown both texts, field by field.

A form carries the token under which it was loaded. Under the docket's lock it is compared with the
token of the last save: of any number of people who save at once, exactly one finds them equal.
"""

import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from editing import form_state, merging, pending, versions
from editing.models import Activity
from editing.putting_back import put_back
from editing.undone import Undone
from editing.workflow import Item

Formed = tuple[form_state.Shape, form_state.State]
# What the page of a clash sends beside the form itself.
OWN = ("csrfmiddlewaretoken", "loaded_token", "_base_token", "_all")


class ClashMixin:
    """Stops a form that does not know the last save, and joins it with that save."""

    def in_hand(self, arguments: Any, item: Item) -> HttpResponse:
        """Let a form through that knows the last save, or that was joined with it."""
        request = arguments[0]
        is_refused = not self.has_change_permission(request, item.obj)
        if request.method != "POST" or self.wish(request).preview or is_refused:
            return super().in_hand(arguments, item)
        began = request.POST.get("_base_token") or request.POST.get("loaded_token", "")
        is_joined = "_base_token" in request.POST
        is_current = request.POST.get("loaded_token") == str(item.docket.edit_token)
        if is_current and not is_joined:
            return super().in_hand(arguments, item)
        shape, theirs = self.form_now(arguments, item)
        base = self.form_then(arguments, item, began)
        mine = form_state.sent(request.POST, shape)
        found = merging.differences(base, theirs, mine, shape)
        missing = merging.choose(found, request.POST)
        # A form that says what is saved already (a button pressed twice) has nothing to choose.
        if found and (not is_current or (missing and is_joined)):
            if is_joined and is_current:
                names = ", ".join(each.label for each in missing)
                messages.error(
                    request, _("Choose for each field first: %(names)s.") % {"names": names}
                )
            return self.clash_page(request, item, found, began)
        state = merging.merged(theirs, found)
        request.POST = form_state.as_data(state, theirs, request.POST, shape)
        return super().in_hand(arguments, item)

    def form_now(self, arguments: Any, item: Item) -> Formed:
        """Return shape and state of the form as it is shown now, pending changes included."""
        try:
            return self._formed(arguments, item, item.docket.pending)
        except ValidationError:
            return self._formed(arguments, item, None)

    def form_then(self, arguments: Any, item: Item, token: str) -> form_state.State | None:
        """Return what the form showed under a token; None if that is not known any more."""
        try:
            line = Activity.objects.of(item.obj).filter(token=UUID(token)).first()
        except ValueError:
            return None
        if line is not None and line.revision is None:
            # The changes were discarded then: what had been published was left.
            earlier = versions.of(item.obj).filter(is_pending=False, pk__lt=line.pk)
            line = earlier.first()
        if line is None:
            return None
        try:
            return self._formed(arguments, item, line.revision)[1]
        except ValidationError:
            return None

    def _formed(self, arguments: Any, item: Item, revision: Any) -> Formed:
        request, object_id, form_url, extra_context = arguments
        asked = copy.copy(request)
        asked.method, asked.desk_save = "GET", None
        try:
            with transaction.atomic():
                if revision is not None:
                    stay = pending.STAY if item.docket.pending else ()
                    put_back(revision, stay, item.obj, is_shown_only=True)
                page = self.in_hand_form((asked, object_id, form_url, extra_context))
                raise Undone(self._read(page.context_data))
        except Undone as undone:
            return undone.seen

    def _read(self, context: dict[str, Any]) -> Formed:
        form = context["adminform"].form
        formsets = [each.formset for each in context["inline_admin_formsets"]]
        changeable = [each for each in formsets if each.forms or each.extra or each.max_num]
        shape = form_state.shape_of(form, changeable)
        return shape, form_state.shown(form, changeable, shape)

    def clash_page(
        self, request: HttpRequest, item: Item, found: list[merging.Difference], began: str
    ) -> HttpResponse:
        """Show both texts; my form goes along in hidden fields, whatever it holds."""
        own = [
            (name, value)
            for name in request.POST
            for value in request.POST.getlist(name)
            if name not in OWN and not name.startswith(("_choice-", "_third-", "_undo-"))
        ]
        context = {
            "title": _("Two versions to bring together"),
            "both": [each for each in found if each.by == merging.BOTH],
            "joined": [each for each in found if each.by != merging.BOTH],
            "own": own,
            "began": began,
            "token": item.docket.edit_token,
            "last": versions.of(item.obj).select_related("user").first(),
            "has_files": bool(request.FILES),
        }
        response: TemplateResponse = self.page(request, "clash", item.obj, context)
        response.status_code = 409
        return response.render()
