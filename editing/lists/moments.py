"""Times in lists, as the desk says them everywhere."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from editing.queries.formats import moment


class MomentsMixin(admin.ModelAdmin):
    """Shows the times of a list in the words of the desk."""

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Put a column in the place of each time."""
        times = {
            each.name: each for each in self.opts.fields if isinstance(each, models.DateTimeField)
        }
        names = super().get_list_display(request)
        return [column_of(times[name]) if name in times else name for name in names]


def column_of(field: models.DateTimeField) -> Callable[[Any], str]:
    """Return the column of a list with the times of a field."""

    @admin.display(description=field.verbose_name, ordering=field.name)
    def column(obj: Any) -> str:
        return moment(getattr(obj, field.name))

    return column
