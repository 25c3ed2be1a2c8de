"""Fields of texts, which keep out the characters that no text needs, on every way in.

``formfield`` and ``clean`` serve forms, ``pre_save`` serves ``save`` and ``bulk_create``, and
``get_db_prep_save`` serves ``update`` and ``bulk_update``. Migrations see the fields of Django that
they stand for.
"""

from typing import Any

from django.db import models
from django.db.models.lookups import In

from core.characters import lines, one_line, part_of_address, without_invisible


class CleanedField:
    """A field whose texts are cleaned before they are checked and before they are stored."""

    def cleaned(self, value: Any) -> Any:
        """Return the text as it is stored; anything else as it is."""
        return one_line(value) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> Any:
        formfield = super().formfield(**kwargs)  # type: ignore[misc]
        if formfield is not None:
            # First of all: what is left out is not counted, and no reason to refuse a text; line
            # ends of a browser are no change.
            read = formfield.to_python
            formfield.to_python = lambda value: self.cleaned(read(value))
        return formfield

    def clean(self, value: Any, instance: Any) -> Any:
        return super().clean(self.cleaned(value), instance)  # type: ignore[misc]

    def pre_save(self, instance: Any, add: bool) -> Any:
        value = self.cleaned(super().pre_save(instance, add))  # type: ignore[misc]
        if isinstance(value, str):
            setattr(instance, self.attname, value)  # type: ignore[attr-defined]
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(self.cleaned(value), connection)  # type: ignore[misc]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, f"django.db.models.{type(self).__name__}", args, kwargs


class CharField(CleanedField, models.CharField):
    """A text of one line."""


class TextField(CleanedField, models.TextField):
    """A text of several lines."""

    def cleaned(self, value: Any) -> Any:
        return lines(value) if isinstance(value, str) else value


class URLField(CleanedField, models.URLField):
    """An address."""

    def cleaned(self, value: Any) -> Any:
        return without_invisible(value).strip() if isinstance(value, str) else value


class SlugField(CleanedField, models.SlugField):
    """A part of an address."""

    def cleaned(self, value: Any) -> Any:
        return part_of_address(value) if isinstance(value, str) else value


@models.IntegerField.register_lookup
class IntegerIn(In):
    """``in`` without the numbers that no column can hold; Django's ``exact`` knows them already."""

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        if self.rhs_is_direct_value():
            kind = self.lhs.output_field.get_internal_type()
            least, most = connection.ops.integer_field_range(kind)
            self.rhs = [
                each for each in self.rhs if not isinstance(each, int) or least <= each <= most
            ]
        return super().process_rhs(compiler, connection)
