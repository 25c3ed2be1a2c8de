"""Pending changes of published items: readers see the item unchanged until they are published.

Pending changes are a version to which the workflow state points. To publish them, the item is
reverted to that version; to show them, the same happens in a transaction that is rolled back.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import cast

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from reversion.models import Revision, Version

from core.batches import batch
from core.models import Publishable, held_back_without
from editing.models import Action, Activity, PendingProblem, Stage, WorkflowState
from editing.pending.undone import undone
from editing.translation.storage import keep
from editing.versions import revisions
from editing.versions.revert import revert
from editing.workflow.items import UNSCHEDULED, Item, Schedule
from editing.workflow.locking import lock_item
from editing.workflow.publishing import refusal

logger = logging.getLogger(__name__)

# Status, publication time and languages belong to the item, not to its pending changes.
PUBLICATION_FIELDS = ("status", "publish_at", "held_back")


def write(item: Item, *, is_shown_only: bool = False) -> None:
    """Write the pending changes into the item's rows. Raises ValidationError if that fails."""
    revision = cast(Revision, item.workflow_state.pending)
    shown = revert(revision, PUBLICATION_FIELDS, item.obj, is_shown_only=is_shown_only)
    if is_shown_only:
        item.obj = cast(Publishable, shown)
    else:
        item.obj.refresh_from_db()


def show(item: Item, *, is_shown_only: bool = True) -> None:
    """Write the pending changes, if any, into the item's rows; on failure set ``item.fault``.

    The form then shows the published text, so that the item stays editable.
    """
    try:
        if item.workflow_state.pending_id:
            write(item, is_shown_only=is_shown_only)
    except ValidationError as error:
        item.fault = " ".join(error.messages)


@contextmanager
def applied(
    item: Item, is_undone: bool = False, *, is_shown_only: bool = True
) -> Iterator[Callable[[], None]]:
    """Apply the pending changes to the rows of an item; roll back unless told to keep them.

    Yields the function that keeps them. Without pending changes nothing is written, and the block
    is a transaction only if its own writes may have to be rolled back (``is_undone``).
    """
    is_kept: list[bool] = []
    if not item.workflow_state.pending_id and not is_undone:
        with batch():
            yield lambda: is_kept.append(True)
        return
    with undone() if is_shown_only else transaction.atomic(), batch():
        show(item, is_shown_only=is_shown_only)
        yield lambda: is_kept.append(True)
        if not is_kept:
            transaction.set_rollback(True)


def store(
    item: Item,
    rows: Iterable[Version],
    stage: str,
    action: str,
    reason: str = "",
    schedule: Schedule = UNSCHEDULED,
) -> Activity:
    """Store these versions as the pending changes of the item."""
    revision = revisions.copy_revision(rows, item.user, reason)
    state = item.workflow_state
    if state.pending_id is None:
        state.author = item.user
    state.pending, state.edit_token = revision, uuid.uuid4()
    _set_schedule(item, stage, schedule, reason)
    keep(item.obj, revision, action)
    return revisions.log(
        item.obj,
        item.user,
        action,
        reason,
        revision=revision,
        is_pending=True,
        token=state.edit_token,
    )


def schedule(item: Item, schedule: Schedule) -> None:
    """Schedule the pending changes; they need no further review."""
    _set_schedule(item, Stage.DRAFT, schedule)
    revisions.log(item.obj, item.user, Action.SCHEDULED)


def cancelled() -> str:
    """Return the message that a schedule was cancelled."""
    return _("The schedule is cancelled: whoever publishes has to set the time again.")


def _set_schedule(item: Item, stage: str, schedule: Schedule, reason: str = "") -> None:
    state = item.workflow_state
    state.scheduled_at, state.pending_held_back = schedule.at, held_back_without(schedule.languages)
    state.fault = ""
    item.move(stage, reason)
    if schedule.at:
        item.move_translation("")


def discard(item: Item) -> Activity:
    """Drop the pending changes; their versions stay in the history."""
    item.workflow_state.edit_token = uuid.uuid4()
    item.drop_pending()
    if published := revisions.get_for_object(item.obj).filter(is_pending=False).first():
        keep(item.obj, cast(Revision, published.revision), Action.DISCARDED)
    token = item.workflow_state.edit_token
    return revisions.log(item.obj, item.user, Action.DISCARDED, token=token)


def publish_scheduled() -> None:
    """Publish the pending changes that are due, each once and in its own transaction.

    An error is logged and does not stop the others. After a database error the change stays due and
    is retried.
    """
    now = timezone.now()
    for state in WorkflowState.objects.filter(scheduled_at__lte=now).select_related("content_type"):
        try:
            with transaction.atomic():
                model = state.content_type.model_class()
                item = lock_item(model, state.object_id, None) if model else None
                if (
                    item
                    and item.workflow_state.scheduled_at
                    and item.workflow_state.scheduled_at <= now
                ):
                    _publish_one(item)
        except (OperationalError, InterfaceError) as fault:
            # A reader waits: it is not tried with the others too.
            logger.error("Could not publish what is due: %s", str(fault).partition("\n")[0])
            return
        except Exception:
            logger.exception("Could not publish what is due on %s.", state)


def _publish_one(item: Item) -> None:
    state = item.workflow_state
    item.user = state.moved_by
    try:
        with transaction.atomic():
            write(item)
            if refused := refusal(item.obj, state.scheduled_languages):
                raise ValidationError(refused, code=PendingProblem.REFUSED)
            item.publish(state.scheduled_languages)
            return
    except ValidationError as error:
        fault = getattr(error, "code", None) or PendingProblem.BROKEN
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Could not publish what is due on %s.", state)
        fault = PendingProblem.BROKEN
    # It stays pending with its problem, and is not retried.
    state.refresh_from_db()
    state.scheduled_at, state.fault = None, fault
    state.save(update_fields=["scheduled_at", "fault"])
