"""Where the work on an item stands: that of its author and that of its translator."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from reversion.models import Revision

from editing.models.rows import ItemRow


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
