"""Open forms: what was typed and not saved, and who has them open."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editing.models.rows import ItemRow


class Autosave(ItemRow):
    """An unsaved form of one user; ``object_id`` is 0 for a new item."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    # Which of the forms that the person has open side by side.
    form_key = models.CharField(max_length=32, blank=True)
    # The token under which the form was loaded.
    token = models.CharField(max_length=36, blank=True)
    data = models.TextField()
    # Of what was typed: equal texts are found without reading them. Empty in older rows.
    digest = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content_type", "object_id", "form_key"], name="unique_autosave"
            )
        ]
        indexes = [models.Index(fields=["user", "at"], name="kept_user_at")]
        verbose_name = _("kept form")
        verbose_name_plural = _("kept forms")


class Presence(ItemRow):
    """When a user last had the form of an item open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "user"], name="one_presence_a_person"
            )
        ]
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
