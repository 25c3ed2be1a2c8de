"""The way of an item to its readers: draft, in review, published; and who may move it.

An item that is published, or is going to be at its time, is *out*: from then on changes to it wait
as pending changes (``editing.pending``) and go the same way, while readers see the item as it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO
from core.models import Publishable, Status, held_back_without
from editing import roles
from editing.models import Action, Activity, Docket, Stage
from editing.versions import parents, revisions

SUBMIT, RETURN, PUBLISH, WITHDRAW, DISCARD = "submit", "return", "publish", "withdraw", "discard"
MOVES = {
    SUBMIT: roles.SUBMIT,
    RETURN: roles.RETURN,
    PUBLISH: roles.PUBLISH,
    WITHDRAW: roles.WITHDRAW,
}


@dataclass(frozen=True)
class Due:
    """When pending changes go out by themselves, and in which languages; None: they do not."""

    at: datetime | None = None
    languages: Sequence[str] = tuple(LANGUAGE_INFO)


NEVER = Due()


class Public(models.TextChoices):
    """What readers have of an item that is out."""

    NOTHING = ""
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    EXPIRED = "expired"


@dataclass
class Item:
    """An object, its workflow state and the user who acts on it (None for scheduled publishing).

    It comes from ``lock_item`` where something is to be changed, else from ``read_item``.
    """

    obj: Publishable
    docket: Docket
    user: Any
    # Why its pending changes cannot be shown, if they cannot.
    fault: str = ""

    @property
    def is_out(self) -> bool:
        """Whether it is published or will be without anyone doing more."""
        return self.obj.status == Status.PUBLISHED

    @property
    def public(self) -> str:
        """What readers have of it now."""
        if not self.is_out:
            return Public.NOTHING
        if self.obj.is_public:
            return Public.PUBLISHED
        is_past = self.obj.expire_at and self.obj.expire_at <= timezone.now()
        return Public.EXPIRED if is_past else Public.SCHEDULED

    @property
    def stage(self) -> str:
        """Where the work that readers do not see stands; "" where there is none."""
        if self.is_out:
            return self.docket.stage if self.docket.pending_id else ""
        if self.obj.status == Status.REVIEW:
            return Stage.REVIEW
        return Stage.RETURNED if self.docket.stage == Stage.RETURNED else Stage.DRAFT

    def may(self, move: str) -> bool:
        """Whether the person may make this move, and the item is where the move begins."""
        stage = self.stage
        if move == DISCARD:
            own = self.docket.author_id == self.user.pk and roles.may(self.user, roles.WRITE)
            return bool(self.docket.pending_id) and (own or roles.may(self.user, roles.RETURN))
        begins = {
            # Changes to what is out become pending with the very save that submits them.
            SUBMIT: stage != Stage.REVIEW,
            RETURN: stage == Stage.REVIEW,
            PUBLISH: True,
            WITHDRAW: self.is_out,
        }
        return begins[move] and roles.may(self.user, MOVES[move])

    def require(self, move: str) -> None:
        """Raise PermissionDenied unless the person may make this move now."""
        if not self.may(move):
            raise PermissionDenied

    def move(self, stage: str, reason: str = "") -> None:
        """Put the unpublished work at a stage, and say who did and why."""
        docket = self.docket
        stays_returned = stage == docket.stage == Stage.RETURNED
        is_submitted = stage == Stage.REVIEW and self.stage != Stage.REVIEW
        # Who mends or translates what another began does not take it over.
        if self.user is not None and (is_submitted or docket.author_id is None):
            docket.author = self.user
        docket.stage = stage
        # While a returned text is mended, and until it is decided on again, the reason stands.
        if not stays_returned:
            docket.moved_by, docket.moved_at = self.user, timezone.now()
            docket.reason = reason or (docket.reason if stage == Stage.REVIEW else "")
        docket.save()
        if not self.is_out:
            status = Status.REVIEW if stage == Stage.REVIEW else Status.DRAFT
            self.save_publication(status=status)

    def work(self, stage: str, action: str, reason: str = "") -> None:
        """Put the unpublished work at a stage as the outcome of an act, and keep its version.

        What waits beside a published text has its version already.
        """
        self.move(stage, reason)
        if self.is_out:
            revisions.note(self.obj, self.user, action, reason)
        else:
            self.record(action, reason)

    def record(self, action: str, reason: str = "") -> Activity:
        """Keep the object as the database has it as a version; the state gets its token."""
        activity = revisions.record(self.obj, self.user, action, reason)
        self.docket.edit_token = activity.token
        return activity

    def publish(self, languages: Iterable[str], reason: str = "") -> str:
        """Let it out in these languages, at once or at its ``publish_at``; return which it was."""
        self.drop_pending()
        held_back = held_back_without(languages)
        at = self.obj.publish_at
        self.save_publication(status=Status.PUBLISHED, held_back=held_back, publish_at=at)
        action = Action.SCHEDULED if at and at > timezone.now() else Action.PUBLISHED
        self.record(action, reason)
        return action

    def withdraw(self, reason: str = "") -> str:
        """Take it from the readers; it is a draft again, and its times are gone."""
        self.save_publication(status=Status.DRAFT, publish_at=None, expire_at=None)
        self.drop_pending()
        self.move(Stage.DRAFT)
        self.record(Action.WITHDRAWN, reason)
        return Action.WITHDRAWN

    def drop_pending(self) -> None:
        """Nothing waits any more: it was published, or is not wanted."""
        docket = self.docket
        docket.pending = docket.pending_due = None
        docket.stage = docket.reason = docket.fault = docket.pending_held_back = ""
        docket.moved_by, docket.moved_at = self.user, timezone.now()
        docket.save()

    def save_publication(self, **values: Any) -> None:
        """Save what readers have of it: its status, its times, its languages."""
        for name, value in values.items():
            setattr(self.obj, name, value)
        # save(), not update(): whoever watches saves must learn of it.
        self.obj.save(update_fields=[*values, "updated_at"])


def lock_item(model: type[models.Model], pk: Any, user: Any) -> Item | None:
    """Lock the workflow state of an object, then read the object; return None if it is gone.

    Everybody else who locks it waits until this transaction ends. The objects of which it is a row
    are locked before it, in one order for everybody. What it is before its first change is kept as
    a version.
    """
    rows = revisions.with_relations(model).filter(pk=pk)
    found = rows.first()
    if found is None:
        _states(model, pk).delete()
        return None
    for parent in parents.of(found):
        _lock_state(type(parent), parent.pk)
    state = _lock_state(model, pk)
    obj = rows.first()
    if state is None or obj is None:
        _states(model, pk).delete()
        return None
    revisions.record_first(obj, state.edit_token)
    return Item(obj, state, user)


def read_item(model: type[models.Model], pk: Any, user: Any) -> Item | None:
    """Read the workflow state of an object, then the object; return None if it is gone.

    In this order a form that is loaded during a save has the older token, and is found out when it
    is sent. Nothing is written: an object that was never saved on the desk gets a state in memory.
    """
    state = _states(model, pk).select_related("pending").first()
    obj = revisions.with_relations(model).filter(pk=pk).first()
    if obj is None:
        return None
    kind = ContentType.objects.get_for_model(model)
    return Item(obj, state or Docket(content_type=kind, object_id=pk), user)


def _states(model: type[models.Model], pk: Any) -> models.QuerySet[Docket]:
    kind = ContentType.objects.get_for_model(model)
    return Docket.objects.filter(content_type=kind, object_id=pk)


def _lock_state(model: type[models.Model], pk: Any) -> Docket | None:
    """Lock a state, which is made if it is missing; None if it was deleted while this waited."""
    kind = ContentType.objects.get_for_model(model)
    Docket.objects.get_or_create(content_type=kind, object_id=pk)
    # Without its revision: what is joined to a row is as it was before the wait for the row.
    return _states(model, pk).select_for_update().first()


def lock_without_pending(objs: Iterable[models.Model]) -> None:
    """Lock these objects. Raises ValidationError while changes to one of them are pending."""
    for obj in objs:
        lock_item(type(obj), obj.pk, None)
    if words := pending_words(objs):
        raise ValidationError(words)


def pending_words(objs: Iterable[models.Model]) -> list[str]:
    """Return a sentence for each of these objects that has pending changes."""
    words = _(
        "“%(item)s” has changes that wait to be published and would undo this: publish or discard"
        " them first."
    )
    items = (read_item(type(obj), obj.pk, None) for obj in objs)
    return [words % {"item": item.obj} for item in items if item and item.docket.pending_id]
