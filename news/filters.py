"""What readers may narrow the list of articles by. An unknown value is ignored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Substr
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from core.caching.parts import kept
from core.caching.statements import Statement
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


@dataclass
class ArticleCounts:
    """How many articles there are of a kind and a year, and the keys of what some article names."""

    articles: dict[tuple[str, int], int] = field(default_factory=dict)
    cities: set[int] = field(default_factory=set)
    programmes: set[int] = field(default_factory=set)


def _union() -> QuerySet:
    """Return rows of a kind, a year and a count, or of "cities" or "programmes", a key and 0."""
    # Not rewritten: modeltranslation would keep the columns in a set, and lose their order.
    articles: Any = Article.objects.published().order_by().rewrite(False)
    # The first letters of a date; SQLite would call Python for the year of each row.
    year = Cast(Substr(Cast("date", CharField()), 1, 4), IntegerField())
    counts = articles.annotate(year=year).values_list("kind", "year")
    named = (
        model.objects.published()
        .order_by()
        .filter(Exists(articles.filter(**{name: OuterRef("pk")})))
        .rewrite(False)
        .values_list(Value(name), F("pk"), Value(0))
        for name, model in (("cities", City), ("programmes", Programme))
    )
    return counts.annotate(Count("pk")).union(*named, all=True)


_COUNTS = Statement(_union)


def count_articles() -> ArticleCounts:
    """Return what the filters can choose from, of what the public may see."""
    return kept("counts of articles", _count, apps="news cities programmes")


def _count() -> ArticleCounts:
    counted = ArticleCounts()
    for name, number, count in _COUNTS.rows():
        if count:
            counted.articles[name, number] = count
        else:
            getattr(counted, name).add(number)
    return counted


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
        return kept("filters", self._choices, apps="news cities programmes")

    def _choices(self) -> dict[str, list[Choice]]:
        counted = count_articles()
        years = sorted({year for _kind, year in counted.articles}, reverse=True)
        kinds = {kind for kind, _year in counted.articles}
        return {
            "year": [Choice(str(year), _("%(year)s") % {"year": year}) for year in years],
            "city": self._named(City.objects.listed(), counted.cities),
            "programme": self._named(Programme.objects.listed(), counted.programmes),
            "kind": [
                Choice(kind, str(name)) for kind, name in Article.Kind.choices if kind in kinds
            ],
        }

    @staticmethod
    def _named(items: Iterable[Any], named: set[int]) -> list[Choice]:
        texts = ((item.slug, item.localized) for item in items if item.pk in named)
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
        return sum(count_articles().articles.values())

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
