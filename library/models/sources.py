"""The pages by other publishers that facts rest on: who published them, when, in which language."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import CharField, SlugField, URLField
from core.models import DatePrecision
from core.typography import partial_date


class SourceQuerySet(models.QuerySet["SourcePage"]):
    """Sources."""

    def for_addresses(self, *addresses: str) -> dict[str, "SourcePage"]:
        """Return the sources with these addresses, by address, with one query at most."""
        wanted = {address for address in addresses if address}
        return {each.address: each for each in self.filter(address__in=wanted)} if wanted else {}


class SourcePage(models.Model):
    """A page that states a fact. Whatever names its address is shown with these words."""

    slug = SlugField(
        _("slug"),
        unique=True,
        max_length=80,
        help_text=_("Names the source in the starting content; readers do not see it."),
    )
    address = URLField(
        _("address"),
        unique=True,
        help_text=_("As facts and roles give it; readers then see publisher and date."),
    )
    publisher = CharField(_("publisher"), max_length=120)
    date = models.DateField(
        _("date"),
        null=True,
        blank=True,
        help_text=_("As the page itself prints it; empty if it prints none."),
    )
    date_precision = CharField(
        _("precision"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    language = CharField(
        _("language"),
        max_length=10,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Readers of the other language are told. Empty: in both, or without words."),
    )
    is_linked = models.BooleanField(
        _("linked"),
        default=True,
        help_text=_("Switch it off if the address no longer leads to the page."),
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        day = partial_date(self.date, self.date_precision) if self.date else ""
        return " · ".join(filter(None, [self.publisher, day])) or self.slug
