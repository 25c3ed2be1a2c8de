"""Versions: what an item, its rows and its relations were after each save.

django-reversion keeps them. This module decides what is kept (both languages, all rows of the
form, relations; not the bare columns, which only repeat one of the languages), gives each version
its line in the activity, and puts a version back.
"""

from collections.abc import Iterable
from typing import Any

import reversion
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField
from reversion.models import Revision, Version

from editing.models import Action, Activity, Docket

# The rows that belong to an item of a kind, by the name of the relation.
_followed: dict[type[models.Model], tuple[str, ...]] = {}


def keep(model: type[models.Model], rows: Iterable[str] = ()) -> None:
    """Keep versions of a model together with the rows of these relations.

    A model may come first as the row of another and later with rows of its own.
    """
    names = {*_followed.get(model, ()), *rows}
    _followed[model] = tuple(sorted(names))
    if reversion.is_registered(model):
        reversion.unregister(model)
    fields = [each for each in model._meta.local_fields if not is_bare(each)]
    names_kept = [each.name for each in (*fields, *model._meta.local_many_to_many)]
    reversion.register(model, fields=names_kept, follow=_followed[model])


def is_bare(field: Any) -> bool:
    """Whether the column only repeats one of the columns that belong to a language."""
    siblings = field.model._meta.local_fields
    return any(
        isinstance(each, TranslationField) and each.translated_field.name == field.name
        for each in siblings
    )


def rows_of(model: type[models.Model]) -> tuple[str, ...]:
    """Return the names of the relations whose rows belong to an item of this kind."""
    return _followed.get(model, ())


def each_row(obj: models.Model) -> Iterable[models.Model]:
    """Yield the rows that belong to an item, and the rows of those rows."""
    for name in rows_of(type(obj)):
        for row in getattr(obj, name).all():
            yield row
            yield from each_row(row)


def title_of(obj: models.Model) -> str:
    """Return the item's name as the activity remembers it."""
    return str(obj)[:250]


def note(obj: models.Model, user: Any, action: str, reason: str = "", **more: Any) -> Activity:
    """Write a line of the activity that has no version: nothing of the content changed."""
    return Activity.objects.create(**_line(obj, user, action, reason), **more)


def record(obj: models.Model, user: Any, action: str, reason: str = "", **more: Any) -> Activity:
    """Keep the item as the database has it now as a version, with its line in the activity.

    ``user`` is None for what no person did. One call for each item: a version is put back whole.
    The docket gets a new token.
    """
    fresh = type(obj)._base_manager.get(pk=obj.pk)
    line = _line(fresh, user, action, reason) | more
    with reversion.create_revision():
        reversion.set_user(user)
        reversion.set_comment(reason)
        reversion.add_to_revision(fresh)
        reversion.add_meta(Activity, **line)
    activity = Activity.objects.of(fresh).filter(revision__isnull=False).latest("pk")
    docket = Docket.objects.get_for(fresh)
    Docket.objects.filter(pk=docket.pk).update(edit_token=activity.token)
    return activity


def record_first(obj: models.Model) -> None:
    """Keep a version of an item that has none, so that its first change destroys nothing."""
    if not Activity.objects.of(obj).filter(revision__isnull=False).exists():
        record(obj, None, Action.FOUND)


def copy(versions: Iterable[Version], user: Any, reason: str) -> Revision:
    """Store versions, of a transaction that was undone or of an older revision, as a new one."""
    made = Revision.objects.create(date_created=timezone.now(), user=user, comment=reason)
    fields = [each for each in Version._meta.concrete_fields if each.name not in ("id", "revision")]
    Version.objects.bulk_create(
        Version(revision=made, **{each.attname: getattr(version, each.attname) for each in fields})
        for version in versions
    )
    return made


def version_in(revision: Revision, obj: models.Model) -> Version | None:
    """Return the version of the item itself among those of a revision."""
    kind = ContentType.objects.get_for_model(obj)
    return revision.version_set.filter(content_type=kind, object_id=str(obj.pk)).first()


def put_back(revision: Revision, stay: Iterable[str] = (), obj: models.Model | None = None) -> None:
    """Make the database say what it said at that revision, rows and relations included.

    The fields named in ``stay`` keep what the living item ``obj`` has. Raises ValidationError if
    the version refers to something that is gone.
    """
    check_references(revision)
    kept = {name: getattr(obj, name) for name in stay}
    # In the site's default language, by which the bare columns are filled.
    with translation.override(settings.LANGUAGE_CODE):
        revision.revert(delete=True)
        if obj is not None and kept:
            type(obj)._base_manager.filter(pk=obj.pk).update(**kept)


def check_references(revision: Revision) -> None:
    """Raise ValidationError if the versions point to a row that neither they nor the base have."""
    versions = list(revision.version_set.select_related("content_type"))
    own = {(version.content_type.model_class(), version.object_id) for version in versions}
    wanted: dict[Any, dict[str, str]] = {}
    for version in versions:
        model = version.content_type.model_class()
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
            if not field.is_relation:
                continue
            value = version.field_dict.get(field.attname)
            for key in value if isinstance(value, list) else [value]:
                if key is not None and (field.related_model, str(key)) not in own:
                    wanted.setdefault(field.related_model, {})[str(key)] = field.verbose_name
    for model, keys in wanted.items():
        there = set(map(str, model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)))
        for key, name in keys.items():
            if key not in there:
                raise ValidationError(
                    _("This version refers to something that has been deleted: %(field)s."),
                    params={"field": name},
                )


def _line(obj: models.Model, user: Any, action: str, reason: str) -> dict[str, Any]:
    kind = ContentType.objects.get_for_model(obj)
    return {
        "content_type": kind,
        "object_id": obj.pk,
        "title": title_of(obj),
        "user": user if user is None or user.is_authenticated else None,
        "action": action,
        "reason": reason,
    }


def of(obj: models.Model) -> models.QuerySet[Activity]:
    """Return the versions of an item, each as its line in the activity, the newest first."""
    return Activity.objects.of(obj).filter(revision__isnull=False)
