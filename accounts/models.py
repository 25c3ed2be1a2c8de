"""Staff accounts: there are no others."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff, who works in the language of their choice."""

    interface_language = models.CharField(
        _("interface language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The desk speaks this language to you; it does not change what readers see."),
    )
    translates = models.CharField(
        _("translates into"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("The only language whose texts a translator may change; others ignore it."),
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
