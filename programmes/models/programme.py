"""The programmes and what they work on."""

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.caching.parts import kept
from core.caching.statements import Statement
from core.fields import CharField, SlugField, TextField, URLField
from core.models import Publishable, PublishableQuerySet
from core.richtext.fields import RichTextField
from core.typography import plain_title


class ProgrammeQuerySet(PublishableQuerySet):
    """Programmes in the order staff gave them."""

    def listed(self) -> list["Programme"]:
        """Return what readers find of all programmes on many pages, kept while nothing changes."""
        return kept("programmes", LISTED.objects, apps="programmes library")

    def in_order(self) -> Self:
        return self.order_by("order", "slug")


class Programme(Publishable):
    """A programme of the office. Its layout decides which page it gets."""

    class Layout(models.TextChoices):
        """The two pages a programme can have, named after their drawing."""

        PATHWAY = "pathway", _("Pathway: timeline, what it supports, key areas")
        SKYLINE = "skyline", _("Skyline: pilot cities by focus areas")

    required_translations = ("name",)

    slug = SlugField(
        _("slug"),
        unique=True,
        help_text=_("The last part of the address in both languages: small letters and hyphens."),
    )
    acronym = CharField(
        _("short name"), max_length=20, help_text=_("The same in both languages, for example CBP.")
    )
    name = CharField(_("name"), max_length=120)
    start_year = models.PositiveSmallIntegerField(
        _("start year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    layout = CharField(_("layout"), max_length=10, choices=Layout)
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Programmes with a lower number come first.")
    )
    summary = TextField(
        _("summary"),
        blank=True,
        help_text=_("Two sentences: the lead of the page, and the text on the programme's card."),
    )
    summary_source = URLField(
        _("source of the summary"),
        blank=True,
        help_text=_("The address of the page, by its publisher, that says the same."),
    )
    body = RichTextField(_("text"), blank=True)
    supports_intro = TextField(
        _("introduction to “What the programme supports”"),
        blank=True,
        help_text=_("Shown above the numbered points of the pathway layout."),
    )
    key_areas_intro = TextField(
        _("introduction to “Key areas”"),
        blank=True,
        help_text=_("Shown beside the key areas of the pathway layout."),
    )
    exchange_text = TextField(
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
        text = self.localized
        return plain_title(text.name, text.language)

    def get_absolute_url(self) -> str:
        return reverse("programmes:detail", args=[self.slug])


LISTED = Statement(lambda: Programme.objects.published().in_order())


class ProgrammePoint(models.Model):
    """One line of "What the programme supports" or of "Key areas"."""

    class Group(models.TextChoices):
        """The list on the page that the point belongs to."""

        SUPPORTS = "supports", _("What the programme supports")
        KEY_AREAS = "key_areas", _("Key areas")

    programme = models.ForeignKey(
        Programme, models.CASCADE, related_name="points", verbose_name=_("programme")
    )
    group = CharField(_("list"), max_length=10, choices=Group)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = CharField(_("title"), max_length=160)
    text = TextField(_("text"), blank=True)

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
    title = CharField(_("title"), max_length=160)
    explanation = CharField(
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
