"""The member cities as a table: on their page, and in the files to download."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cities.models import City, CityFact
from core.i18n import current_language
from core.typography import iso_date, partial_date


@dataclass(frozen=True)
class Cell:
    """A value in words, what it is sorted by, and the address of its source."""

    words: str = ""
    order: str = ""
    source: str = ""


@dataclass(frozen=True)
class CityRow:
    """A city with the head and the cell of each column of the table."""

    city: City
    cells: list[tuple[str, Cell]]


def membership(city: City) -> Cell:
    """Return what is known of when a city joined; empty without a source."""
    if not (city.member_since and city.member_since_source):
        return Cell()
    date = partial_date(city.member_since, city.member_since_precision)
    forms: dict[str, str] = {
        City.MemberSince.ANNOUNCED: _("announced %(date)s"),
        City.MemberSince.LATEST: _("by %(date)s"),
    }
    words = forms.get(city.member_since_kind, _("since %(date)s")) % {"date": date}
    order = iso_date(city.member_since, city.member_since_precision)
    return Cell(words, order, city.member_since_source)


class CitiesTable:
    """Region, membership, pilots and the facts that have a column; what is blank is unknown."""

    def __init__(self, cities: Iterable[City]) -> None:
        self.cities = list(cities)

    @cached_property
    def facts(self) -> dict[str, dict[int, CityFact]]:
        """The facts of each column by city, in the reader's language only."""
        columns: dict[str, dict[int, CityFact]] = {}
        ready = [city for city in self.cities if city.is_ready_in(current_language())]
        for fact in CityFact.objects.filter(column__gt="", city__in=ready):
            if fact.label and fact.value:
                columns.setdefault(fact.column, {})[fact.city_id] = fact
        return columns

    @cached_property
    def heads(self) -> list[str]:
        """The names of the columns after that of the city."""
        labels = [next(iter(column.values())).label for column in self.facts.values()]
        return [_("Region"), _("In the C40 network"), _("Buildings Programme pilot"), *labels]

    @cached_property
    def pilots(self) -> dict[int, Any]:
        """The published part of each pilot city in a programme, the first if it has several."""
        pilot_model: Any = City.pilots.rel.related_model
        pilots = pilot_model.objects.published().select_related("programme").reverse()
        return {pilot.city_id: pilot for pilot in pilots}

    @property
    def rows(self) -> list[CityRow]:
        """The cities with their cells."""
        return [
            CityRow(city, list(zip(self.heads, self._cells(city), strict=True)))
            for city in self.cities
        ]

    def _cells(self, city: City) -> list[Cell]:
        region = city.localized.region
        pilot = self.pilots.get(city.pk)
        is_ready = pilot and pilot.programme.is_ready_in(current_language())
        words = ((is_ready and pilot.district) or _("Pilot city")) if pilot else ""
        facts = [column.get(city.pk) for column in self.facts.values()]
        return [
            Cell(region, region),
            membership(city),
            Cell(words, words),
            *(Cell(fact.value, fact.value, fact.source) if fact else Cell() for fact in facts),
        ]
