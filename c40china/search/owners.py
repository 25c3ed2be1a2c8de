"""Whose entries of the search index a row belongs to."""

from typing import Any

from django.db.models import Model

from c40china.search.index import update
from cities.models import City, CityFact
from news.models import Article, KeyFact
from pages.models import Page, PageSection
from programmes.models import FocusArea, PilotCity, PilotRole, Programme, ProgrammePoint

# The ways from a row to the objects that readers see it with.
OWNERS: dict[type[Model], dict[str, type[Model]]] = {
    CityFact: {"city": City},
    FocusArea: {"programme": Programme, "roles__pilot_city__city": City},
    KeyFact: {"article": Article},
    PageSection: {"page": Page},
    PilotCity: {"programme": Programme, "city": City},
    PilotRole: {"pilot_city__programme": Programme, "pilot_city__city": City},
    Programme: {"pilots__city": City},
    ProgrammePoint: {"programme": Programme},
}
# The order in which they are locked, so that two who save never wait for each other: a programme
# takes its cities with it, and a city nothing.
LOCKED: tuple[type[Model], ...] = (Article, Page, Programme, City)


def owners_of(row: Model) -> set[tuple[type[Model], int]]:
    """Return model and key of the objects that a row is seen with, as the database has it."""
    ways = OWNERS.get(type(row), {})
    if not ways or not row.pk:
        return set()
    found: Any = type(row)._base_manager.filter(pk=row.pk).values_list(*ways)
    owners = {owner for keys in found for owner in zip(ways.values(), keys, strict=True)}
    return {(model, key) for model, key in owners if key is not None}


def index_all(owners: set[tuple[type[Model], int]]) -> None:
    """Index objects anew."""
    for model, key in sorted(owners, key=lambda each: (LOCKED.index(each[0]), each[1])):
        update(model, key)
