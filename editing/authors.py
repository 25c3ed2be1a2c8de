"""Who changed an item, as the admin's own log knows it, and who may publish."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast

from core.models import Publishable


def _entries(model: type[Publishable]) -> QuerySet:
    kind = ContentType.objects.get_for_model(model)
    key = Cast(OuterRef("pk"), CharField())
    return LogEntry.objects.filter(content_type=kind, object_id=key)


def changed_by(model: type[Publishable], user: Any) -> Q:
    """Return what to filter for, to find the items of a kind that the person has worked on."""
    return Q(Exists(_entries(model).filter(user=user)))


def last_author(model: type[Publishable]) -> Subquery:
    """Return the user name of whoever changed an item last."""
    name = get_user_model().USERNAME_FIELD
    return Subquery(_entries(model).order_by("-action_time").values(f"user__{name}")[:1])


def may_publish(model: type[Publishable], user: AbstractBaseUser) -> bool:
    """Whether the person decides what of this kind goes out."""
    return user.has_perm(f"{model._meta.app_label}.publish_{model._meta.model_name}")  # type: ignore[attr-defined]
