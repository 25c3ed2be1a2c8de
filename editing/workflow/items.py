"""The workflow of an item: draft, in review, published; and who may move it.

An item that is published or scheduled is *released*: changes to it are pending changes
(``editing.pending``), which pass the same workflow while readers see the item unchanged.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

from core.i18n import LANGUAGE_INFO
from core.models import Publishable, Status, held_back_without
from editing import roles
from editing.checklist.terms import term_table
from editing.models import (
    Action,
    Activity,
    Stage,
    TranslationStage,
    TranslationState,
    WorkflowState,
)
from editing.queries.states import state_of
from editing.translation.storage import translation_state
from editing.versions import revisions

SUBMIT, RETURN, PUBLISH, WITHDRAW, DISCARD = "submit", "return", "publish", "withdraw", "discard"
# A translator hands a text over to those who submit or publish it.
DONE = "done"
# Whoever submitted a text takes it back before it is reviewed.
TAKE_BACK = "take_back"
MOVES = {
    DONE: roles.TRANSLATE,
    SUBMIT: roles.SUBMIT,
    TAKE_BACK: roles.SUBMIT,
    RETURN: roles.RETURN,
    PUBLISH: roles.PUBLISH,
    WITHDRAW: roles.WITHDRAW,
}


@dataclass(frozen=True)
class Schedule:
    """When and in which languages pending changes are published.

    ``at`` is None if they are not scheduled.
    """

    at: datetime | None = None
    languages: Sequence[str] = tuple(LANGUAGE_INFO)


UNSCHEDULED = Schedule()


class Visibility(models.TextChoices):
    """What readers see of a released item."""

    NOTHING = ""
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    EXPIRED = "expired"


@dataclass
class Item:
    """An object, its workflow state and the user who acts on it.

    ``user`` is None for scheduled publishing. It comes from ``lock_item`` where something is to be
    changed, else from ``read_item`` (``editing.workflow.locking``).
    """

    obj: Publishable
    workflow_state: WorkflowState
    user: Any
    # Why its pending changes cannot be shown, if they cannot.
    fault: str = ""

    @cached_property
    def terms(self) -> Any:
        """The table of terms, read by one query when it is first asked for."""
        return term_table()

    @property
    def is_released(self) -> bool:
        """Whether it is published, now or at its scheduled time."""
        return self.obj.status == Status.PUBLISHED

    @property
    def visibility(self) -> str:
        """What readers see of it now."""
        return state_of(self.obj, timezone.now()) if self.is_released else Visibility.NOTHING

    @property
    def stage(self) -> str:
        """The stage of the unpublished work, "" if there is none."""
        if self.is_released:
            return self.workflow_state.stage if self.workflow_state.pending_id else ""
        if self.obj.status == Status.REVIEW:
            return Stage.REVIEW
        return Stage.RETURNED if self.workflow_state.stage == Stage.RETURNED else Stage.DRAFT

    @property
    def note(self) -> Activity | None:
        """The line with the words that stand beside the text: of a return or a submission."""
        reason = self.workflow_state.reason
        if not reason or self.stage not in (Stage.REVIEW, Stage.RETURNED):
            return None
        return Activity.objects.of(self.obj).filter(reason=reason).select_related("user").first()

    @cached_property
    def translation(self) -> TranslationState:
        """How far its languages are in step, and where the work of its translator stands."""
        return translation_state(self.obj)

    @property
    def is_handed_over(self) -> bool:
        """Whether a translator has handed it over, and nobody has submitted or returned it."""
        return self.translation.stage == TranslationStage.DONE

    def move_translation(self, stage: str, **values: Any) -> None:
        """Set where the work of the translator stands."""
        moved = {"moved_by": self.user, "moved_at": timezone.now(), "reason": "", **values}
        TranslationState.objects.of(self.obj).update(stage=stage, **moved)
        vars(self).pop("translation", None)

    def may(self, move: str) -> bool:
        """Whether the user may make this move, and the item is in a state that allows it."""
        stage = self.stage
        if move == DISCARD:
            own = self.workflow_state.author_id == self.user.pk and roles.may(
                self.user, roles.WRITE
            )
            return bool(self.workflow_state.pending_id) and (
                own or roles.may(self.user, roles.RETURN)
            )
        if move == DONE:
            language = roles.only_language(self.user)
            return bool(language) and not roles.may(self.user, roles.SUBMIT)
        if move == RETURN and stage != Stage.REVIEW and not self.is_handed_over:
            return False
        begins = {
            # Changes to a released item become pending changes with the save that submits them.
            SUBMIT: stage != Stage.REVIEW,
            TAKE_BACK: stage == Stage.REVIEW and self.workflow_state.author_id == self.user.pk,
            RETURN: True,
            PUBLISH: True,
            WITHDRAW: self.is_released,
        }
        return begins[move] and roles.may(self.user, MOVES[move])

    def require(self, move: str) -> None:
        """Raise PermissionDenied unless the person may make this move now."""
        if not self.may(move):
            raise PermissionDenied

    def move(self, stage: str, reason: str = "") -> None:
        """Set the stage of the unpublished work, with user and reason."""
        state = self.workflow_state
        stays_returned = stage == state.stage == Stage.RETURNED
        is_submitted = stage == Stage.REVIEW and self.stage != Stage.REVIEW
        # A user who corrects or translates the text of another does not become its author.
        if self.user is not None and (is_submitted or state.author_id is None):
            state.author = self.user
        state.stage = stage
        # While a returned text is mended, and until it is decided on again, the reason stands.
        if not stays_returned:
            state.moved_by, state.moved_at = self.user, timezone.now()
            state.reason = reason or (state.reason if stage == Stage.REVIEW else "")
        state.save()
        if is_submitted:
            self.move_translation("")
        if not self.is_released:
            status = Status.REVIEW if stage == Stage.REVIEW else Status.DRAFT
            self.save_publication(status=status)

    def work(self, stage: str, action: str, reason: str = "") -> None:
        """Set the stage of the unpublished work, and record a version.

        Pending changes have their version already; only the activity is logged.
        """
        self.move(stage, reason)
        if self.is_released:
            revisions.log(self.obj, self.user, action, reason)
        else:
            self.record(action, reason)

    def record(self, action: str, reason: str = "") -> Activity:
        """Record the object as a version; the state gets its token."""
        activity = revisions.record(self.obj, self.user, action, reason)
        self.workflow_state.edit_token = activity.token
        return activity

    def publish(self, languages: Iterable[str], reason: str = "") -> str:
        """Publish in these languages, now or at ``publish_at``; return the action."""
        self.drop_pending()
        held_back = held_back_without(languages)
        at = self.obj.publish_at
        self.save_publication(status=Status.PUBLISHED, held_back=held_back, publish_at=at)
        action = Action.SCHEDULED if at and at > timezone.now() else Action.PUBLISHED
        self.record(action, reason)
        return action

    def withdraw(self, reason: str = "") -> str:
        """Withdraw: set it to draft and clear its times."""
        self.save_publication(status=Status.DRAFT, publish_at=None, expire_at=None)
        self.drop_pending()
        self.move(Stage.DRAFT)
        self.record(Action.WITHDRAWN, reason)
        return Action.WITHDRAWN

    def drop_pending(self) -> None:
        """Clear the pending changes, after publishing or discarding them."""
        state = self.workflow_state
        state.pending = state.scheduled_at = None
        state.stage = state.reason = state.fault = state.pending_held_back = ""
        state.moved_by, state.moved_at = self.user, timezone.now()
        state.save()
        self.move_translation("")

    def save_publication(self, **values: Any) -> None:
        """Save status, times and held-back languages."""
        for name, value in values.items():
            setattr(self.obj, name, value)
        # save(), not update(): the signals must be sent.
        self.obj.save(update_fields=[*values, "updated_at"])
