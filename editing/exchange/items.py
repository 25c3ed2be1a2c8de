"""Items that are exchanged: which of their fields a person may translate, and where they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.sites import AdminSite
from django.contrib.admin.utils import flatten, flatten_fieldsets, quote
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from editing import roles
from editing.base import DeskModelAdmin
from editing.exchange.fields import ExchangedField, other
from editing.queries.formats import named_language
from editing.translation.states import state_of
from editing.workflow.items import Item
from editing.workflow.locking import read_item
from editing.workflow.permissions import of_language
from editing.workflow.translating import texts_now


@dataclass(frozen=True)
class Found:
    """An item that a file names, with the fields that a person may translate in it."""

    admin: Any
    item: Item
    fields: list[ExchangedField]

    @property
    def name(self) -> str:
        """The title of the item."""
        return str(self.item.obj)

    @property
    def url(self) -> str:
        """The address of its form."""
        return self.admin.page_url("change", quote(self.item.obj.pk))


def find(site: AdminSite, request: HttpRequest, key: str, language: str) -> Found:
    """Return the item of a key. Raises LookupError with a sentence if a person has none."""
    label, _dot, pk = key.rpartition(".")
    try:
        model: Any = apps.get_model(label)
        admin: Any = site.get_model_admin(model)
        item = read_item(model, model._meta.pk.to_python(pk), request.user)
    except (LookupError, ValueError, NotRegistered, ValidationError) as error:
        raise LookupError(_("this site has no such item")) from error
    if item is None:
        raise LookupError(_("the item has been deleted"))
    may_change = admin.has_change_permission(request, item.obj)
    if not may_change or roles.only_language(request.user) not in (None, language):
        names = {"language": named_language(language)}
        raise LookupError(_("your account may not write %(language)s here") % names)
    return Found(admin, item, fields_of(admin, request, item, language))


def fields_of(
    admin: DeskModelAdmin, request: HttpRequest, item: Item, language: str
) -> list[ExchangedField]:
    """Return the fields that a person may translate into a language and that have a source."""
    order = {
        (model, name): place
        for place, (model, name) in enumerate(_writable(admin, request, item.obj, language))
    }
    numbers: dict[tuple[type[models.Model], str], int] = {}
    found = []
    for texts in texts_now(item):
        is_own = texts.model is type(item.obj)
        row = (texts.model, texts.pk)
        if row not in numbers:
            numbers[row] = 1 + sum(model is texts.model for model, _pk in numbers)
        if (texts.model, texts.name) in order and texts.texts[other(language)]:
            state = state_of(item.translation, texts, language)
            key = f"{item.obj._meta.label_lower}.{item.obj.pk}"
            found.append(ExchangedField(key, texts, language, is_own, numbers[row], state))
    models_in_order = list(dict.fromkeys(model for model, _name in order))
    return sorted(
        found,
        key=lambda each: (
            models_in_order.index(each.texts.model),
            each.place,
            order[each.texts.model, each.texts.name],
        ),
    )


def _writable(
    admin: Any, request: HttpRequest, obj: models.Model, language: str
) -> Iterator[tuple[type[models.Model], str]]:
    """Yield the texts of a language that a person may change in the form of an item."""
    if not admin.has_change_permission(request, obj):
        return
    forms = [(admin.model, admin, flatten_fieldsets(admin.get_fieldsets(request, obj)))]
    forms += [
        (inline.model, inline, flatten(inline.get_fields(request, obj)))
        for inline in admin.get_inline_instances(request, obj)
        if inline.has_change_permission(request, obj)
    ]
    for model, form, names in forms:
        fixed = form.get_readonly_fields(request, obj)
        free = of_language(model, [name for name in names if name not in fixed], language)
        for name in names:
            if name in free:
                yield model, model._meta.get_field(name).translated_field.name


def page_of(obj: Any, language: str) -> str:
    """Return the address of the page that readers see in a language, "" if there is none."""
    is_seen = getattr(obj, "is_public", False) and language in getattr(obj, "languages", ())
    if not is_seen or not hasattr(obj, "get_absolute_url"):
        return ""
    with translation.override(language):
        return f"{settings.PUBLIC_URL}{obj.get_absolute_url()}"
