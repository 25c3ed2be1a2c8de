"""Base of the rows that the desk keeps about an item."""

from typing import Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemQuerySet(models.QuerySet):
    """Rows that belong to an item of any kind."""

    def of(self, obj: models.Model) -> Self:
        """Return the rows of one item."""
        return self.of_key(type(obj), obj.pk)

    def of_key(self, model: type[models.Model], key: Any) -> Self:
        """Return the rows of the item of a key, or of the items of an outer query."""
        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id=key)


class ItemRow(models.Model):
    """A row about an item of any model with an integer primary key."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind"))
    object_id = models.BigIntegerField()
    item = GenericForeignKey()

    objects = ItemQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.content_type} {self.object_id}"
