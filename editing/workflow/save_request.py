"""What one request for a form of the desk asks for, and what comes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from reversion.models import Version

from core.i18n import LANGUAGE_INFO
from core.models import Publishable
from editing import roles
from editing.base import DeskModelAdmin
from editing.models import Action, Kept, Stage
from editing.workflow.items import DISCARD, MOVES, NEVER, PUBLISH, RETURN, SUBMIT, Due, Item, Public

STAGES = {SUBMIT: Stage.REVIEW, RETURN: Stage.RETURNED}
ACTIONS = {SUBMIT: Action.SUBMITTED, RETURN: Action.RETURNED}


@dataclass(kw_only=True)
class FormRequest:
    """One request for the form of a new object."""

    admin: DeskModelAdmin
    request: HttpRequest
    # Django's own answer, which shows the form, or saves it and sets ``saved``.
    view: Callable[[HttpRequest], HttpResponse]
    saved: Any = None
    # What the form shows in place of what is saved, and the token under which that was typed.
    typed: QueryDict | None = None
    typed_token: str = ""
    # What else the person has typed and not saved.
    offers: Sequence[Kept] = ()


@dataclass
class PendingSave:
    """What was saved of an object that is published: it waits beside what readers see."""

    versions: list[Version] = field(default_factory=list)
    due: Due = NEVER
    # What is saved of the published object in any case.
    times: dict[str, datetime | None] = field(default_factory=dict)


@dataclass(kw_only=True)
class SaveRequest(FormRequest):
    """One request for the form of an object: what is asked for, and what was there before.

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
    # What readers had of the object before, and since or from when.
    visibility: str = Public.NOTHING
    publish_at: datetime | None = None
    # Where what was saved stands, and whether it waits.
    stage: str = ""
    pending: PendingSave | None = None

    @property
    def is_sent(self) -> bool:
        """Whether the form was sent, and is not only to be shown."""
        return self.request.method == "POST"

    @property
    def is_publishable(self) -> bool:
        """Whether the object goes the way from draft to readers."""
        return isinstance(self.item.obj, Publishable)

    @property
    def may_wait(self) -> bool:
        """Whether what is saved may have to wait beside what readers see."""
        return self.is_sent and self.is_publishable and self.item.is_out

    @property
    def languages(self) -> list[str]:
        """The languages that are to go out, where they have a text."""
        return [self.language] if self.language else list(LANGUAGE_INFO)

    def read_buttons(self) -> None:
        """Read the pressed button, and note what readers have of the object until now.

        Raises PermissionDenied for a move that is not the person's to make.
        """
        data = self.request.POST
        self.reason = _text(data, "_note")
        if not self.is_publishable:
            return
        self.visibility, self.publish_at = self.item.public, self.item.obj.publish_at
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
    """Return what the request for a form of the desk is known to ask for, if it is for a form."""
    return getattr(request, "change", None)


def save_request(request: HttpRequest) -> SaveRequest | None:
    """Return the same for the form of an object that is there."""
    change = form_request(request)
    return change if isinstance(change, SaveRequest) else None
