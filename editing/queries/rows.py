"""Items of all kinds as rows of one union query, for the lists of the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.admin.sites import AdminSite
from django.db.models import Case, CharField, Model, Q, QuerySet, TextField, Value, When
from django.http import HttpRequest
from django.urls import reverse

from core.i18n import LANGUAGE_INFO, current_language, localized
from core.models import Publishable
from editing.queries.conditions import PublishableModel
from editing.queries.states import missing, outdated

SHOWN = 5
NO_NOTE = Value("", output_field=TextField())


@dataclass(frozen=True)
class ItemLine:
    """An item in a list of the desk; the list is ordered by ``at``."""

    title: str
    tag: str
    url: str
    # The state of each language, if it is not in step.
    states: dict[str, str]
    at: datetime
    note: Any = ""
    # Who handed it over, and how many words or characters wait to be translated.
    by: str = ""
    amount: int = 0
    # Where it is sent to a translator as a file.
    exchange_url: str = ""


class Link(NamedTuple):
    """A number of items of one kind, and the filtered list that shows them."""

    name: str
    number: int
    url: str


class Listing(NamedTuple):
    """The first items that wait, and for each kind a link to all of them."""

    items: list[ItemLine]
    links: list[Link]

    @property
    def count(self) -> int:  # type: ignore[override]
        """How many wait in all."""
        return sum(link.number for link in self.links)


def kinds(site: AdminSite, request: HttpRequest) -> list[PublishableModel]:
    """Return the publishable models that the user may see, in the order of the menu."""
    listed = (model["model"] for group in site.get_app_list(request) for model in group["models"])
    return [model for model in listed if issubclass(model, Publishable)]


def item_url(model: type[Model], page: str, *key: Any) -> str:
    """Return the address of one of the admin's pages of a kind or an item."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=key)


def list_url(model: PublishableModel, query: str) -> str:
    """Return the address of a kind's list, filtered."""
    return item_url(model, "changelist") + query


def title_columns(model: PublishableModel) -> list[str]:
    """Return the columns of an item's title, the one in the language of the desk first."""
    field = model.required_translations[0]
    return [localized(field, code) for code in languages()]


def languages() -> list[str]:
    """Return the codes of all languages, that of the desk first."""
    return sorted(LANGUAGE_INFO, key=lambda code: code != current_language())


def rows(model: PublishableModel, condition: Q, at: Any, note: Any = NO_NOTE) -> QuerySet:
    """Return the values that ``read`` makes an ``ItemLine`` of, alike for every kind."""
    lacks = {
        f"lacks_{code}".replace("-", "_"): Case(
            When(missing(model, code), then=Value("missing")),
            When(outdated(model, code), then=Value("outdated")),
            default=Value(""),
            output_field=CharField(),
        )
        for code in LANGUAGE_INFO
    }
    kind = Value(model._meta.label_lower)
    columns = title_columns(model)
    # A plain queryset: those of bilingual models put the columns of a union in another order.
    return (
        QuerySet(model)
        .filter(condition)
        .order_by()
        .annotate(item_at=at, item_note=note, item_kind=kind, **lacks)
        .values_list("item_at", "item_note", "item_kind", "pk", *columns, *lacks)
    )


def read(row: tuple[Any, ...]) -> ItemLine:
    """Return the item of a row, with the first title that is not empty."""
    at, note, kind, key, *rest = row
    titles, lacks = rest[: len(LANGUAGE_INFO)], rest[len(LANGUAGE_INFO) :]
    code, title = next(
        (pair for pair in zip(languages(), titles, strict=True) if pair[1]),
        (current_language(), ""),
    )
    model = apps.get_model(kind)
    url, file = item_url(model, "change", key), f"{item_url(model, 'exchange')}?item={key}"
    states = dict(zip(LANGUAGE_INFO, lacks, strict=True))
    return ItemLine(title, LANGUAGE_INFO[code].tag, url, states, at, note, exchange_url=file)


def first_of(
    querysets: list[QuerySet], order: str = "-item_at", limit: int = SHOWN
) -> list[ItemLine]:
    """Return the first items of what ``rows`` returned for each kind."""
    if not querysets:
        return []
    first, *others = querysets
    return [read(row) for row in first.union(*others, all=True).order_by(order)[:limit]]
