"""What the buttons of a form ask for, whether it can be granted, and who is told."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.i18n import join_names
from core.models import Publishable, Status
from editing.checklist import checks
from editing.models import Action
from editing.queries.formats import exact_moment, named_language
from editing.workflow import notices
from editing.workflow.items import PUBLISH, RETURN, SUBMIT, WITHDRAW, Item, Public
from editing.workflow.save_request import SaveRequest

# Said of a move that somebody else, or the same button, has made before.
LATE = {
    SUBMIT: gettext_lazy("It was in review already."),
    RETURN: gettext_lazy("It is no longer in review, so it was not returned."),
    WITHDRAW: gettext_lazy("It was withdrawn already."),
}


def validate_move(change: SaveRequest) -> str:
    """Drop the move, and say in a message why, where it cannot be made: the text is saved then.

    Return why it cannot be published, if that was asked for.
    """
    item = change.item
    if change.move and not item.may(change.move):
        messages.warning(change.request, LATE[change.move])
        change.move = change.reason = ""
    if change.move == RETURN and not change.reason:
        messages.error(change.request, _("Not returned: say in a sentence why."))
        change.move = ""
    refused = refusal(item.obj, change.languages) if change.move == PUBLISH else ""
    if refused:
        messages.error(change.request, refused)
        change.move = ""
    return refused


def refusal(obj: Publishable, languages: Collection[str]) -> str:
    """Return why the item cannot go out at its ``publish_at`` in these languages, or "" if it can.

    One of them with some text but not all that a page needs is not left out without a word.
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
    """Return the languages whose page readers would lose if only these were published."""
    if obj.status != Status.PUBLISHED:
        return []
    begun = checks.languages_begun(obj)
    return [code for code in begun if code not in languages and not obj.is_held_back(code)]


def saved(public: str, publish_at: datetime | None) -> str:
    """Return how to say that a text was saved, by what readers have of its item."""
    sentences = {
        Public.PUBLISHED: _("Saved; readers still see the published version."),
        Public.SCHEDULED: _("Saved; what is scheduled goes out at %(time)s without these changes."),
        Public.EXPIRED: _("Saved; readers do not see the page, for its end has passed."),
    }
    time = exact_moment(publish_at) if publish_at else ""
    return sentences.get(Public(public), _("Saved.")) % {"time": time}


def tell(request: HttpRequest, item: Item, action: str, otherwise: str) -> None:
    """Say in a message what was done, and write to whom it concerns."""
    sentences = {
        Action.SUBMITTED: _("Submitted for review."),
        Action.RETURNED: _("Returned."),
        Action.PUBLISHED: _("Published."),
        Action.SCHEDULED: _("Scheduled."),
        Action.WITHDRAWN: _("Withdrawn: readers no longer see it."),
    }
    messages.success(request, sentences.get(Action(action), otherwise))
    if action == Action.SUBMITTED:
        notices.tell_submitted(request, [item.obj])
    elif action == Action.RETURNED:
        notices.tell_returned(request, item.obj, item.docket.author, item.docket.reason)
