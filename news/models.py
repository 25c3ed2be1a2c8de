"""The articles."""

from functools import partial
from operator import attrgetter
from typing import Any, Self
from uuid import uuid4

from django.db import models
from django.db.models import Aggregate, Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cities.models import City
from core.caching.statements import Statement
from core.fields import CharField, SlugField, TextField, URLField
from core.i18n import Translation
from core.models import Publishable, PublishableQuerySet
from core.pdf.upload import PdfField
from core.richtext.fields import RichTextField
from core.typography import BREAK_MARK_HELP, long_date, plain_title
from programmes.models import Programme


def upload_path(article: "Article", name: str) -> str:
    """Return a path that is new for each upload, so that a file never changes under its name."""
    return f"articles/{uuid4().hex}.pdf"


class JSONArrayAgg(Aggregate):
    """A JSON array of a column, which both databases can make."""

    function = "JSON_GROUP_ARRAY"
    output_field = models.JSONField()

    def as_postgresql(self, *args: Any, **kwargs: Any) -> Any:
        """Return the SQL with the name that PostgreSQL has for it."""
        return self.as_sql(*args, function="JSONB_AGG", **kwargs)


class ArticleQuerySet(PublishableQuerySet):
    """Articles as lists show them."""

    def newest_first(self) -> Self:
        return self.order_by("-date", "-pk")

    def for_cards(self) -> Self:
        """Load what the card of an article draws: picture, else cities, else programme.

        ``place_keys`` are the keys of its cities, ``layout`` is that of its first programme.
        """
        programmes = Programme.objects.published().filter(articles=OuterRef("pk")).in_order()
        named = Article.cities.through.objects.filter(article=OuterRef("pk")).order_by()
        keys = named.values("article").annotate(keys=JSONArrayAgg("city_id")).values("keys")
        return self.select_related("image").annotate(
            layout=Subquery(programmes.values("layout")[:1]), place_keys=Subquery(keys)
        )

    def of_city(self, key: int) -> list["Article"]:
        """Return the newest three articles on the city of this key, as cards."""
        return with_places(OF_CITY.objects({KEY: key}))

    def of_programme(self, key: int) -> list["Article"]:
        """Return the newest three articles on the programme of this key, as cards."""
        return with_places(OF_PROGRAMME.objects({KEY: key}))

    def related_to(self, key: int) -> Self:
        """Return the other articles that share a city or a programme with the one of this key."""
        cities, programmes = Article.cities.through, Article.programmes.through
        its_cities = cities.objects.filter(article_id=key).values("city")
        its_programmes = programmes.objects.filter(article_id=key).values("programme")
        shared_city = cities.objects.filter(article=OuterRef("pk"), city__in=its_cities)
        shared_programme = programmes.objects.filter(
            article=OuterRef("pk"), programme__in=its_programmes
        )
        return self.exclude(pk=key).filter(Exists(shared_city) | Exists(shared_programme))


