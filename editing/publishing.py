"""What the buttons of a form ask for, whether it can be granted, and who is told."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO
from core.models import Publishable, Status
from editing import checklist, notices
from editing.items import item_url
from editing.models import Action, Stage
from editing.workflow import MOVES, PUBLISH, RETURN, SUBMIT, Item

STAGES = {SUBMIT: Stage.REVIEW, RETURN: Stage.RETURNED}
ACTIONS = {SUBMIT: Action.SUBMITTED, RETURN: Action.RETURNED}


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
        reason = data.get("_reason", "").strip()
        language, preview = (
            value if (value := data.get(f"_{name}", "")) in LANGUAGE_INFO else ""
            for name in (PUBLISH, "preview")
        )
        return cls("" if preview else move, reason, language, preview)

    @property
    def stage(self) -> str:
        """Where the text stands afterwards; "" where it stays."""
        return STAGES.get(self.move, "")

    @property
    def action(self) -> str:
        """The word for it in the activity; "" for a mere save."""
        return ACTIONS.get(self.move, "")


def grant(request: HttpRequest, obj: Publishable, wish: Wish) -> list[str]:
    """Return the languages in which the item may go out, all that have a text unless one is named.

    What cannot be granted is taken out of the wish and said in a message: the text is saved in any
    case.
    """
    languages = [code for code, _name in settings.LANGUAGES if obj.has_text_in(code)]
    if wish.move == RETURN and not wish.reason:
        messages.error(request, _("Not returned: say in a sentence why."))
        wish.move = ""
    if wish.move != PUBLISH:
        return languages
    languages = [code for code in languages if wish.language in ("", code)]
    refused = refusal(obj, languages, wish.language)
    if refused:
        messages.error(request, refused)
        wish.move = ""
    return languages


def refusal(obj: Publishable, languages: list[str], only: str = "") -> str:
    """Return why the item cannot go out in these languages, or "" if it can.

    A language with some text but not all that a page needs is meant to go out as well, unless
    ``only`` names another: it is not left out without a word.
    """
    begun = [only] if only else checklist.languages_begun(obj)
    stopped = checklist.stopped_languages(obj, [*languages, *begun])
    if stopped:
        names = ", ".join(LANGUAGE_INFO[code].short_name for code in stopped)
        return _("Not published: the checklist has errors in %(languages)s.") % {"languages": names}
    if not languages:
        return _("Not published: there is no language in which it is complete.")
    lost = ", ".join(LANGUAGE_INFO[code].short_name for code in lost_by(obj, only))
    if lost:
        return _("Not published: readers would lose the page in %(languages)s.") % {
            "languages": lost
        }
    return ""


def lost_by(obj: Publishable, only: str) -> list[str]:
    """Return the languages whose page readers would lose if ``only`` were published alone."""
    if not only or obj.status != Status.PUBLISHED:
        return []
    begun = checklist.languages_begun(obj)
    return [code for code in begun if code != only and not obj.is_held_back(code)]


def published_as(obj: Publishable) -> str:
    """Return whether publishing the item now puts it out or schedules it."""
    is_later = obj.publish_at is not None and obj.publish_at > timezone.now()
    return Action.SCHEDULED if is_later else Action.PUBLISHED


def tell(request: HttpRequest, item: Item, action: str) -> None:
    """Say in a message what was done, and write to whom it concerns."""
    sentences = {
        Action.SUBMITTED: _("Submitted for review."),
        Action.RETURNED: _("Returned."),
        Action.PUBLISHED: _("Published."),
        Action.SCHEDULED: _("Scheduled."),
        Action.WITHDRAWN: _("Withdrawn: readers no longer see it."),
    }
    saved = _("Saved; readers still see the published version.") if item.is_out else _("Saved.")
    messages.success(request, sentences.get(Action(action), saved))
    url = request.build_absolute_uri(item_url(type(item.obj), "change", item.obj.pk))
    if action == Action.SUBMITTED:
        notices.tell_submitted(item.obj, item.user, url)
    elif action == Action.RETURNED:
        notices.tell_returned(item.obj, item.docket.author, item.docket.reason, url)
