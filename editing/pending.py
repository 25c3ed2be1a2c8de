"""Changes to what is out wait here: readers see the item as it was until they are published.

A pending change is a version like any other, which the docket points to. To show or publish it,
the version is put back; to show it only, inside a transaction that is undone.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from reversion.models import Revision, Version

from core.models import Publishable
from editing import versions
from editing.models import Action, Activity, Docket
from editing.putting_back import put_back
from editing.workflow import Item

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


def keep(
    item: Item,
    rows: Iterable[Version],
    stage: str,
    action: str,
    reason: str = "",
    due: datetime | None = None,
) -> Activity:
    """Let these versions be the pending changes of the item, in place of those it had."""
    revision = versions.copy(rows, item.user, reason)
    docket = item.docket
    docket.pending, docket.pending_due, docket.fault = revision, due, ""
    docket.edit_token = uuid.uuid4()
    item.move(stage, reason)
    return versions.note(
        item.obj,
        item.user,
        action,
        reason,
        revision=revision,
        is_pending=True,
        token=docket.edit_token,
    )


def publish(item: Item, languages: list[str], reason: str = "") -> Activity:
    """Give the pending changes to the readers. Raises ValidationError if that is impossible."""
    write(item)
    item.publish(languages)
    return versions.record(item.obj, item.user, Action.PUBLISHED, reason)


def discard(item: Item, reason: str = "") -> Activity:
    """Drop the pending changes; their versions stay in the history."""
    item.docket.edit_token = uuid.uuid4()
    item.drop_pending()
    token = item.docket.edit_token
    return versions.note(item.obj, item.user, Action.DISCARDED, reason, token=token)


def next_due() -> datetime | None:
    """Return when the next pending change is to go out."""
    waiting = Docket.objects.filter(pending_due__isnull=False).order_by("pending_due")
    return waiting.values_list("pending_due", flat=True).first()


def publish_due() -> None:
    """Publish what is due: each in a transaction of its own, each once, whoever else tries."""
    for pk in Docket.objects.filter(pending_due__lte=timezone.now()).values_list("pk", flat=True):
        with transaction.atomic():
            docket = Docket.objects.select_for_update(of=("self",)).get(pk=pk)
            if docket.pending_due and docket.pending_due <= timezone.now():
                _publish_one(docket)


def _publish_one(docket: Docket) -> None:
    fault: Any = ""
    try:
        with transaction.atomic():
            item = Item(docket.item, docket, docket.moved_by)
            held = docket.pending_held_back
            publish(item, [code for code, _ in settings.LANGUAGES if f" {code} " not in held])
            return
    except ValidationError as error:
        fault = " ".join(error.messages)
    except DatabaseError as error:
        fault = error
    # It stays pending, and the desk says why, rather than failing at every request.
    docket.refresh_from_db()
    docket.pending_due, docket.fault = None, str(fault)
    docket.save(update_fields=["pending_due", "fault"])
