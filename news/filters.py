"""What readers may narrow the list of articles by. An unknown value is ignored."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    CharField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
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

NUMBER = IntegerField()


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
class Offered:
    """How many articles there are; years, kinds and keys of cities and programmes that some has."""

    total: int = 0
    years: set[int] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    cities: set[int] = field(default_factory=set)
    programmes: set[int] = field(default_factory=set)


def _union() -> QuerySet:
    """Return rows of "total" and a number, "years" and a year, a kind, or a name and a key."""
    # Not rewritten: modeltranslation would keep the columns in a set, and lose their order.
    articles: Any = Article.objects.published().order_by().rewrite(False)
    # No aggregate of Django's, since it would group, and so sort, all rows.
    total = articles.values_list(Value("total"), Func(template="COUNT(*)", output_field=NUMBER))
    # The first letters of a date; SQLite would call Python for the year of each row.
    year = Cast(Substr(Cast("date", CharField()), 1, 4), NUMBER)
    years = articles.annotate(year=year).values_list(Value("years"), "year").distinct()
    kinds = (
        articles.filter(pk=Subquery(articles.filter(kind=kind).values("pk")[:1])).values_list(
            Value(kind), Value(0)
        )
        for kind in Article.Kind.values
    )
    named = (
        model.objects.published()
        .order_by()
        .filter(Exists(articles.filter(**{name: OuterRef("pk")})))
        .rewrite(False)
        .values_list(Value(name), F("pk"))
        for name, model in (("cities", City), ("programmes", Programme))
    )
    return total.union(years, *kinds, *named, all=True)


_OFFERED = Statement(_union)


def offered() -> Offered:
    """Return what the filters can choose from, of what the public may see."""
    return kept("offered by filters", _offered, apps="news cities programmes")


def _offered() -> Offered:
    found = Offered()
    for name, number in _OFFERED.rows():
        if name == "total":
            found.total = number
        elif name in Article.Kind.values:
            found.kinds.add(name)
        else:
            getattr(found, name).add(number)
    return found


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
        there = offered()
        years = sorted(there.years, reverse=True)
        kinds = [each for each in Article.Kind.choices if each[0] in there.kinds]
        return {
            "year": [Choice(str(year), _("%(year)s") % {"year": year}) for year in years],
            "city": self._named(City.objects.listed(), there.cities),
            "programme": self._named(Programme.objects.listed(), there.programmes),
            "kind": [Choice(kind, str(name)) for kind, name in kinds],
        }

    @staticmethod
    def _named(items: Iterable[Any], named: set[int]) -> list[Choice]:
        texts = [item.localized for item in items if item.pk in named]
        return [
            Choice(each.slug, plain_title(each.name, each.language), each.tag) for each in texts
        ]

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
        return offered().total

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
