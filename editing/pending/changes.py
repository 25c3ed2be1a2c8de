"""Changes to what is out wait here: readers see the item as it was until they are published.

A pending change is a version like any other, which the docket points to. To show or publish it,
the version is put back; to show it only, inside a transaction that is undone.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from reversion.models import Revision, Version

from core.models import Publishable, held_back_without
from editing.models import Action, Activity, Docket, Fault, Stage
from editing.versions import revisions
from editing.versions.revert import put_back
from editing.workflow.items import NEVER, Due, Item, lock_item
from editing.workflow.publishing import refusal

logger = logging.getLogger(__name__)

# When an item went out, and in which languages, is the item's own and not the change's.
STAY = ("status", "publish_at", "held_back")


def write(item: Item, *, is_shown_only: bool = False) -> None:
    """Put the pending changes into the item's rows. Raises ValidationError where it cannot."""
    revision = cast(Revision, item.docket.pending)
    shown = put_back(revision, STAY, item.obj, is_shown_only=is_shown_only)
    if is_shown_only:
        item.obj = cast(Publishable, shown)
    else:
        item.obj.refresh_from_db()


def show(item: Item, *, is_shown_only: bool = True) -> None:
    """Put the pending changes, if there are any, into the item's rows, or note why that cannot be.

    What readers see is then shown in their place: no fault of the changes may lock the item.
    """
    try:
        if item.docket.pending_id:
            write(item, is_shown_only=is_shown_only)
    except ValidationError as error:
        item.fault = " ".join(error.messages)


@contextmanager
def applied(
    item: Item, is_undone: bool = False, *, is_shown_only: bool = True
) -> Iterator[Callable[[], None]]:
    """Apply the pending changes to the rows of an item, and roll back unless told to keep them.

    Yields the function that tells. Without pending changes nothing is written here, and the block
    is a transaction only if what it writes itself may have to be undone (``is_undone``).
    """
    kept: list[bool] = []
    if not item.docket.pending_id and not is_undone:
        yield lambda: kept.append(True)
        return
    with transaction.atomic():
        show(item, is_shown_only=is_shown_only)
        yield lambda: kept.append(True)
        if not kept:
            transaction.set_rollback(True)


def keep(
    item: Item,
    rows: Iterable[Version],
    stage: str,
    action: str,
    reason: str = "",
    due: Due = NEVER,
) -> Activity:
    """Let these versions be the pending changes of the item, in place of those it had."""
    revision = revisions.copy(rows, item.user, reason)
    docket = item.docket
    if docket.pending_id is None:
        docket.author = item.user
    docket.pending, docket.edit_token = revision, uuid.uuid4()
    _set_due(item, stage, due, reason)
    return revisions.note(
        item.obj,
        item.user,
        action,
        reason,
        revision=revision,
        is_pending=True,
        token=docket.edit_token,
    )


def schedule(item: Item, due: Due) -> None:
    """Let the pending changes go out at their time; nobody has to decide on them any more."""
    _set_due(item, Stage.DRAFT, due)
    revisions.note(item.obj, item.user, Action.SCHEDULED)


def cancelled() -> str:
    """Return how to say that a schedule does not hold any more."""
    return _("The schedule is cancelled: whoever publishes has to set the time again.")


def _set_due(item: Item, stage: str, due: Due, reason: str = "") -> None:
    docket = item.docket
    docket.pending_due, docket.pending_held_back = due.at, held_back_without(due.languages)
    docket.fault = ""
    item.move(stage, reason)


def discard(item: Item) -> Activity:
    """Drop the pending changes; their versions stay in the history."""
    item.docket.edit_token = uuid.uuid4()
    item.drop_pending()
    token = item.docket.edit_token
    return revisions.note(item.obj, item.user, Action.DISCARDED, token=token)


def next_due(after: datetime | None = None) -> datetime | None:
    """Return when the next pending change is to go out, among those after a moment."""
    waiting = Docket.objects.filter(pending_due__isnull=False).order_by("pending_due")
    if after is not None:
        waiting = waiting.filter(pending_due__gt=after)
    return waiting.values_list("pending_due", flat=True).first()


def publish_due() -> None:
    """Publish what is due: each in a transaction of its own, each once, whoever else tries.

    What goes wrong with one is logged and stops no other. Where the database was busy or away, the
    change stays due and is tried again.
    """
    now = timezone.now()
    for due in Docket.objects.filter(pending_due__lte=now).select_related("content_type"):
        try:
            with transaction.atomic():
                model = due.content_type.model_class()
                item = lock_item(model, due.object_id, None) if model else None
                if item and item.docket.pending_due and item.docket.pending_due <= now:
                    _publish_one(item)
        except Exception:
            logger.exception("Could not publish what is due on %s.", due)


def _publish_one(item: Item) -> None:
    docket = item.docket
    item.user = docket.moved_by
    try:
        with transaction.atomic():
            write(item)
            if refused := refusal(item.obj, docket.due_languages):
                raise ValidationError(refused, code=Fault.REFUSED)
            item.publish(docket.due_languages)
            return
    except ValidationError as error:
        fault = getattr(error, "code", None) or Fault.BROKEN
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("Could not publish what is due on %s.", docket)
        fault = Fault.BROKEN
    # It stays pending, and the desk says why, rather than failing at every look.
    docket.refresh_from_db()
    docket.pending_due, docket.fault = None, fault
    docket.save(update_fields=["pending_due", "fault"])
