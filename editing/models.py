"""Workflow state, activity, autosaves and presence: what the desk stores besides the content."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from reversion.models import Revision, Version


class ItemQuerySet(models.QuerySet):
    """Rows that belong to an item of any kind."""

    def of(self, obj: models.Model) -> Self:
        """Return the rows of one item."""
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)


class ItemRow(models.Model):
    """A row about an item of any model with an integer primary key."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind"))
    object_id = models.BigIntegerField()
    item = GenericForeignKey()

    objects = ItemQuerySet.as_manager()

    class Meta:
        abstract = True


class Stage(models.TextChoices):
    """The stage of work that is not published yet."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    RETURNED = "returned", _("Returned")


class PendingProblem(models.TextChoices):
    """Why pending changes cannot be shown, or could not be published at their time.

    The key is stored, not the sentence, so that each user reads it in their own language.
    """

    GONE = "gone", _("Something that the text refers to has been deleted.")
    TAKEN = (
        "taken",
        _("By now another item has an address or another value that must be unique."),
    )
    REFUSED = "refused", _("The checklist has errors, or the end that is set has passed.")
    BROKEN = "broken", _("The text can no longer be read or written.")


# The token of an item that was never saved on the desk.
NEVER_SAVED = uuid.UUID(int=0)


class WorkflowState(ItemRow):
    """The workflow state of an item: its stage, author, reviewer and pending changes.

    It is not part of versions and not changed by restoring one. ``edit_token`` is new after every
    save; a form with another token was loaded before the last save.
    """

    edit_token = models.UUIDField(default=NEVER_SAVED, editable=False)
    preview_secret = models.UUIDField(default=uuid.uuid4, editable=False)
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    moved_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(_("reason"), blank=True)
    # Changes to a published item that wait: the version that holds them, and when they go out.
    pending = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    scheduled_at = models.DateTimeField(null=True, db_index=True)
    pending_held_back = models.CharField(max_length=40, blank=True, default="")
    fault = models.CharField(max_length=10, choices=PendingProblem, blank=True)

    class Meta:
        default_permissions = ()
        permissions = [
            ("view_content", "See all content on the desk"),
            ("write_content", "Write and change texts in every language"),
            ("translate_content", "Change the texts of one language"),
            ("submit_content", "Submit for review"),
            ("return_content", "Return with a reason"),
            ("publish_content", "Publish"),
            ("schedule_content", "Set when something is published or expires"),
            ("withdraw_content", "Withdraw what is published"),
            ("delete_content", "Delete"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="one_state_per_item")
        ]
        indexes = [models.Index(fields=["stage", "-moved_at"], name="state_stage_moved_at")]
        verbose_name = _("docket")
        verbose_name_plural = _("dockets")

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"

    @property
    def scheduled_languages(self) -> list[str]:
        """The languages in which the pending changes will be published."""
        codes = (code for code, _name in settings.LANGUAGES)
        return [code for code in codes if f" {code} " not in self.pending_held_back]


class TranslationStage(models.TextChoices):
    """Where the work of a translator on an item stands."""

    WORK = "work", _("In work")
    DONE = "done", _("Translated")
    RETURNED = "returned", _("Returned")


class TranslationState(ItemRow):
    """Which texts of an item were saved as translations of each other, and who translates.

    It is written by ``editing.translation.storage`` alone, and stays when the item is deleted: what
    comes back is as far translated as it was. Languages are named between spaces, so that a query
    can ask for one.
    """

    source = models.CharField(max_length=10, choices=settings.LANGUAGES)
    missing = models.CharField(max_length=40, blank=True, default="")
    outdated = models.CharField(max_length=40, blank=True, default="")
    source_changed_at = models.DateTimeField(default=timezone.now)

    stage = models.CharField(max_length=10, choices=TranslationStage, blank=True)
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    moved_at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)

    # The long columns stand last: a database reads past them to whatever stands behind.
    # How many words or characters of the other language wait to be translated into each.
    amounts: Any = models.JSONField(default=dict)
    # Of each field the fingerprints of texts that belong together, one for each language, with the
    # key of the version that has them.
    pairs: Any = models.JSONField(default=dict)
    # Of each field and row the fingerprints of the texts that were saved last.
    last: Any = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"], name="one_translation_state_per_item"
            )
        ]
        verbose_name = _("state of translation")
        verbose_name_plural = _("states of translation")

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"


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
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "-at"], name="activity_item_at")
        ]
        verbose_name = _("activity")
        verbose_name_plural = _("activity")

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.title}"

    @property
    def versions(self) -> models.QuerySet[Version]:
        """What the object, its rows and its relations were."""
        return Version.objects.filter(revision=self.revision_id)


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

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"


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

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"
