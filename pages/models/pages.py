"""Text pages, and their sections."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext_lazy as _

from core.fields import CharField, SlugField, TextField
from core.models import Publishable
from core.richtext.fields import RichTextField
from core.typography import BREAK_MARK_HELP, plain_title


class Page(Publishable):
    """A page of text: About, privacy, accessibility, legal notice and those still to come."""

    required_translations = ("title", "body")

    slug = SlugField(
        _("slug"),
        unique=True,
        help_text=_("The address in both languages: small letters and hyphens."),
    )
    title = CharField(_("title"), max_length=160, help_text=BREAK_MARK_HELP)
    standfirst = TextField(
        _("standfirst"), blank=True, help_text=_("The lead under the title; also the description.")
    )
    body = RichTextField(_("text"), blank=True)
    footer_order = models.PositiveSmallIntegerField(
        _("order in the footer"),
        null=True,
        blank=True,
        help_text=_("Empty means that the footer does not link to the page."),
    )

    class Meta:
        ordering = ["slug"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self) -> str:
        text = self.localized
        return plain_title(text.title, text.language)

    def clean(self) -> None:
        """Refuse an address that another page of the site has."""
        super().clean()
        try:
            name = resolve(self.get_absolute_url()).view_name
        except NoReverseMatch:
            # Not a slug, which the field itself says.
            return
        if name not in ("pages:detail", "about"):
            raise ValidationError({"slug": _("Another page of the site has this address.")})

    def get_absolute_url(self) -> str:
        return reverse("pages:detail", args=[self.slug])


class PageSection(models.Model):
    """A short block of a page, such as those of "What we do"."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="sections", verbose_name=_("page"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = CharField(_("title"), max_length=120)
    text = TextField(_("text"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.title or ""
