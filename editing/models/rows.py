"""Base of the rows that the desk keeps about an item."""

from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class ItemQuerySet(models.QuerySet):
    """Rows that belong to an item of any kind."""

    def of(self, obj: models.Model) -> Self:
        """Return the rows of one item."""
        return self.filter(content_type=ContentType.objects.get_for_model(obj), object_id=obj.pk)


class ItemRow(models.Model):
    """A row about an item of any model with an integer primary key."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind"))
    object_id = models.BigIntegerField()
    item = GenericForeignKey()

    objects = ItemQuerySet.as_manager()

    class Meta:
        abstract = True
