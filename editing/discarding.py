"""Dropping the pending changes of an item, as the form showed them, with a way back."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext as _

from editing import kept, pending, versions
from editing.workflow import DISCARD, Item


class DiscardingMixin:
    """The button "Discard the changes"."""

    def in_hand(self, arguments: Any, item: Item) -> HttpResponse:
        """Drop the pending changes if that is asked for, else save or show."""
        request = arguments[0]
        if request.method != "POST" or "_discard" not in request.POST:
            return super().in_hand(arguments, item)
        response = HttpResponseRedirect(request.get_full_path())
        if request.POST.get("loaded_token") == str(item.docket.edit_token):
            item.require(DISCARD)
            self.discard(request, item)
            kept.drop(self.model, item.obj.pk, request, response)
        else:
            # Nobody drops what the form did not show.
            said = _("Nothing was discarded: it was saved or discarded after you opened the form.")
            messages.error(request, said)
        return response

    def discard(self, request: HttpRequest, item: Item) -> None:
        """Drop the pending changes, and offer the way back."""
        found = versions.of(item.obj)
        dropped, shown = found[0], found.filter(is_pending=False)[0]
        pending.discard(item)
        url = self.address("compare", quote(item.obj.pk))
        link = format_html(
            '<a href="{}?old={}&new={}">{}</a>', url, dropped.pk, shown.pk, _("Compare or restore")
        )
        said = _("The changes are discarded; their versions are kept.")
        messages.success(request, format_html("{} {}", said, link))
