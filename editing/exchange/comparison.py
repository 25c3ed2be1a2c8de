"""What a file that came back would change: each field is taken or refused as a whole.

Nothing is written, and no transaction is open.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.contrib.admin.sites import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editing.checklist.links import open_paths
from editing.exchange.fields import ExchangedField, UnitId, other, parsed_id
from editing.exchange.files import ReceivedFile, ReceivedUnit, foreign_site
from editing.exchange.items import find
from editing.exchange.translated import Translated, translated
from editing.versions.comparison import Change, FieldKey, change


class Outcome(StrEnum):
    """What becomes of a field."""

    NEW = "new"
    CHANGED = "changed"
    ASIDE = "aside"
    REFUSED = "refused"
    UNCHANGED = "unchanged"
    UNTRANSLATED = "untranslated"


HEADINGS = {
    Outcome.NEW: gettext_lazy("New"),
    Outcome.CHANGED: gettext_lazy("Changed"),
    Outcome.ASIDE: gettext_lazy("Set aside"),
    Outcome.REFUSED: gettext_lazy("Refused"),
    Outcome.UNCHANGED: gettext_lazy("Unchanged"),
    Outcome.UNTRANSLATED: gettext_lazy("Not translated"),
}
TAKEN = (Outcome.NEW, Outcome.CHANGED)


@dataclass
class FieldResult:
    """A field of the file: what becomes of it, and why."""

    name: str
    outcome: Outcome
    reasons: list[str] = field(default_factory=list)
    # What was lost and is taken all the same.
    marks: list[str] = field(default_factory=list)
    exchanged: ExchangedField | None = None
    # The translation of the file as it would be stored.
    value: str = ""
    # The item's name and form.
    item_name: str = ""
    item_url: str = ""
    # What the translation was made from, if its source has changed meanwhile.
    old_source: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether it goes in once the comparison is confirmed."""
        return self.outcome in TAKEN

    @property
    def target(self) -> Change:
        """The translation now, and that of the file."""
        assert self.exchanged is not None  # noqa: S101
        return _change(self.exchanged, self.exchanged.language, self.exchanged.target, self.value)

    @property
    def source(self) -> Change:
        """The source from which was translated, and the source now."""
        assert self.exchanged is not None  # noqa: S101
        language = other(self.exchanged.language)
        return _change(self.exchanged, language, self.old_source, self.exchanged.source)


def _change(exchanged: ExchangedField, language: str, old: str, new: str) -> Change:
    texts = exchanged.texts
    column = texts.model._meta.get_field(exchanged.column_in(language))
    return change(FieldKey(texts.model, texts.pk, column, ""), old, new, {})


FieldUnits = dict[str, list[tuple[UnitId, ReceivedUnit]]]


def compare(site: AdminSite, request: HttpRequest, received: ReceivedFile) -> list[FieldResult]:
    """Return what becomes of each field of a file."""
    foreign = foreign_site(received)
    items: dict[tuple[str, str], FieldUnits] = defaultdict(lambda: defaultdict(list))
    results = []
    for unit in received.units:
        key = parsed_id(unit.id)
        if foreign:
            reason = _("it comes from another site: %(site)s") % {"site": foreign}
            results.append(_refused(f"{unit.place} ({unit.id})", reason))
        elif key is None:
            reason = _("no unit of this site has this id")
            results.append(_refused(f"{unit.place} ({unit.id})", reason))
        else:
            items[key.item, key.target][key.field].append((key, unit))
    for (item, language), fields in items.items():
        results += _compare_item(site, request, item, language, fields)
    return results


def _refused(name: str, reason: str) -> FieldResult:
    return FieldResult(name, Outcome.REFUSED, [reason])


def _compare_item(
    site: AdminSite, request: HttpRequest, key: str, language: str, fields: FieldUnits
) -> list[FieldResult]:
    try:
        found = find(site, request, key, language)
    except LookupError as error:
        return [
            _refused(f"{', '.join(unit.place for _id, unit in units)} ({key} {field})", str(error))
            for field, units in fields.items()
        ]
    there = {each.key: each for each in found.fields}
    pages = _pages(found.fields, language)
    results = []
    for field_key, units in fields.items():
        exchanged = there.get(field_key)
        if exchanged is None:
            places = ", ".join(unit.place for _id, unit in units)
            reason = _("there is no such text any more, or you may not write it")
            result = _refused(f"{places} ({field_key})", reason)
        else:
            result = _result(exchanged, translated(exchanged, units, pages))
        result.item_name, result.item_url = found.name, found.url
        results.append(result)
    return results


def _pages(fields: Iterable[ExchangedField], language: str) -> dict[str, str]:
    """Return the address in a language of each page to which sources link, where it is there."""
    start = f"/{other(language)}/"
    paths = {
        code.attribute: f"/{language}/{code.attribute.removeprefix(start)}"
        for each in fields
        for unit in each.units
        for code in unit.source_codes.values()
        if code.attribute.startswith(start)
    }
    plain = {path.partition("#")[0].partition("?")[0] for path in paths.values()}
    there = open_paths(plain, language)
    return {
        old: new for old, new in paths.items() if new.partition("#")[0].partition("?")[0] in there
    }


def _result(found: ExchangedField, made: Translated) -> FieldResult:
    result = FieldResult(found.label, Outcome.UNCHANGED, made.faults, made.marks, found, made.value)
    if made.is_empty:
        result.outcome = Outcome.UNTRANSLATED
    elif made.is_aside:
        result.outcome, result.old_source = Outcome.ASIDE, made.old_source
    elif made.faults:
        result.outcome = Outcome.REFUSED
    elif made.is_changed:
        result.outcome = Outcome.CHANGED if found.target else Outcome.NEW
    return result
