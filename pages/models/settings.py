"""The words and addresses that stand on every page."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.caching.parts import kept
from core.fields import CharField, TextField, URLField
from core.i18n import current_language
from core.seo.urls import is_live
from core.typography import BREAK_MARK_HELP
from delivery.models import shortened


class SiteSettingsManager(models.Manager["SiteSettings"]):
    """There is one row of settings."""

    def current(self) -> "SiteSettings":
        """Return the settings in force; without a row, empty ones."""
        return kept("site settings", lambda: self.first() or SiteSettings(), apps="pages")


class SiteSettings(models.Model):
    """The words of the home page's head, the office's contact and its filing numbers."""

    hero_title = CharField(
        _("title of the home page"), max_length=120, blank=True, help_text=BREAK_MARK_HELP
    )
    hero_standfirst = TextField(_("standfirst of the home page"), blank=True)
    office_name = CharField(_("name of the office"), max_length=120, blank=True)
    registered_name = CharField(
        _("registered name"),
        max_length=160,
        blank=True,
        help_text=_("The name under which the office is registered; shown in the footer too."),
    )
    registration_number = CharField(_("registration number"), max_length=60, blank=True)
    supervising_unit = CharField(_("supervising unit"), max_length=160, blank=True)
    address = TextField(
        _("postal address"),
        blank=True,
        help_text=_("Shown on the About page once it is filled in."),
    )
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Shown as text on the About page once it is filled in."),
    )
    telephone = CharField(
        _("telephone"),
        max_length=60,
        blank=True,
        help_text=_("Shown on the About page once it is filled in."),
    )
    wechat_picture = models.ForeignKey(
        "library.Image",
        models.PROTECT,
        verbose_name=_("QR code of the WeChat account"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("A picture of the library; its alternative text names the account."),
    )
    data_licence = CharField(
        _("licence of the table of cities"),
        max_length=200,
        blank=True,
        help_text=_(
            "Its name. While it is empty, page and files say that it is not confirmed yet."
        ),
    )
    data_licence_url = URLField(_("address of the licence"), blank=True)
    icp_number = CharField(
        _("ICP number"),
        max_length=60,
        blank=True,
        help_text=_(
            "As issued, for example 京ICP备00000000号-1; the footer links to the registry."
        ),
    )
    police_number = CharField(
        _("public-security number"),
        max_length=60,
        blank=True,
        help_text=_("As issued, for example 京公网安备00000000000000号."),
    )

    objects = SiteSettingsManager()

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def __str__(self) -> str:
        return capfirst(str(self._meta.verbose_name))


def page_url(path: str) -> str:
    """Return the address of a page of this site in the active language."""
    return f"/{current_language()}/{path}"


class PagePointer(models.Model):
    """A row of the settings that leads to a page of this site."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    path = CharField(
        _("page"),
        max_length=200,
        blank=True,
        help_text=_(
            "The address of the page of this site that tells more; it holds in both languages."
        ),
    )

    class Meta:
        abstract = True
        ordering = ["order", "pk"]

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Accept a whole URL, with host and language; refuse one that no reader can open."""
        try:
            self.path = shortened(self.path).removeprefix("/")
        except ValidationError as fault:
            raise ValidationError({"path": fault}) from None
        super().clean_fields(exclude=exclude)
        if self.path and not is_live(self.path):
            raise ValidationError({"path": _("No page that readers can open has this address.")})

    @property
    def url(self) -> str:
        """The address of the page in the active language, or ""."""
        return page_url(self.path) if self.path else ""


class OfficeFact(PagePointer):
    """A year or a number of the office, shown large on the home page."""

    settings = models.ForeignKey(
        SiteSettings, models.CASCADE, related_name="facts", verbose_name=_("site settings")
    )
    value = CharField(_("value"), max_length=20)
    label = CharField(_("label"), max_length=120)

    class Meta(PagePointer.Meta):
        verbose_name = _("fact about the office")
        verbose_name_plural = _("facts about the office")

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


class MenuEntry(PagePointer):
    """An entry of the main menu."""

    settings = models.ForeignKey(
        SiteSettings, models.CASCADE, related_name="menu", verbose_name=_("site settings")
    )
    label = CharField(_("label"), max_length=40)
    path = CharField(
        _("page"),
        max_length=200,
        help_text=_("The address of a page of this site; it holds in both languages."),
    )
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta(PagePointer.Meta):
        verbose_name = _("entry of the main menu")
        verbose_name_plural = _("main menu")

    def __str__(self) -> str:
        return self.label or self.path


class SiteLink(models.Model):
    """A link in the footer to a site other than this one."""

    settings = models.ForeignKey(
        SiteSettings, models.CASCADE, related_name="links", verbose_name=_("site settings")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    label = CharField(_("label"), max_length=80)
    url = URLField(_("address"))

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.label or self.url
