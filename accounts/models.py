"""Staff accounts: there are no others."""

import re

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

HAN = re.compile("[\u3400-\u9fff]")


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

    @property
    def has_chinese_name(self) -> bool:
        """Whether the name is written in Han characters: the family name then stands first."""
        return bool(HAN.search(self.last_name + self.first_name))

    def get_full_name(self) -> str:
        """Return the name as its owner writes it."""
        if self.has_chinese_name:
            return f"{self.last_name}{self.first_name}"
        return super().get_full_name()

    def get_short_name(self) -> str:
        """Return the first name, or the whole name if it is Chinese."""
        return self.get_full_name() if self.has_chinese_name else super().get_short_name()
