"""The programmes, what they work on, the cities that pilot them, and the office's milestones."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Prefetch, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cities.models import City
from core.models import DatePrecision, Publishable, PublishableQuerySet
from core.richtext import RichTextField


class ProgrammeQuerySet(PublishableQuerySet):
    """Programmes in the order staff gave them."""

    def in_order(self) -> Self:
        """Order as staff did."""
        return self.order_by("order", "slug")


class Programme(Publishable):
    """A programme of the office. Its layout decides which page it gets."""

    class Layout(models.TextChoices):
        """The two pages a programme can have, named after their drawing."""

        PATHWAY = "pathway", _("Pathway: timeline, what it supports, key areas")
        SKYLINE = "skyline", _("Skyline: pilot cities by focus areas")

    required_translations = ("name",)

    slug = models.SlugField(
        _("slug"),
        unique=True,
        help_text=_("The last part of the address in both languages: small letters and hyphens."),
    )
    acronym = models.CharField(
        _("short name"), max_length=20, help_text=_("The same in both languages, for example CBP.")
    )
    name = models.CharField(_("name"), max_length=120)
    start_year = models.PositiveSmallIntegerField(
        _("start year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    layout = models.CharField(_("layout"), max_length=10, choices=Layout)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Programmes with a lower number come first.")
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("Two sentences: the lead of the page, and the text on the programme's card."),
    )
    body = RichTextField(_("text"), blank=True)
    supports_intro = models.TextField(
        _("introduction to “What the programme supports”"),
        blank=True,
        help_text=_("Shown above the numbered points of the pathway layout."),
    )
    key_areas_intro = models.TextField(
        _("introduction to “Key areas”"),
        blank=True,
        help_text=_("Shown beside the key areas of the pathway layout."),
    )
    exchange_text = models.TextField(
        _("text of “A platform for exchange”"),
        blank=True,
        help_text=_("Shown in the dark band of the skyline layout."),
    )
    image = models.ForeignKey(
        "library.Image",
        models.PROTECT,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Shown on the programme's card instead of its drawing."),
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.localized.name.replace("|", "")

    def get_absolute_url(self) -> str:
        """Return the address of the programme's page in the active language."""
        return reverse("programmes:detail", args=[self.slug])


class ProgrammePoint(models.Model):
    """One line of "What the programme supports" or of "Key areas"."""

    class Group(models.TextChoices):
        """The list on the page that the point belongs to."""

        SUPPORTS = "supports", _("What the programme supports")
        KEY_AREAS = "key_areas", _("Key areas")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="points", verbose_name=_("programme")
    )
    group = models.CharField(_("list"), max_length=10, choices=Group)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        ordering = ["group", "order", "pk"]
        verbose_name = _("point")
        verbose_name_plural = _("points")

    def __str__(self) -> str:
        return self.title or ""


class FocusArea(models.Model):
    """A field of work of a programme: a row of its table."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="focus_areas", verbose_name=_("programme")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=160)
    explanation = models.CharField(
        _("explanation"),
        max_length=200,
        blank=True,
        help_text=_("One line that says in plain words what the area is about."),
    )
    body = RichTextField(_("text"), blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("focus area")
        verbose_name_plural = _("focus areas")

    def __str__(self) -> str:
        return self.title or ""


class PilotCityQuerySet(models.QuerySet):
    """Pilot cities follow the publication of their programme and of their city."""

    def published(self) -> Self:
        """Return the pilots whose programme and city the public may see."""
        return self.filter(
            programme__in=Programme.objects.published(), city__in=City.objects.published()
        )

    def skyline_places(self) -> list[City]:
        """Return the cities whose skylines are the picture of a skyline programme."""
        pilots = self.published().filter(programme__layout=Programme.Layout.SKYLINE)
        return [pilot.city for pilot in pilots.select_related("city")]

    def with_roles(self) -> Self:
        """Load programme and city with each pilot, and its roles with their focus areas."""
        roles = PilotRole.objects.select_related("focus_area")
        return self.select_related("programme", "city").prefetch_related(Prefetch("roles", roles))


class PilotCity(models.Model):
    """A city, or a district of it, that pilots a programme: a column of its table."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="pilots", verbose_name=_("programme")
    )
    city = models.ForeignKey(City, models.PROTECT, related_name="pilots", verbose_name=_("city"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    district = models.CharField(
        _("district"),
        max_length=80,
        blank=True,
        help_text=_("Fill it in if a district, not the whole city, is the pilot."),
    )
    work = RichTextField(_("what it does"), blank=True)

    objects = PilotCityQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "city"],
                name="one_pilot_for_each_city",
                violation_error_message=_("This city is a pilot of this programme already."),
            )
        ]
        verbose_name = _("pilot city")
        verbose_name_plural = _("pilot cities")

    def __str__(self) -> str:
        return f"{self.programme.acronym}: {self.city}"


class PilotRole(models.Model):
    """What a pilot city does in a focus area: a filled cell of the programme's table."""

    class Role(models.TextChoices):
        """How far the city is engaged in the area."""

        FOCUS = "focus", _("Pilot focus")
        PART = "part", _("Takes part")

    pilot_city = models.ForeignKey(
        PilotCity, models.CASCADE, related_name="roles", verbose_name=_("pilot city")
    )
    focus_area = models.ForeignKey(
        FocusArea, models.CASCADE, related_name="roles", verbose_name=_("focus area")
    )
    role = models.CharField(_("role"), max_length=5, choices=Role, default=Role.FOCUS)
    source = models.URLField(
        _("source"),
        blank=True,
        help_text=_("The address of the page, by its publisher, that states the role."),
    )

    class Meta:
        ordering = ["focus_area__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pilot_city", "focus_area"],
                name="one_role_for_each_focus_area",
                violation_error_message=_("This city has a role in this focus area already."),
            )
        ]
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.focus_area}"


class MilestoneQuerySet(PublishableQuerySet):
    """Milestones by date; a programme's page tells its own and what came before."""

    def leading_to(self, programme: Programme) -> Self:
        """Return the milestones up to and including the programme's last own one."""
        own = self.filter(programme=programme).order_by("-date")
        return self.filter(date__lte=Subquery(own.values("date")[:1]))


class Milestone(Publishable):
    """A step in the life of the office."""

    slug = models.SlugField(
        _("slug"),
        unique=True,
        help_text=_("Names the milestone in the starting content; readers do not see it."),
    )
    date = models.DateField(_("date"), help_text=_("If only the year is known, enter 1 January."))
    date_precision = models.CharField(
        _("precision"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    programme = models.ForeignKey(
        Programme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("programme"),
        help_text=_("The page of the programme shows its milestones and those before them."),
    )

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return self.localized.title
