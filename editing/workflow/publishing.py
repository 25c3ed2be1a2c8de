"""The moves that the buttons of a form ask for: reading, validating and announcing them."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.i18n import LANGUAGE_INFO, join_names
from core.models import Publishable, Status
from editing.checklist import checks
from editing.models import Action
from editing.queries.formats import exact_moment, named_language
from editing.workflow import notices, translating
from editing.workflow.items import DONE, PUBLISH, RETURN, SUBMIT, TAKE_BACK, WITHDRAW, Visibility
from editing.workflow.save_request import SaveRequest

# Shown if the move was made already, by another user or by a double click.
TOO_LATE_MESSAGES = {
    SUBMIT: gettext_lazy("It was in review already."),
    DONE: gettext_lazy("Not handed over: you may submit it yourself."),
    TAKE_BACK: gettext_lazy("It is no longer in review, or another person submitted it."),
    RETURN: gettext_lazy("It is no longer in review, so it was not returned."),
    WITHDRAW: gettext_lazy("It was withdrawn already."),
}


def validate_move(change: SaveRequest) -> None:
    """Drop a move that is not possible, with a message; the text is saved all the same."""
    item = change.item
    if change.move and not item.may(change.move):
        messages.warning(change.request, TOO_LATE_MESSAGES[change.move])
        change.move = change.reason = ""
    if change.move == PUBLISH and (refused := refusal(change.saved, change.languages)):
        messages.error(change.request, refused)
        change.move, change.refused = "", refused


def refusal(obj: Publishable, languages: Collection[str]) -> str:
    """Return why the item cannot be published in these languages at ``publish_at``, or "".

    A language with an incomplete text is refused, not silently left out.
    """
    if obj.expire_at and obj.expire_at <= max(timezone.now(), obj.publish_at or timezone.now()):
        return _("Not published: its end has passed. Change or clear “expire at” first.")
    begun = checks.languages_begun(obj)
    stopped = checks.stopped_languages(obj, [code for code in begun if code in languages])
    if stopped:
        return _("Not published: the checklist has errors in %(languages)s.") % _names(stopped)
    if not any(obj.has_text_in(code) for code in languages):
        return _("Not published: there is no language in which it is complete.")
    if lost := lost_by(obj, languages):
        return _("Not published: readers would lose the page in %(languages)s.") % _names(lost)
    return ""


def _names(codes: Iterable[str]) -> dict[str, str]:
    return {"languages": join_names(named_language(code) for code in codes)}


def lost_by(obj: Publishable, languages: Collection[str]) -> list[str]:
    """Return the public languages that would disappear if only these were published."""
    if obj.status != Status.PUBLISHED:
        return []
    begun = checks.languages_begun(obj)
    return [code for code in begun if code not in languages and not obj.is_held_back(code)]


def saved_message(visibility: str, publish_at: datetime | None) -> str:
    """Return the message after saving, by the visibility of the item."""
    sentences = {
        Visibility.PUBLISHED: _("Saved; readers still see the published version."),
        Visibility.SCHEDULED: _(
            "Saved; what is scheduled goes out at %(time)s without these changes."
        ),
        Visibility.EXPIRED: _("Saved; readers do not see the page, for its end has passed."),
    }
    time = exact_moment(publish_at) if publish_at else ""
    return sentences.get(Visibility(visibility), _("Saved.")) % {"time": time}


def went_out(action: str, languages: Collection[str]) -> str:
    """Return the message after publishing or scheduling; it names the language left out."""
    others = [code for code in LANGUAGE_INFO if code not in languages]
    names = {"languages": _names(languages)["languages"], "others": _names(others)["languages"]}
    if action == Action.PUBLISHED:
        partly = _("Published in %(languages)s, without %(others)s.")
        return partly % names if others else _("Published.")
    partly = _("Scheduled in %(languages)s, without %(others)s.")
    return partly % names if others else _("Scheduled.")


def announce_move(change: SaveRequest, otherwise: str) -> None:
    """Add a message about what was done, and send the e-mails."""
    request, item, action = change.request, change.item, change.action
    sentences = {
        Action.SUBMITTED: _("Submitted for review."),
        Action.TAKEN_BACK: _("Taken back: it no longer waits for review."),
        Action.RETURNED: _("Returned."),
        Action.TRANSLATED: _("Handed over: it waits for those who submit and publish."),
        Action.WITHDRAWN: _("Withdrawn: readers no longer see it."),
    }
    if action in (Action.PUBLISHED, Action.SCHEDULED):
        messages.success(request, went_out(action, change.went_out))
    else:
        messages.success(request, sentences.get(Action(action), otherwise))
    if action == Action.SUBMITTED:
        notices.tell_submitted(request, [item.obj])
        for sentence in translating.lacking(item):
            messages.info(request, sentence)
    elif action == Action.TRANSLATED:
        notices.tell_translated(request, item.obj)
    elif action == Action.RETURNED:
        notices.tell_returned(request, item.obj, *translating.returned_to(item))
