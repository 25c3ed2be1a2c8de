"""What becomes of a saved form: it is public at once, goes on its way as a draft, or waits."""

from datetime import datetime

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from editing import roles
from editing.models import Action, Stage
from editing.pending import changes
from editing.versions import parents, revisions
from editing.workflow.items import PUBLISH, WITHDRAW, Due, Public
from editing.workflow.publishing import refusal, saved, tell, validate_move
from editing.workflow.save_request import ACTIONS, STAGES, PendingSave, SaveRequest


def apply_move(change: SaveRequest) -> None:
    """Publish or withdraw what was saved, or keep it as a version; ``pending`` is set if it waits.

    The objects of which it is a row, until now or from now on, get a version as well.
    """
    item = change.item
    touched = {*parents.of(item.obj), *parents.of(change.saved)}
    item.obj = change.saved
    if change.is_publishable:
        _move(change)
    else:
        item.record(change.action, change.reason)
    parents.record(touched, item.user)


def _move(change: SaveRequest) -> None:
    item = change.item
    refused = validate_move(change)
    due = _take_due(change)
    if change.move == WITHDRAW:
        change.action = item.withdraw(change.reason)
    elif change.move == PUBLISH and due is None:
        change.action = item.publish(change.languages, change.reason)
    else:
        change.stage = STAGES.get(change.move) or item.stage or Stage.DRAFT
        change.action = ACTIONS.get(change.move, change.action)
        if item.is_out:
            _set_aside(change, due, refused)
        else:
            item.work(change.stage, change.action, change.reason)


def _take_due(change: SaveRequest) -> datetime | None:
    """Return the future moment that the form names for changes to what readers have already.

    That item was published when it was; "publish at" in its form speaks of the changes.
    """
    obj = change.item.obj
    chosen = obj.publish_at
    if change.visibility != Public.PUBLISHED or chosen == change.publish_at:
        return None
    obj.publish_at = change.publish_at
    obj.save(update_fields=["publish_at"])
    return chosen if chosen is not None and chosen > timezone.now() else None


def _set_aside(change: SaveRequest, due: datetime | None, refused: str) -> None:
    """Let what was saved wait beside what readers have, which nothing but a move changes."""
    item, obj = change.item, change.item.obj
    waiting = PendingSave()
    if change.move == PUBLISH:
        change.stage, change.action = Stage.DRAFT, Action.SCHEDULED
        waiting.due = Due(due, change.languages)
    elif item.docket.pending_due:
        waiting.due = _kept_due(change, due, refused)
    elif due or obj.publish_at != change.publish_at:
        waiting.times = _kept_times(change)
    activity = revisions.record(obj, item.user, change.action, change.reason)
    waiting.versions = list(activity.versions)
    change.pending = waiting


def _kept_due(change: SaveRequest, due: datetime | None, refused: str) -> Due:
    """Return the schedule of the changes if they may still go out, in the form of a publisher."""
    item = change.item
    languages = item.docket.due_languages
    if due and change.move not in STAGES and roles.may(item.user, roles.PUBLISH):
        found = refusal(item.obj, languages)
        if not found:
            return Due(due, languages)
        if found != refused:
            messages.error(change.request, found)
    messages.warning(change.request, changes.cancelled())
    return Due()


def _kept_times(change: SaveRequest) -> dict[str, datetime | None]:
    """Return the new time of what waits for its time; a save puts nothing out and takes nothing.

    The end goes with it, for it must lie behind.
    """
    obj = change.item.obj
    is_later = obj.publish_at and obj.publish_at > timezone.now()
    if change.visibility == Public.SCHEDULED and is_later:
        return {"publish_at": obj.publish_at, "expire_at": obj.expire_at}
    words = _("The time is not changed by saving: publish or schedule to change it.")
    messages.warning(change.request, words)
    return {}


def store_pending(change: SaveRequest) -> None:
    """Let what was saved, and is rolled back by now, be the pending changes of the object."""
    item, waiting = change.item, change.pending
    if waiting is None:
        return
    item.obj.refresh_from_db()
    if waiting.times:
        item.save_publication(**waiting.times)
    changes.keep(item, waiting.versions, change.stage, change.action, change.reason, waiting.due)


def add_messages(change: SaveRequest) -> None:
    """Say what was done with what was saved, and write to whom it concerns."""
    times = change.pending.times if change.pending else {}
    publish_at = times.get("publish_at", change.publish_at)
    tell(change.request, change.item, change.action, saved(change.visibility, publish_at))
