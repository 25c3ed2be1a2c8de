"""Records of loaded content files, so that loading again keeps changes by staff."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedItem(models.Model):
    """A content file as it was last loaded.

    While the item in the database still has ``state_digest``, nobody has changed it and a newer
    file may replace it; an item that differs, or is gone, is left as staff want it.
    """

    path = models.CharField(_("file"), max_length=200, unique=True)
    file_digest = models.CharField(_("digest of the file"), max_length=64)
    state_digest = models.CharField(_("digest of the item"), max_length=64)

    class Meta:
        verbose_name = _("loaded item")
        verbose_name_plural = _("loaded items")

    def __str__(self) -> str:
        return self.path
