"""Conflicts of two users who edit the same item: the second is shown both texts by field.

A form carries the token under which it was loaded. Under the workflow state's lock it is compared
with the token of the last save: if several users save at once, exactly one of them finds the tokens
equal.
"""

import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from js_asset import Media
from reversion.models import Revision

from core.bilingual import column_labels
from core.csp import get_nonce
from core.i18n import LANGUAGE_INFO, join_names
from editing.merging import form_state, three_way
from editing.models import Activity
from editing.pending import changes
from editing.pending.undone import undone
from editing.translation.richtext_lines import readable
from editing.versions import revisions
from editing.versions.revert import revert
from editing.versions.revisions import deleted
from editing.workflow.save_request import FormRequest, SaveRequest

Formed = tuple[form_state.FormShape, form_state.State]
# What the page of a clash sends beside the form itself.
OWN = ("csrfmiddlewaretoken", "loaded_token", "_base_token", "_all")


def conflict_page(change: SaveRequest) -> HttpResponse | None:
    """Return the page with both texts if the form was loaded before the last save.

    If there is nothing to choose, merge both into the request and return None.
    """
    request, item = change.request, change.item
    if change.preview or not change.admin.has_change_permission(request, item.obj):
        return None
    began = request.POST.get("_base_token") or request.POST.get("loaded_token", "")
    is_joined = "_base_token" in request.POST
    is_current = request.POST.get("loaded_token") == str(item.workflow_state.edit_token)
    if is_current and not is_joined:
        return None
    if hasattr(request, "columns"):
        # It has a part of the form, which tells nothing of the rest.
        return HttpResponse(status=409)
    shape, theirs = form_now(change)
    base = form_then(change, began)
    mine = form_state.sent(request.POST, shape)
    found = three_way.differences(base, theirs, mine, shape)
    missing = three_way.choose(found, request.POST)
    asks = missing or is_joined or not has_saved_alone(change, began)
    # A form that says what is saved already (a button pressed twice) has nothing to choose.
    if found and (asks if not is_current else missing):
        if is_joined and is_current:
            said = _("Choose for each field first: %(names)s.")
            messages.error(request, said % {"names": names_of(missing)})
        return clash_page(change, found, began)
    if taken := [each for each in found if each.by == three_way.THEIRS and not is_joined]:
        said = _("Joined with what you saved in another window: %(names)s.")
        messages.info(request, said % {"names": names_of(taken)})
    state = three_way.merged(theirs, found)
    request.POST = form_state.as_data(state, theirs, request.POST, shape)  # type: ignore[assignment]
    return None


def form_now(change: SaveRequest) -> Formed:
    """Return shape and state of the form as it is shown now, pending changes included."""
    try:
        return _formed(change, change.item.workflow_state.pending)
    except ValidationError:
        return _formed(change, None)


def names_of(found: list[three_way.Difference]) -> str:
    """Return the names of the fields, each once."""
    return join_names(dict.fromkeys(each.label for each in found))


def line_of(change: SaveRequest, token: str) -> Activity | None:
    """Return the line of the activity that gave the item a token."""
    try:
        return Activity.objects.of(change.item.obj).filter(token=UUID(token)).first()
    except ValueError:
        return None


def has_saved_alone(change: SaveRequest, token: str) -> bool:
    """Whether nobody but the user has done anything to the item since it had a token."""
    line = line_of(change, token)
    since = Activity.objects.of(change.item.obj).exclude(user=change.request.user)
    return line is not None and not since.filter(pk__gt=line.pk).exists()


def form_then(change: SaveRequest, token: str) -> form_state.State | None:
    """Return what the form showed under a token; None if that is not known any more."""
    obj, line = change.item.obj, line_of(change, token)
    if line is not None and line.revision is None:
        # The changes were discarded then: what had been published was left.
        line = revisions.get_for_object(obj).filter(is_pending=False, pk__lt=line.pk).first()
    if line is None:
        return None
    try:
        return _formed(change, line.revision)[1]
    except ValidationError:
        return None


