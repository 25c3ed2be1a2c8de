"""Dates, numbers, positions and headlines in templates."""

from django import template

from core import typography

register = template.Library()
for function in (
    typography.file_size,
    typography.headline,
    typography.host,
    typography.iso_date,
    typography.latitude,
    typography.long_date,
    typography.longitude,
    typography.partial_date,
    typography.people,
    typography.plain_title,
    typography.unbroken,
):
    register.filter(function)
