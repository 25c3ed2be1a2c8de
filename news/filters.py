"""What readers may narrow the list of articles by. An unknown value is ignored."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from core.caching.parts import kept
from core.typography import plain_title
from news.models import Article, ArticleQuerySet
from programmes.models import Programme


@dataclass(frozen=True)
class Choice:
    """A value of a filter, with the words and the language it is shown in."""

    value: str
    title: str
    tag: str = ""


@dataclass(frozen=True)
class Filter:
    """A select of the form: its name in the address, its words, its choices, what is chosen."""

    name: str
    label: str
    all_label: str
    choices: list[Choice]
    chosen: Choice | None
    # The query string, without its "?", that takes this filter away and keeps the others.
    without: str = ""


class ArticleFilters:
    """The filters of the list of articles, read from a query string."""

    lookups = {
        "year": "date__year",
        "city": "cities__slug",
        "programme": "programmes__slug",
        "kind": "kind",
    }
    labels = {
        "year": (gettext_lazy("Year"), gettext_lazy("All years")),
        "city": (gettext_lazy("City"), gettext_lazy("All cities")),
        "programme": (gettext_lazy("Programme"), gettext_lazy("All programmes")),
        "kind": (gettext_lazy("Type"), gettext_lazy("All types")),
    }

    def __init__(self, query: QueryDict) -> None:
        self.query = query

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """The values of each filter that some published article has."""
        return kept("filters", self._choices)

    def _choices(self) -> dict[str, list[Choice]]:
        years, kinds = Article.objects.count_by_year(), Article.objects.published_kinds()
        cities = [city for city in City.objects.listed() if city.has_articles]
        named = Exists(Article.objects.published().filter(programmes=OuterRef("pk")))
        programmes = Programme.objects.published().in_order().filter(named)
        return {
            "year": [Choice(str(year), _("%(year)s") % {"year": year}) for year in years],
            "city": self._named(cities),
            "programme": self._named(programmes),
            "kind": [
                Choice(kind, str(name)) for kind, name in Article.Kind.choices if kind in kinds
            ],
        }

    @staticmethod
    def _named(queryset: Iterable[Any]) -> list[Choice]:
        texts = ((item.slug, item.localized) for item in queryset)
        return [Choice(slug, plain_title(text.name), text.tag) for slug, text in texts]

    @cached_property
    def chosen(self) -> dict[str, Choice]:
        """The filters in force."""
        known = {
            name: {choice.value: choice for choice in choices}
            for name, choices in self.choices.items()
        }
        wanted = {name: self.query.get(name, "") for name in self.lookups}
        return {name: known[name][value] for name, value in wanted.items() if value in known[name]}

    def query_string(self, *, without: str = "") -> str:
        """Return the filters in force as a query string, leaving one out; "" if none is left."""
        query = QueryDict(mutable=True)
        query.update({n: choice.value for n, choice in self.chosen.items() if n != without})
        return query.urlencode()

    def count(self, queryset: ArticleQuerySet) -> int:
        """Return how many articles that is."""
        if self.chosen:
            return kept(("articles", self.query_string()), queryset.count)
        return sum(Article.objects.count_by_year().values())

    def apply(self, queryset: ArticleQuerySet) -> ArticleQuerySet:
        """Return the articles that all filters in force let through."""
        for name, choice in self.chosen.items():
            queryset = queryset.filter(**{self.lookups[name]: choice.value})
        return queryset

    def __iter__(self) -> Any:
        for name, (label, all_label) in self.labels.items():
            yield Filter(
                name,
                str(label),
                str(all_label),
                self.choices[name],
                self.chosen.get(name),
                self.query_string(without=name),
            )
