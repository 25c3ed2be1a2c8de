"""Applies the move of a saved form, and records a version or pending changes."""

from datetime import datetime

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _

from editing import roles
from editing.models import Action, Stage
from editing.pending import changes
from editing.versions import parents, revisions
from editing.workflow.items import PUBLISH, RETURN, WITHDRAW, Schedule, Visibility
from editing.workflow.publishing import announce_move, refusal, saved_message
from editing.workflow.save_request import ACTIONS, STAGES, PendingSave, SaveRequest


def apply_move(change: SaveRequest) -> None:
    """Publish, withdraw or record the saved object; set ``pending`` if it has to wait.

    Its parents, former and new ones, get a version as well.
    """
    item = change.item
    touched = {*parents.parents_of(item.obj), *parents.parents_of(change.saved)}
    item.obj = change.saved
    if change.is_publishable:
        _move(change)
    else:
        item.record(change.action, change.reason)
    parents.record(touched, item.user)


def _move(change: SaveRequest) -> None:
    item = change.item
    if change.move == PUBLISH:
        change.went_out = [code for code in change.languages if item.obj.has_text_in(code)]
    scheduled_at = _take_publish_at(change)
    if change.move == WITHDRAW:
        change.action = item.withdraw(change.reason)
    elif change.move == PUBLISH and scheduled_at is None:
        change.action = item.publish(change.languages, change.reason)
    else:
        change.is_to_translator = change.move == RETURN and item.stage != Stage.REVIEW
        stage = None if change.is_to_translator else STAGES.get(change.move)
        change.stage = stage or item.stage or Stage.DRAFT
        change.action = ACTIONS.get(change.move, change.action)
        if item.is_released:
            _set_aside(change, scheduled_at)
        else:
            item.work(change.stage, change.action, change.reason)


def _take_publish_at(change: SaveRequest) -> datetime | None:
    """Return the future time at which the form schedules pending changes.

    The published item keeps its own ``publish_at``; that of the form belongs to the changes.
    """
    obj = change.item.obj
    chosen = obj.publish_at
    if change.visibility != Visibility.PUBLISHED or chosen == change.publish_at:
        return None
    obj.publish_at = change.publish_at
    obj.save(update_fields=["publish_at"])
    return chosen if chosen is not None and chosen > timezone.now() else None


def _set_aside(change: SaveRequest, scheduled_at: datetime | None) -> None:
    """Record what was saved as a version for the pending changes."""
    item, obj = change.item, change.item.obj
    waiting = PendingSave()
    if change.move == PUBLISH:
        change.stage, change.action = Stage.DRAFT, Action.SCHEDULED
        waiting.schedule = Schedule(scheduled_at, change.languages)
    elif item.workflow_state.scheduled_at:
        waiting.schedule = _remaining_schedule(change, scheduled_at)
    elif scheduled_at or obj.publish_at != change.publish_at:
        waiting.times = _remaining_times(change)
    activity = revisions.record(obj, item.user, change.action, change.reason)
    waiting.versions = list(activity.versions)
    change.pending = waiting


def _remaining_schedule(change: SaveRequest, scheduled_at: datetime | None) -> Schedule:
    """Return the schedule if the changes can still be published and the user may publish."""
    item = change.item
    languages = item.workflow_state.scheduled_languages
    if scheduled_at and change.move not in STAGES and roles.may(item.user, roles.PUBLISH):
        found = refusal(item.obj, languages)
        if not found:
            return Schedule(scheduled_at, languages)
        if found != change.refused:
            messages.error(change.request, found)
    messages.warning(change.request, changes.cancelled())
    return Schedule()


def _remaining_times(change: SaveRequest) -> dict[str, datetime | None]:
    """Return the new times of a scheduled item; saving neither publishes nor withdraws.

    The end goes with it, since it must be later.
    """
    obj = change.item.obj
    is_later = obj.publish_at and obj.publish_at > timezone.now()
    if change.visibility == Visibility.SCHEDULED and is_later:
        return {"publish_at": obj.publish_at, "expire_at": obj.expire_at}
    words = _("The time is not changed by saving: publish or schedule to change it.")
    messages.warning(change.request, words)
    return {}


def store_pending(change: SaveRequest) -> None:
    """Store what was saved, and then rolled back, as the pending changes of the object."""
    item, waiting = change.item, change.pending
    if waiting is None:
        return
    item.obj.refresh_from_db()
    if waiting.times:
        item.save_publication(**waiting.times)
    changes.store(
        item, waiting.versions, change.stage, change.action, change.reason, waiting.schedule
    )


def add_messages(change: SaveRequest) -> None:
    """Add the message about the save, and send the e-mails."""
    times = change.pending.times if change.pending else {}
    publish_at = times.get("publish_at", change.publish_at)
    announce_move(change, saved_message(change.visibility, publish_at))
