"""The cities that pilot a programme, and what each of them does in it."""

from typing import Self

from django.db import models
from django.db.models import F, Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import City
from core.caching.statements import Statement
from core.fields import CharField, URLField
from core.i18n import in_each_language
from core.richtext.fields import RichTextField
from programmes.models.programme import FocusArea, Programme


class PilotCityQuerySet(models.QuerySet["PilotCity"]):
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

    def of_programme(self, key: int) -> list["PilotCity"]:
        """Return the pilots of the programme of this key as its page shows them."""
        return OF_PROGRAMME.objects({KEY: key})

    def of_city(self, key: int) -> list["PilotCity"]:
        """Return what the city of this key does in the programmes, as its page shows it."""
        return OF_CITY.objects({KEY: key})

    def with_roles(self) -> Self:
        """Load the programme with each pilot, and its roles with their focus areas."""
        roles = PilotRole.objects.select_related("focus_area")
        return self.select_related("programme").prefetch_related(Prefetch("roles", roles))


class PilotCity(models.Model):
    """A city, or a district of it, that pilots a programme: a column of its table."""

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="pilots", verbose_name=_("programme")
    )
    city = models.ForeignKey(City, models.PROTECT, related_name="pilots", verbose_name=_("city"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    district = CharField(
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


# Stands for a key in the compiled statements.
KEY = -1
OF_PROGRAMME = Statement(
    lambda: PilotCity.objects.published().select_related("city").filter(programme_id=KEY)
)
OF_CITY = Statement(lambda: PilotCity.objects.published().with_roles().filter(city_id=KEY))


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
    role = CharField(
        pgettext_lazy("of a city in a focus area", "role"),
        max_length=5,
        choices=Role,
        default=Role.FOCUS,
    )
    plan = CharField(
        _("what it planned"),
        max_length=300,
        blank=True,
        help_text=_("Stands in the cell of the table, with the year of the plan."),
    )
    source = URLField(
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
        verbose_name = pgettext_lazy("of a city in a focus area", "role")
        verbose_name_plural = pgettext_lazy("of a city in a focus area", "roles")

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.focus_area}"

    @classmethod
    def of_programme(cls, key: int) -> list[tuple[FocusArea, "PilotRole | None"]]:
        """Return the focus areas of the programme of this key with each of their roles, or None."""
        found = []
        for area in CELLS.objects({KEY: key}):
            values = {name: getattr(area, f"of_{name}") for name in CELL}
            found.append((area, cls(**values) if values["id"] else None))
        return found


# What one query reads of a role beside its focus area.
CELL = ("id", "pilot_city_id", "role", *in_each_language("plan"), "source")
CELLS = Statement(
    lambda: FocusArea.objects.filter(programme_id=KEY).annotate(
        **{f"of_{name}": F(f"roles__{name}") for name in CELL}
    )
)