def _formed(change: SaveRequest, revision: Revision | None) -> Formed:
    if revision is None:
        return _read(change)
    with undone():
        exclude = changes.PUBLICATION_FIELDS if change.item.workflow_state.pending else ()
        revert(revision, exclude, change.item.obj, is_shown_only=True)
        return _read(change)


def _read(form: FormRequest) -> Formed:
    """Return shape and state of the form that Django shows now."""
    asked: Any = copy.copy(form.request)
    asked.method, asked.change = "GET", None
    page: Any = form.view(asked)
    main = page.context_data["adminform"].form
    formsets = [each.formset for each in page.context_data["inline_admin_formsets"]]
    changeable = [each for each in formsets if each.forms or each.extra or each.max_num]
    shape = form_state.shape_of(main, changeable)
    return shape, form_state.shown(main, changeable, shape)


def clash_page(change: SaveRequest, found: list[three_way.Difference], began: str) -> HttpResponse:
    """Show both texts, with the sent form in hidden fields."""
    request, obj = change.request, change.item.obj
    context = {
        "title": _("Two versions to bring together"),
        "both": [each for each in found if each.by == three_way.BOTH],
        "joined": [each for each in found if each.by != three_way.BOTH],
        "own": sent_fields(request.POST),
        "began": began,
        "token": change.item.workflow_state.edit_token,
        "last": revisions.get_for_object(obj).select_related("user").first(),
        "has_files": bool(request.FILES),
        "media": _editor_media(request, [each for each in found if each.by == three_way.BOTH]),
    }
    return change.admin.page(request, "merging/clash", obj, context, status=409).render()


def _editor_media(request: HttpRequest, found: list[three_way.Difference]) -> Media:
    """Return the scripts and styles of the fields in which a third version is written."""
    fields = (each.form_field for each in found if each.takes_third and each.form_field)
    media = sum((field.widget.media for field in fields), Media())
    return Media.from_media(media, nonce=get_nonce(request))


def deleted_page(form: FormRequest, pk: Any) -> HttpResponse | None:
    """Show the text of a form whose object was deleted; offer to recover it or to save it as new.

    Return None for an object that never was there.
    """
    admin, request = form.admin, form.request
    line = next((each for each in deleted(admin.model) if each.object_id == pk), None)
    if line is None:
        return None
    context = {
        "title": _("Deleted while you were writing"),
        "line": line,
        "own": sent_fields(request.POST),
        "token": request.POST.get("loaded_token", ""),
        "may_add": admin.has_add_permission(request),
        "has_files": bool(request.FILES),
    }
    if context["may_add"]:
        add = FormRequest(admin=admin, request=request, view=admin.add_view)
        shape, _state = _read(add)
        mine = form_state.sent(request.POST, shape)
        new = form_state.as_data(mine, {form_state.MAIN: {}}, request.POST, shape)
        context["new"] = sent_fields(new)
    context["texts"] = sent_texts(admin.model, request.POST)
    return admin.page(request, "merging/deleted", None, context, status=409).render()


def sent_texts(model: type[models.Model], data: QueryDict) -> list[tuple[str, str, str]]:
    """Return label, language tag and text of each bilingual field of a sent form."""
    fields: Any = {each.name: each for each in model._meta.fields}
    return [
        (label, LANGUAGE_INFO[fields[name].language].tag, readable(text))
        for name, label in column_labels(model).items()
        if (text := data.get(name))
    ]


def sent_fields(data: QueryDict) -> list[tuple[str, str]]:
    """Return the fields of a sent form that are sent again, without the buttons."""
    return [
        (name, value)
        for name in data
        for value in data.getlist(name)
        if name not in OWN and not name.startswith(("_choice-", "_third-", "_undo-", "_slug"))
    ]
