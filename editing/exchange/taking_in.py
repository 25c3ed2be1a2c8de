"""Takes in what a comparison showed: each item by its form, under its own lock.

What was shown travels in the page that shows it, compressed and signed, so that nothing has to be
kept on the server nor cleared away.
"""

import copy
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.admin import ModelAdmin
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.utils import quote
from django.contrib.messages.storage.base import BaseStorage
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from editing.exchange.comparison import FieldResult
from editing.exchange.fields import ExchangedField
from editing.exchange.items import Found, find
from editing.merging import form_state
from editing.merging.clashes import form_now
from editing.translation.fingerprints import fingerprint, normalised
from editing.versions import revisions
from editing.workflow.save_request import SaveRequest, save_request

_SALT = "editing.exchange.comparison"
# A comparison may stand open over lunch, and over night.
MAX_AGE = 24 * 60 * 60
# What else a request with a comparison holds.
_ROOM = 20_000


@dataclass(frozen=True)
class SentText:
    """A translation that a comparison showed."""

    item: str
    field: str
    language: str
    value: str
    source_print: str
    # The fingerprint of the translation that it replaces.
    was: str


@dataclass
class Taken:
    """What became of the entries."""

    taken: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def packed(request: HttpRequest, file: str, results: Iterable[FieldResult]) -> str:
    """Return what is to be taken in, signed for one person; "" if a request cannot hold it."""
    entries = [
        [
            each.exchanged.item,
            each.exchanged.key,
            each.exchanged.language,
            each.value,
            each.exchanged.source_print,
            _print(each.exchanged),
        ]
        for each in results
        if each.is_taken and each.exchanged
    ]
    made = signing.dumps([request.user.pk, file, entries], salt=_SALT, compress=True)
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
    return made if not limit or len(made) + _ROOM < limit else ""


def unpacked(request: HttpRequest, text: str) -> tuple[str, list[SentText]]:
    """Return the name of the file and what was shown of it. Raises ``signing.BadSignature``."""
    user, file, entries = signing.loads(text, salt=_SALT, max_age=MAX_AGE)
    if user != request.user.pk:
        raise signing.BadSignature
    return file, [SentText(*each) for each in entries]


def _print(exchanged: ExchangedField) -> str:
    return fingerprint(exchanged.target, is_rich=exchanged.texts.is_rich)


def take_in(site: AdminSite, request: HttpRequest, file: str, entries: list[SentText]) -> Taken:
    """Save the entries, each item by itself; one that is refused stops no other."""
    taken = Taken()
    by_item: dict[tuple[str, str], list[SentText]] = defaultdict(list)
    for each in entries:
        by_item[each.item, each.language].append(each)
    for (key, language), its in by_item.items():
        try:
            found = find(site, request, key, language)
        except LookupError as error:
            taken.refused.append((key, str(error)))
            continue
        there = {each.key: each for each in found.fields}
        due = [pair for each in its if (pair := _due(taken, found.name, each, there))]
        if due:
            _save(request, found, file, due, taken)
    return taken


Due = tuple[SentText, ExchangedField]


def _due(taken: Taken, item: str, entry: SentText, there: dict[str, ExchangedField]) -> Due | None:
    """Return an entry with its field if it is still what the comparison showed."""
    found = there.get(entry.field)
    if found is None:
        taken.refused.append((f"{item} · {entry.field}", _("the text is gone")))
        return None
    is_rich = found.texts.is_rich
    name = f"{item} · {found.label}"
    if normalised(found.target, is_rich=is_rich) == normalised(entry.value, is_rich=is_rich):
        taken.already.append(name)
    elif (entry.source_print, entry.was) != (found.source_print, _print(found)):
        taken.refused.append((name, _("it was changed here after the comparison")))
    else:
        return entry, found
    return None


def _save(request: HttpRequest, found: Found, file: str, due: list[Due], taken: Taken) -> None:
    """Send the form of an item as a browser would, with the translations in their fields."""
    admin, name, pk = found.admin, found.name, str(quote(found.item.obj.pk))
    shape, there = _form(request, found, pk)
    state, names = copy.deepcopy(there), []
    prefixes = {
        getattr(admin.model, relation).rel.related_model: relation
        for relation in revisions.child_relations(admin.model)
    }
    for entry, exchanged in due:
        texts = exchanged.texts
        unit = form_state.MAIN if exchanged.is_own else (prefixes[texts.model], texts.pk)
        if unit in state and exchanged.column in shape.fields[unit[0]]:
            state[unit][exchanged.column] = (("", entry.value),)
            names.append(f"{name} · {exchanged.label}")
        else:
            taken.refused.append((f"{name} · {exchanged.label}", _("its form does not offer it")))
    data = QueryDict(mutable=True)
    for prefix in prefixes.values():
        data.update({f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"})
    data["loaded_token"] = str(found.item.workflow_state.edit_token)
    data["_note"] = file
    asked = _asked(request, "POST", form_state.as_data(state, there, data, shape))
    answer = admin.changeform_view(asked, pk)
    if (change := save_request(asked)) and change.saved is not None:
        taken.taken += names
    else:
        taken.refused.append((name, _why(answer)))


def _form(
    request: HttpRequest, found: Found, pk: str
) -> tuple[form_state.FormShape, form_state.State]:
    """Return shape and state of the form as it would be shown, without making its page."""

    def view(asked: HttpRequest) -> Any:
        return ModelAdmin.changeform_view(found.admin, asked, pk)

    shown = _asked(request, "GET", QueryDict())
    return form_now(SaveRequest(admin=found.admin, request=shown, view=view, item=found.item))


class _Kept(BaseStorage):
    """Messages of a form that nobody looks at."""

    def _get(self, *args: Any, **kwargs: Any) -> Any:
        return [], True

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        return []


def _asked(request: HttpRequest, method: str, data: QueryDict) -> Any:
    asked: Any = copy.copy(request)
    asked.method, asked.GET, asked.POST, asked.change = method, QueryDict(), data, None
    asked._messages = _Kept(asked)
    return asked


def _why(answer: Any) -> str:
    if answer.status_code == 409:
        return _("it was changed here after the comparison")
    errors = getattr(answer, "context_data", {}).get("errors", ())
    flat = [str(each) for each in errors for each in (each if isinstance(each, list) else [each])]
    return " ".join(dict.fromkeys(flat)) or _("its form has errors")
