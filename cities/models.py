"""The member cities."""

from collections.abc import Iterable
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.caching.parts import kept
from core.caching.statements import Statement
from core.drawings.diagram_labels import NameSide
from core.fields import CharField, SlugField, TextField, URLField
from core.i18n import localized
from core.models import DatePrecision, Publishable, PublishableQuerySet
from core.richtext.fields import RichTextField
from core.share_images import Drawing


class CityQuerySet(PublishableQuerySet):
    """Cities in the order and with the marks in which readers meet them."""

    def alphabetical(self) -> Self:
        """Order by the reader's alphabet: A to Z in English, pinyin in Chinese."""
        return self.order_by(localized("sort_key"), "slug")

    def listed(self) -> list["City"]:
        """Return what readers find of all cities on many pages, kept while nothing changes."""
        return kept("cities", LISTED.objects, apps="cities programmes")

    def with_pilots(self) -> Self:
        """Add ``pilot_of``, the slug of the published programme the city is a pilot of, or None.

        ``pilot_order`` is the city's place among the pilots of that programme.
        """
        pilots = self.model.pilots.rel.related_model.objects.published()
        first = pilots.filter(city=OuterRef("pk")).order_by("programme__order", "pk")
        return self.annotate(
            pilot_of=Subquery(first.values("programme__slug")[:1]),
            pilot_order=Subquery(first.values("order")[:1]),
        )


class City(Publishable):
    """A member city. Its position draws its mountain and its mark on the map."""

    class MemberSince(models.TextChoices):
        """What the date says that stands beside the membership."""

        JOINED = "joined", _("It joined on this date")
        ANNOUNCED = "announced", _("C40 announced on this date that it joins")
        LATEST = "latest", _("It was named as a member on this date, and may have joined before")

    required_translations = ("name",)
    unread_texts = ("sort_key",)
    shown_with = {
        "population": "population_source",
        "population_year": "population",
        "member_since": "member_since_source",
    }
    dates_of_the_past = ("member_since",)

    slug = SlugField(
        _("slug"),
        unique=True,
        help_text=_("The last part of the address in both languages: small letters and hyphens."),
    )
    name = CharField(_("name"), max_length=60)
    official_name = CharField(_("official name"), max_length=120, blank=True)
    region = CharField(
        _("region"),
        max_length=80,
        blank=True,
        help_text=_("The province, municipality or special administrative region it belongs to."),
    )
    administrative_status = CharField(
        _("administrative status"),
        max_length=120,
        blank=True,
        help_text=_("For example: sub-provincial city, provincial capital."),
    )
    latitude = models.FloatField(
        _("latitude"),
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees, north is positive. It gives the city's mountain its shape."),
    )
    longitude = models.FloatField(
        _("longitude"),
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees, east is positive."),
    )
    name_side = CharField(
        _("side of the name on the map"),
        max_length=11,
        choices=NameSide,
        default=NameSide.RIGHT,
        help_text=_(
            "Where the name stands beside the city's mark. Choose a side on which it lies on no "
            "other mark and no other name."
        ),
    )
    population = models.PositiveBigIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population figure"), null=True, blank=True
    )
    population_source = URLField(
        _("source of the population figure"),
        blank=True,
        help_text=_("The population is shown only together with its source."),
    )
    member_since = models.DateField(
        _("member since"),
        null=True,
        blank=True,
        help_text=_(
            "Leave it empty if it is not known. If only the year is known, enter 1 January."
        ),
    )
    member_since_precision = CharField(
        _("precision of member since"),
        max_length=5,
        choices=DatePrecision,
        default=DatePrecision.DAY,
    )
    member_since_kind = CharField(
        _("what the date says"),
        max_length=10,
        choices=MemberSince,
        default=MemberSince.JOINED,
    )
    member_since_source = URLField(
        _("source of member since"),
        blank=True,
        help_text=_("The date is shown only together with its source."),
    )
    website = URLField(_("the city's own web site"), blank=True)
    summary = TextField(
        _("summary"),
        blank=True,
        help_text=_(
            "A few sentences made of the city's published facts. They open the page, and serve "
            "search engines and chat cards as description."
        ),
    )
    body = RichTextField(_("text"), blank=True)
    sort_key = CharField(
        _("sort key"),
        max_length=80,
        blank=True,
        help_text=_(
            "Puts the city in its place in lists: the name in English, the pinyin in Chinese "
            "(Hong Kong is “xianggang”)."
        ),
    )
    image = models.ForeignKey(
        "library.Image",
        models.PROTECT,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Shown instead of the drawing of the city's sun."),
    )

    objects = CityQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("city")
        verbose_name_plural = _("cities")

    def __str__(self) -> str:
        return self.localized.name

    def get_absolute_url(self) -> str:
        return reverse("cities:detail", args=[self.slug])

    @staticmethod
    def pilots_among(cities: Iterable["City"]) -> list["City"]:
        """Return the pilot cities in the order of their programme; needs ``with_pilots()``."""
        pilots = [city for city in cities if city.is_pilot]
        return sorted(pilots, key=lambda city: (city.pilot_of, city.pilot_order))

    @staticmethod
    def range_of(cities: Iterable["City"]) -> Drawing:
        """Return the picture of all these cities together."""
        return Drawing("range", tuple(city.position for city in cities))

    @property
    def position(self) -> tuple[float, float]:
        """Latitude and longitude in degrees."""
        return self.latitude, self.longitude

    @property
    def is_pilot(self) -> bool:
        """Whether the city is a pilot of a programme; needs ``with_pilots()``."""
        return bool(getattr(self, "pilot_of", None))


LISTED = Statement(lambda: City.objects.published().with_pilots().alphabetical())


class CityFact(models.Model):
    """A fact about a city, with the page that says so."""

    city = models.ForeignKey(City, models.CASCADE, related_name="facts", verbose_name=_("city"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    column = SlugField(
        _("column"),
        blank=True,
        help_text=_(
            "Facts of several cities with the same word here are a column of the table of cities."
        ),
    )
    label = CharField(_("label"), max_length=80)
    value = CharField(_("value"), max_length=300)
    source = URLField(
        _("source"),
        blank=True,
        help_text=_(
            "The address of the page, by its publisher, that states the fact. Publisher and date "
            "are shown if the page is among the sources of the library."
        ),
    )

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"
