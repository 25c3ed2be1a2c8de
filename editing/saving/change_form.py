"""Showing and saving the form of an object: read ``change_form`` first.

Only publishing changes what readers see. The form of a published object shows its pending changes
and saves into them; both happen in rows that are rolled back afterwards, so that forms, inlines and
relations work as everywhere in the admin.
"""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from editing.autosave import presence, storage
from editing.base import DeskModelAdmin
from editing.merging import form_state
from editing.merging.clashes import conflict_page, deleted_page, form_now
from editing.models import Action
from editing.pending import changes
from editing.pending.preview_admin import faulty_preview, form_preview
from editing.pending.undone import undone
from editing.saving.moves import add_messages, apply_move, store_pending
from editing.saving.uploads import check_uploads, clean_texts
from editing.versions import revisions
from editing.workflow import translating
from editing.workflow.items import DISCARD, Item
from editing.workflow.locking import lock_item, read_item
from editing.workflow.publishing import validate_move
from editing.workflow.save_request import FormRequest, SaveRequest, save_request

View = Callable[[HttpRequest], HttpResponse]


def change_form(change: SaveRequest) -> HttpResponse:
    """Show or save the form of an object; every button of the form comes here."""
    if change.move == DISCARD:
        return discard(change)
    if change.is_sent and (conflict := conflict_page(change)):
        return conflict
    is_sent = change.is_sent
    with changes.applied(change.item, is_sent, is_shown_only=not is_sent) as keep_rows:
        response = rendered(change.view(change.request))
        if change.preview:
            return form_preview(change) if change.saved else faulty_preview(change, response)
        if not change.saved:
            return response
        validate_move(change)
        change.is_unchanged = change.changes_nothing
        if change.is_unchanged:
            return response
        apply_move(change)
        if change.pending is None:
            keep_rows()
    store_pending(change)
    translating.after_save(change)
    add_messages(change)
    return drop_autosave(change, change.item.obj.pk, response)


def say_unchanged(change: SaveRequest, response: HttpResponse) -> None:
    """Say that there was nothing to save; a note is kept in the history."""
    token = str(change.item.workflow_state.edit_token)
    if change.reason:
        revisions.log(change.item.obj, change.item.user, Action.CHANGED, change.reason)
        messages.info(change.request, _("Nothing changed; the note is in the history."))
    elif change.request.POST.get("loaded_token") not in (token, None):
        # As by a button that was pressed twice.
        messages.info(change.request, _("It was saved already."))
    else:
        messages.info(change.request, _("Nothing changed."))
    drop_autosave(change, change.item.obj.pk, response)


def add_form(form: FormRequest) -> HttpResponse:
    """Show or save the form of a new object."""
    response = rendered(form.view(form.request))
    if form.saved is None:
        return response
    # No other transaction sees it before this one commits.
    item = cast(Item, read_item(form.admin.model, form.saved.pk, form.request.user))
    change = SaveRequest(
        admin=form.admin,
        request=form.request,
        view=form.view,
        saved=form.saved,
        item=item,
        action=Action.CREATED,
    )
    change.read_buttons()
    validate_move(change)
    apply_move(change)
    add_messages(change)
    return drop_autosave(change, 0, response)


def answer(admin: DeskModelAdmin, request: HttpRequest, pk: Any, view: View) -> HttpResponse:
    """Show a form without a transaction, or save it under the lock of its object.

    ``pk`` is None for a new object; ``view`` is Django's own answer.
    """
    if request.method != "POST":
        return _answer(admin, request, pk, view)
    check_uploads(admin, request, pk)
    clean_texts(admin, request)
    is_preview = pk is not None and "_preview" in request.POST
    with undone() if is_preview else transaction.atomic():
        response = _answer(admin, request, pk, view)
        change = save_request(request)
        if change and change.is_unchanged:
            # Nor is a first version kept of what was there.
            transaction.set_rollback(True)
    if change and change.is_unchanged:
        say_unchanged(change, response)
    return response


def _answer(admin: DeskModelAdmin, request: HttpRequest, pk: Any, view: View) -> HttpResponse:
    form = FormRequest(admin=admin, request=request, view=view)
    if pk is None:
        request.change = form  # type: ignore[attr-defined]
        if request.method != "POST":
            offer_autosaves(form, 0)
        return add_form(form)
    if not admin.has_view_or_change_permission(request):
        return view(request)
    is_sent = request.method == "POST"
    item = (lock_item if is_sent else read_item)(admin.model, pk, request.user)
    if item is None:
        is_lost = is_sent and admin.has_change_permission(request)
        return (is_lost and deleted_page(form, pk)) or view(request)
    change = SaveRequest(admin=admin, request=request, view=view, item=item)
    request.change = change  # type: ignore[attr-defined]
    change.read_buttons()
    if not is_sent:
        offer_autosaves(change, pk)
    return change_form(change)


def offer_autosaves(form: FormRequest, pk: int) -> None:
    """Fill the form from the autosave in the query string, and offer the other autosaves.

    ``pk`` is 0 for a new object.
    """
    rows = list(storage.autosaves_of(form.admin.model, pk, form.request.user))
    row = next((each for each in rows if each.form_key == form.request.GET.get("autosave")), None)
    form.offers = [each for each in rows if each != row]
    if row is None:
        return
    messages.info(form.request, _("This is the text that was kept; it is not saved yet."))
    form.typed, form.typed_token = storage.form_data(row), row.token
    if isinstance(form, SaveRequest):
        shape, saved = form_now(form)
        state = form_state.sent(form.typed, shape)
        form.typed = form_state.as_data(state, saved, form.typed, shape)


def rendered(response: Any) -> HttpResponse:
    """Render the response, before the rows that it shows are rolled back."""
    return response.render() if hasattr(response, "render") else response


def discard(change: SaveRequest) -> HttpResponse:
    """Discard the pending changes that the form showed, and link to their versions."""
    request, item = change.request, change.item
    response = HttpResponseRedirect(request.get_full_path())
    if request.POST.get("loaded_token") != str(item.workflow_state.edit_token):
        # The form did not show these changes.
        said = _("Nothing was discarded: it was saved or discarded after you opened the form.")
        messages.error(request, said)
        return response
    item.require(DISCARD)
    found = revisions.get_for_object(item.obj)
    dropped, shown = found[0], found.filter(is_pending=False)[0]
    changes.discard(item)
    url = change.admin.page_url("compare", quote(item.obj.pk))
    link = format_html(
        '<a href="{}?old={}&new={}">{}</a>', url, dropped.pk, shown.pk, _("Compare or restore")
    )
    said = _("The changes are discarded; their versions are kept.")
    messages.success(request, format_html("{} {}", said, link))
    return drop_autosave(change, item.obj.pk, response)


def drop_autosave(change: SaveRequest, pk: int, response: HttpResponse) -> HttpResponse:
    """Delete the autosave of a form that was saved (``pk`` 0: of a new object)."""
    request = change.request
    presence.mark_absent(change.item.obj, change.item.user)
    if "Location" in response.headers and "autosave" in request.GET:
        response.headers["Location"] = request.path
    storage.delete(change.admin.model, pk, request, response)
    return response
