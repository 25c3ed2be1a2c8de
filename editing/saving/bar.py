"""The bar of a form: the next step, and what each button that publishes would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO
from editing.queries.formats import named_language
from editing.workflow.items import DONE, PUBLISH, SUBMIT, Visibility
from editing.workflow.publishing import lost_by
from editing.workflow.save_request import SaveRequest


@dataclass(frozen=True)
class PublishButton:
    """A button that publishes in one language, or in each that is complete."""

    language: str
    # What it does at once, and what if the time in the form is one to come.
    now: str
    later: str
    is_later: bool

    @property
    def words(self) -> str:
        """What it would do as the form is now."""
        return self.later if self.is_later else self.now


def publish_buttons(change: SaveRequest, findings: Iterable[Any]) -> list[PublishButton]:
    """Return the button for all languages, or for those that have no errors if others have."""
    obj = change.item.obj
    if not change.item.may(PUBLISH):
        return []
    stopped = {finding.language for finding in findings if finding.is_error}
    complete = [code for code in LANGUAGE_INFO if obj.has_text_in(code)]
    if not stopped:
        return [_button(change, "", complete)]
    free = [code for code in complete if code not in stopped and not lost_by(obj, [code])]
    return [_button(change, code, [code]) for code in free]


def _button(change: SaveRequest, language: str, languages: list[str]) -> PublishButton:
    obj = change.item.obj
    is_out = change.visibility == Visibility.PUBLISHED
    is_update = is_out and all(code in change.public_languages for code in languages)
    if len(languages) == 1:
        name = {"language": named_language(languages[0])}
        update, publish = _("Update %(language)s"), _("Publish %(language)s")
        now, later = (update if is_update else publish) % name, _("Schedule %(language)s") % name
    else:
        now, later = _("Update") if is_update else _("Publish"), _("Schedule")
    is_later = obj.publish_at is not None and obj.publish_at > timezone.now()
    return PublishButton(language, now, later, is_later)


def next_step(moves: Iterable[str], buttons: list[PublishButton]) -> str:
    """Return the move of the filled button; "" means to save."""
    if buttons:
        return PUBLISH
    return next((move for move in (SUBMIT, DONE) if move in moves), "")