class Article(Publishable):
    """A piece of news."""

    class Kind(models.TextChoices):
        """What sort of text it is; readers can filter by it."""

        NEWS = "news", _("News")
        PRESS_RELEASE = "press_release", _("Press release")
        STATEMENT = "statement", _("Statement")
        EVENT = "event", _("Event")

    required_translations = ("title", "body")
    shown_with = {"first_address": "first_publisher", "first_date": "first_publisher"}
    dates_of_the_past = ("date", "first_date")

    kind = CharField(_("type"), max_length=20, choices=Kind, default=Kind.NEWS)
    slug = SlugField(
        _("slug"),
        unique=True,
        max_length=80,
        help_text=_("The last part of the address in both languages: small letters and hyphens."),
    )
    title = CharField(_("title"), max_length=200, help_text=BREAK_MARK_HELP)
    standfirst = TextField(
        _("standfirst"),
        blank=True,
        help_text=_(
            "One or two sentences that open the article and stand under its title in lists."
        ),
    )
    date = models.DateField(
        _("date"),
        help_text=_("Readers see it, lists are sorted by it, and its year is part of the address."),
    )
    body = RichTextField(_("text"), blank=True)
    first_publisher = CharField(
        _("first published by"),
        max_length=120,
        blank=True,
        help_text=_("Only if the text first stood elsewhere: who published it there."),
    )
    first_address = URLField(
        _("address there"), blank=True, help_text=_("The page on which the text first stood.")
    )
    first_date = models.DateField(
        _("date there"), null=True, blank=True, help_text=_("Empty if that page prints none.")
    )
    image = models.ForeignKey(
        "library.Image",
        models.PROTECT,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Without a picture, the article shows the mountains of its cities."),
    )
    pdf = PdfField(
        _("PDF of your own"),
        upload_to=upload_path,
        blank=True,
        help_text=_(
            "Readers download this file instead of the one that is made from the text. "
            "At most 20 MB."
        ),
    )
    cities = models.ManyToManyField(
        City, blank=True, related_name="articles", verbose_name=_("cities in this article")
    )
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="articles", verbose_name=_("programmes")
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        # All that published(), newest_first() and the filters ask for, so that they read it alone.
        indexes = [
            models.Index(
                fields=["status", "-date", "-id", "publish_at", "expire_at", "kind"],
                name="article_newest",
            )
        ]
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def __str__(self) -> str:
        text = self.localized
        return plain_title(text.title, text.language)

    def get_absolute_url(self) -> str:
        return reverse("news:detail", args=[self.date.year, self.slug])

    @cached_property
    def places(self) -> list[City]:
        """The cities that draw the article's picture, from west to east."""
        return list(self.cities.published().order_by("longitude"))

    @cached_property
    def shown_programmes(self) -> list[Programme]:
        """The programmes that readers may see."""
        return list(self.programmes.published().in_order())

    @cached_property
    def layout(self) -> str | None:
        """The layout of the first of its programmes."""
        return self.shown_programmes[0].layout if self.shown_programmes else None

    def origin_in(self, language: str) -> str:
        """Return by whom and when the text was first published, in a language, or ""."""
        publisher = Translation(self, language).first_publisher
        if not publisher:
            return ""
        with translation.override(language):
            if self.first_date is None:
                return gettext("First published by %(publisher)s") % {"publisher": publisher}
            words = {"publisher": publisher, "date": long_date(self.first_date)}
            return gettext("First published by %(publisher)s on %(date)s") % words

    def facts_in(self, language: str) -> list[Translation]:
        """The key facts that are complete in a language."""
        facts = [Translation(fact, language) for fact in self.key_facts.all()]
        return [fact for fact in facts if fact.label and fact.value]


# Stands for a key in the compiled statements.
KEY = -1
OF_CITY = Statement(
    lambda: Article.objects.published().filter(cities=KEY).newest_first().for_cards()[:3]
)
OF_PROGRAMME = Statement(
    lambda: Article.objects.published().filter(programmes=KEY).newest_first().for_cards()[:3]
)


def with_places(articles: list[Article]) -> list[Article]:
    """Return articles that are loaded for cards, each with its cities, from west to east.

    They are read when the first of them is looked at.
    """
    cities = SimpleLazyObject(lambda: sorted(City.objects.listed(), key=attrgetter("longitude")))

    def among(keys: list[int]) -> list[City]:
        return [city for city in cities if city.pk in keys]  # type: ignore[attr-defined]

    for article in articles:
        keys: Any = article.place_keys or ()  # type: ignore[attr-defined]
        article.places = SimpleLazyObject(partial(among, keys))  # type: ignore[assignment]
    return articles


class KeyFact(models.Model):
    """A label and a value in the margin of an article."""

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="key_facts", verbose_name=_("article")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = CharField(_("label"), max_length=80)
    value = CharField(_("value"), max_length=200)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("key fact")
        verbose_name_plural = _("key facts")

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"
