"""The milestones of the office, some of them of a programme."""

from typing import Self

from django.db import models
from django.db.models import Subquery
from django.utils.translation import gettext_lazy as _

from core.fields import CharField, SlugField, TextField
from core.models import DatePrecision, Publishable, PublishableQuerySet
from programmes.models.programme import Programme


class MilestoneQuerySet(PublishableQuerySet):
    """Milestones by date; a programme's page tells its own and what came before."""

    def leading_to(self, programme: Programme) -> Self:
        """Return the milestones up to and including the programme's last own one."""
        own = self.filter(programme=programme).order_by("-date")
        return self.filter(date__lte=Subquery(own.values("date")[:1]))


class Milestone(Publishable):
    """A step in the life of the office."""

    slug = SlugField(
        _("slug"),
        unique=True,
        help_text=_("Names the milestone in the starting content; readers do not see it."),
    )
    date = models.DateField(_("date"), help_text=_("If only the year is known, enter 1 January."))
    date_precision = CharField(
        _("precision"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    title = CharField(_("title"), max_length=120)
    text = TextField(_("text"), blank=True)
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
