"""Who did what."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from reversion.models import Revision, Version

from editing.models.rows import ItemRow


class Action(models.TextChoices):
    """What was done to an item."""

    CREATED = "created", _("wrote")
    CHANGED = "changed", pgettext_lazy("what someone did", "changed")
    SUBMITTED = "submitted", _("submitted for review")
    TAKEN_BACK = "taken_back", _("took back")
    RETURNED = "returned", _("returned")
    TRANSLATED = "translated", _("translated")
    PUBLISHED = "published", _("published")
    SCHEDULED = "scheduled", _("scheduled")
    WITHDRAWN = "withdrawn", _("withdrew")
    DISCARDED = "discarded", _("discarded the changes to")
    RESTORED = "restored", _("restored an earlier version of")
    DELETED = "deleted", _("deleted")
    RECOVERED = "recovered", _("recovered")
    # Imports were removed; older lines of the activity have this action.
    IMPORTED = "imported", _("imported")
    LOADED = "loaded", _("loaded")
    FOUND = "found", _("kept what was there")
    LOGGED_IN = "login", _("logged in as")
    LOGGED_OUT = "logout", _("logged out as")
    REFUSED = "refused", _("refused a wrong password or code for")


class Activity(ItemRow):
    """Who did what, when and why; a change of content has its version."""

    title = models.CharField(_("title"), max_length=250)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        verbose_name=_("who"),
        related_name="+",
    )
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    action = models.CharField(_("what"), max_length=10, choices=Action)
    reason = models.TextField(_("why"), blank=True)
    revision = models.OneToOneField(Revision, models.SET_NULL, null=True, related_name="activity")
    # Whether the version was at first kept from readers while an older one stayed public.
    is_pending = models.BooleanField(default=False)
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    # What the deletion of an item took from others: [app and model, key, name of the relation].
    detached: Any = models.JSONField(default=list, blank=True)

    class Meta:
        default_permissions = ()
        # Not by the time: after the clock was set back the last line would not be the newest.
        ordering = ["-pk"]
        indexes = [models.Index(fields=["content_type", "object_id", "-id"], name="activity_item")]
        verbose_name = _("activity")
        verbose_name_plural = _("activity")

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.title}"

    @property
    def versions(self) -> models.QuerySet[Version]:
        """What the object, its rows and its relations were."""
        return Version.objects.filter(revision=self.revision_id)
