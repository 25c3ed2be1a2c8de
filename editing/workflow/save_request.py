"""What a request for a form of the desk asks for, and its outcome."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from reversion.models import Version

from core.i18n import LANGUAGE_INFO
from core.models import Publishable, held_back_without
from editing import roles
from editing.base import DeskModelAdmin
from editing.models import Action, Autosave, Stage
from editing.workflow.items import (
    DISCARD,
    DONE,
    MOVES,
    PUBLISH,
    RETURN,
    SUBMIT,
    TAKE_BACK,
    UNSCHEDULED,
    Item,
    Schedule,
    Visibility,
)

STAGES = {SUBMIT: Stage.REVIEW, TAKE_BACK: Stage.DRAFT, RETURN: Stage.RETURNED}
ACTIONS = {
    SUBMIT: Action.SUBMITTED,
    TAKE_BACK: Action.TAKEN_BACK,
    RETURN: Action.RETURNED,
    DONE: Action.TRANSLATED,
}


@dataclass(kw_only=True)
class FormRequest:
    """One request for the form of a new object."""

    admin: DeskModelAdmin
    request: HttpRequest
    # Django's own answer, which shows the form, or saves it and sets ``saved``.
    view: Callable[[HttpRequest], HttpResponse]
    saved: Any = None
    # The autosaved data that the form shows, and the token under which it was typed.
    typed: QueryDict | None = None
    typed_token: str = ""
    # The other autosaves of the user.
    offers: Sequence[Autosave] = ()


@dataclass
class PendingSave:
    """What was saved of a published object and becomes its pending changes."""

    versions: list[Version] = field(default_factory=list)
    schedule: Schedule = UNSCHEDULED
    # What is saved of the published object in any case.
    times: dict[str, datetime | None] = field(default_factory=dict)


@dataclass(kw_only=True)
class SaveRequest(FormRequest):
    """One request for the form of an object: what it asks for, and the state before it.

    ``item`` is locked if the form was sent.
    """

    item: Item
    action: str = Action.CHANGED
    # What the pressed button stands for; "" means to save and nothing else.
    move: str = ""
    reason: str = ""
    # The one language to publish; "" means every language that has a text.
    language: str = ""
    # The language in which to show the page that this would make, and to save nothing.
    preview: str = ""
    # Visibility and publication time of the object before the form changes it.
    visibility: str = Visibility.NOTHING
    publish_at: datetime | None = None
    # The languages in which readers have the page, and those that are held back, before that.
    public_languages: Sequence[str] = ()
    held_back: str = ""
    # Whether what was sent says anything else than what was saved.
    has_changes: bool = True
    # Whether there is nothing to save, and nothing else to do.
    is_unchanged: bool = False
    # Whether it is returned to the translator who handed it over, and not to the author.
    is_to_translator: bool = False
    # The stage after the save, and the pending changes if it has to wait.
    stage: str = ""
    pending: PendingSave | None = None
    # Why it was not published.
    refused: str = ""
    # The languages that were published or scheduled.
    went_out: Sequence[str] = ()

    @property
    def is_sent(self) -> bool:
        """Whether the form was sent."""
        return self.request.method == "POST"

    @property
    def is_publishable(self) -> bool:
        """Whether the object has the workflow of a publishable one."""
        return isinstance(self.item.obj, Publishable)

    @property
    def may_wait(self) -> bool:
        """Whether the save becomes pending changes unless it publishes."""
        return self.is_sent and self.is_publishable and self.item.is_released

    @property
    def lacks_reason(self) -> bool:
        """Whether it would be returned without a word why."""
        return self.move == RETURN and not self.reason and self.item.may(RETURN)

    @property
    def changes_nothing(self) -> bool:
        """Whether there is nothing to save: no text was changed, and no move makes a difference."""
        state = self.item.workflow_state
        if self.has_changes or self.item.fault:
            return False
        if not self.move:
            return True
        if self.move == PUBLISH:
            is_same = self.held_back == held_back_without(self.languages)
            is_out = self.visibility in (Visibility.PUBLISHED, Visibility.SCHEDULED)
            return is_same and is_out and not state.pending_id
        return self.may_wait and not state.pending_id and self.move in (SUBMIT, DONE)

    @property
    def languages(self) -> list[str]:
        """The languages to publish, if they have a text."""
        return [self.language] if self.language else list(LANGUAGE_INFO)

    def read_buttons(self) -> None:
        """Read the pressed button, and remember the visibility before the save.

        Raises PermissionDenied if the user may not make the move.
        """
        data = self.request.POST
        self.reason = _text(data, "_note")
        if not self.is_publishable:
            return
        self.visibility, self.publish_at = self.item.visibility, self.item.obj.publish_at
        self.held_back = self.item.obj.held_back
        if self.visibility == Visibility.PUBLISHED:
            self.public_languages = self.item.obj.languages
        if (preview := data.get("_preview", "")) in LANGUAGE_INFO:
            self.preview = preview
            return
        self.move = next((each for each in (DISCARD, *MOVES) if f"_{each}" in data), "")
        if self.move in MOVES and not roles.may(self.request.user, MOVES[self.move]):
            raise PermissionDenied
        if self.move == RETURN:
            # A return says why in its own box; any other change may be given a note.
            self.reason = _text(data, "_reason")
        language = data.get(f"_{PUBLISH}", "")
        self.language = language if language in LANGUAGE_INFO else ""


def _text(data: QueryDict, name: str) -> str:
    return data.get(name, "").replace("\x00", "").strip()


def form_request(request: HttpRequest) -> FormRequest | None:
    """Return the ``FormRequest`` of a request, None if it is not for a form."""
    return getattr(request, "change", None)


def save_request(request: HttpRequest) -> SaveRequest | None:
    """Return the ``SaveRequest`` of a request, None if it is not for an existing object."""
    change = form_request(request)
    return change if isinstance(change, SaveRequest) else None
