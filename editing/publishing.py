"""What the buttons of a form ask for, whether it can be granted, and who is told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.i18n import LANGUAGE_INFO, join_names
from core.models import Publishable, Status
from editing import checklist, notices
from editing.items import item_url
from editing.models import Action, Stage
from editing.templatetags.desk import exact_moment, named_language
from editing.workflow import MOVES, PUBLISH, RETURN, SUBMIT, WITHDRAW, Item, Public

STAGES = {SUBMIT: Stage.REVIEW, RETURN: Stage.RETURNED}
ACTIONS = {SUBMIT: Action.SUBMITTED, RETURN: Action.RETURNED}
# Said of a move that somebody else, or the same button, has made before.
LATE = {
    SUBMIT: gettext_lazy("It was in review already."),
    RETURN: gettext_lazy("It is no longer in review, so it was not returned."),
    WITHDRAW: gettext_lazy("It was withdrawn already."),
}


@dataclass
class Wish:
    """The move that a button stands for; "" means to save and nothing else."""

    move: str = ""
    reason: str = ""
    # The one language to publish; "" means every language that has a text.
    language: str = ""
    # The language in which to show the page that this would make, and to save nothing.
    preview: str = ""

    @classmethod
    def of(cls, data: Any) -> "Wish":
        """Read the pressed button and the reason from a form's data."""
        move = next((each for each in MOVES if f"_{each}" in data), "")
        # A return says why in its own box; any other change may be given a note.
        reason = data.get("_reason" if move == RETURN else "_note", "").replace("\x00", "").strip()
        language, preview = (
            value if (value := data.get(f"_{name}", "")) in LANGUAGE_INFO else ""
            for name in (PUBLISH, "preview")
        )
        return cls("" if preview else move, reason, language, preview)

    @property
    def languages(self) -> list[str]:
        """The languages that are to go out, where they have a text."""
        return [self.language] if self.language else list(LANGUAGE_INFO)

    @property
    def stage(self) -> str:
        """Where the text stands afterwards; "" where it stays."""
        return STAGES.get(self.move, "")

    @property
    def action(self) -> str:
        """The word for it in the activity; "" for a mere save."""
        return ACTIONS.get(self.move, "")


def grant(request: HttpRequest, item: Item, wish: Wish) -> str:
    """Take out of the wish, and say in a message, what cannot be granted: the text is saved then.

    Return why it cannot be published, if that was asked for.
    """
    obj = item.obj
    if wish.move and not item.may(wish.move):
        messages.warning(request, LATE[wish.move])
        wish.move = wish.reason = ""
    if wish.move == RETURN and not wish.reason:
        messages.error(request, _("Not returned: say in a sentence why."))
        wish.move = ""
    refused = refusal(obj, wish.languages) if wish.move == PUBLISH else ""
    if refused:
        messages.error(request, refused)
        wish.move = ""
    return refused


def refusal(obj: Publishable, languages: Collection[str]) -> str:
    """Return why the item cannot go out at its ``publish_at`` in these languages, or "" if it can.

    One of them with some text but not all that a page needs is not left out without a word.
    """
    if obj.expire_at and obj.expire_at <= max(timezone.now(), obj.publish_at or timezone.now()):
        return _("Not published: its end has passed. Change or clear “expire at” first.")
    begun = checklist.languages_begun(obj)
    stopped = checklist.stopped_languages(obj, [code for code in begun if code in languages])
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
    begun = checklist.languages_begun(obj)
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
    url = request.build_absolute_uri(item_url(type(item.obj), "change", item.obj.pk))
    if action == Action.SUBMITTED:
        notices.tell_submitted(item.obj, item.user, url)
    elif action == Action.RETURNED:
        notices.tell_returned(item.obj, item.docket.author, item.docket.reason, url)
