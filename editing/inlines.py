"""Bilingual inlines, with the permissions of the parent."""

from core.bilingual import BilingualStackedInline, BilingualTabularInline
from editing.workflow.permissions import InlineRolesMixin


class TabularRows(InlineRolesMixin, BilingualTabularInline):
    """Rows of short bilingual fields."""


class StackedRows(InlineRolesMixin, BilingualStackedInline):
    """Blocks of longer bilingual fields, a pair on each row."""
