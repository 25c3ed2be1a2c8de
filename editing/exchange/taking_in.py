"""Takes in what a comparison showed: each item by its form, under its own lock.

What was shown travels in the page that shows it, compressed and signed, so that nothing has to be
kept on the server nor cleared away.
"""

import copy
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.utils import quote
from django.contrib.messages.storage import default_storage
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from core.i18n import localized
from editing.exchange.comparison import FieldResult
from editing.exchange.fields import ExchangedField
from editing.exchange.items import Found, find
from editing.translation.fingerprints import fingerprint, normalised
from editing.versions import revisions
from editing.workflow.save_request import save_request
from editing.workflow.translating import texts_now

_SALT = "editing.exchange.comparison"
# A comparison may stand open over lunch, and over night.
MAX_AGE = 24 * 60 * 60
# What else a request with a comparison holds.
_ROOM = 20_000
# Who waits for the one writer of SQLite looks for it every 100 ms: after so many seconds of work
# there is a pause in which everybody finds it free.
_TURN, _PAUSE = 0.25, 0.12


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

    def add(self, other: "Taken") -> None:
        """Add what became of others."""
        self.taken += other.taken
        self.already += other.already
        self.refused += other.refused


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
    since = time.monotonic()
    for its in by_item.values():
        if time.monotonic() > since + _TURN:
            time.sleep(_PAUSE)
            since = time.monotonic()
        # If a colleague saves it between the look and the lock, it is looked at once more.
        taken.add(
            _take_item(site, request, file, its)
            or _take_item(site, request, file, its)
            or Taken(refused=[(its[0].item, _changed())])
        )
    return taken


def _take_item(
    site: AdminSite, request: HttpRequest, file: str, entries: list[SentText]
) -> Taken | None:
    """Save the entries of an item; return None if it was saved by others at the same moment."""
    taken, first = Taken(), entries[0]
    try:
        found = find(site, request, first.item, first.language)
    except LookupError as error:
        taken.refused.append((first.item, str(error)))
        return taken
    there = {each.key: each for each in found.fields}
    due = [pair for each in entries if (pair := _due(taken, found.name, each, there))]
    return _save(request, found, file, due, taken) if due else taken


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
        taken.refused.append((name, _changed()))
    else:
        return entry, found
    return None


def _save(
    request: HttpRequest, found: Found, file: str, due: list[Due], taken: Taken
) -> Taken | None:
    """Send the form of an item with the translations as the only fields that it may change."""
    admin, pk = found.admin, str(quote(found.item.obj.pk))
    asked = _asked(request, found, file, due)
    answer = admin.changeform_view(asked, pk)
    if (change := save_request(asked)) and change.saved is not None:
        taken.taken += [f"{found.name} · {exchanged.label}" for _entry, exchanged in due]
    elif answer.status_code == 409:
        return None
    else:
        taken.refused.append((found.name, _why(answer)))
    return taken


def _asked(request: HttpRequest, found: Found, file: str, due: list[Due]) -> Any:
    """Return the request that sends the form, with the columns that are in it."""
    asked: Any = copy.copy(request)
    asked.columns = defaultdict(set)
    for _entry, exchanged in due:
        asked.columns[exchanged.texts.model].add(exchanged.column)
    asked.method, asked.GET, asked.change = "POST", QueryDict(), None
    asked.POST = _data(found, due, asked.columns)
    asked.POST["_note"] = file
    # What the form says is looked at by nobody, and stays here.
    asked._messages = default_storage(asked)
    return asked


def _data(found: Found, due: list[Due], columns: dict[Any, set[str]]) -> QueryDict:
    """Return what a browser would send of these columns; a row has all of them."""
    data = QueryDict(mutable=True)
    data["loaded_token"] = str(found.item.workflow_state.edit_token)
    new = {(each.texts.model, each.texts.pk, each.column): entry.value for entry, each in due}
    own = found.admin.model
    data.update({column: new[own, str(found.item.obj.pk), column] for column in columns[own]})
    now = texts_now(found.item) if columns.keys() - {own} else []
    for relation in revisions.child_relations(own):
        model: Any = getattr(own, relation).rel.related_model
        rows = list(dict.fromkeys(pk for kind, pk, _column in new if kind is model))
        for name in ("TOTAL", "INITIAL"):
            data[f"{relation}-{name}_FORMS"] = str(len(rows))
        for number, pk in enumerate(rows):
            data[f"{relation}-{number}-{model._meta.pk.name}"] = pk
        for each in now:
            column = localized(each.name, due[0][1].language)
            if each.model is model and each.pk in rows and column in columns[model]:
                value = new.get((model, each.pk, column), each.texts[due[0][1].language])
                data[f"{relation}-{rows.index(each.pk)}-{column}"] = value
    return data


def _changed() -> str:
    return _("it was changed here after the comparison")


def _why(answer: Any) -> str:
    errors = getattr(answer, "context_data", {}).get("errors", ())
    flat = [str(each) for each in errors for each in (each if isinstance(each, list) else [each])]
    return " ".join(dict.fromkeys(flat)) or _("its form has errors")
