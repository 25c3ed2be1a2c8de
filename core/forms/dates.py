"""Form fields for dates and times as people type them, alike in both languages of the desk."""

import datetime
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.characters import without_invisible

# The year first, or a month by its name: day and month cannot be mistaken for each other.
_NUMBERS = re.compile(
    r"([0-9]{4})(?:[-‐‑–—−/.。年]([0-9]{1,2})[-‐‑–—−/.。月]([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))"
)
_NAMES = ("%d%B%Y", "%d%b%Y", "%B%d,%Y", "%b%d,%Y")
_TIME = re.compile(
    r"(上午|下午)?([0-9]{1,2})(?:[:.点时]([0-9]{1,2})(?::([0-9]{2}))?分?|[点时]整?|([0-9]{2})|(?=[ap]))"
    r"(?:([ap])\.?m\.?)?"
)
# A year outside of these is a typing error.
FIRST_YEAR, LAST_YEAR = 1900, 2100

UNREAD_DATE = _("Write the year first, as in 2025-04-01 or 2025年4月1日.")
UNREAD_TIME = _("Write the time by the 24-hour clock, as in 09:05 or 17:30.")


def _plain(text: str) -> str:
    """Return what was typed without spaces, full-width characters as others.

    >>> _plain("２０２５年４月 １日")
    '2025年4月1日'
    """
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", without_invisible(text)))


def read_date(text: str) -> datetime.date:
    """Return the day that was typed, or raise ValidationError.

    >>> read_date("2025.4.1")
    datetime.date(2025, 4, 1)
    """
    typed = _plain(text)
    if match := _NUMBERS.fullmatch(typed):
        year, month, day = (int(each) for each in match.groups() if each)
        try:
            found = datetime.date(year, month, day)
        except ValueError:
            raise ValidationError(
                _("There is no such day: %(day)s. Write it as in 2025-04-01."),
                params={"day": text.strip()},
            ) from None
    else:
        found = _by_name(typed)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValidationError(
            _("Is the year right? It is %(year)s."), params={"year": f"{found.year:04}"}
        )
    return found


def _by_name(typed: str) -> datetime.date:
    for form in _NAMES:
        try:
            return datetime.datetime.strptime(typed, form).date()
        except ValueError:
            continue
    raise ValidationError(UNREAD_DATE)


def read_time(text: str) -> datetime.time:
    """Return the time of day that was typed, or raise ValidationError.

    >>> [read_time(each).isoformat("minutes") for each in ("9点", "下午3:05", "9.30 pm")]
    ['09:00', '15:05', '21:30']
    """
    match = _TIME.fullmatch(_plain(text).lower())
    if match is None:
        raise ValidationError(UNREAD_TIME)
    half, hour, minute, second, bare_minute, letter = match.groups()
    hours = int(hour)
    is_morning, is_later = half == "上午" or letter == "a", half == "下午" or letter == "p"
    # Twelve o'clock in the morning is noon to some and midnight to others.
    if (is_morning and hours not in range(1, 12)) or (is_later and hours not in range(1, 13)):
        raise ValidationError(UNREAD_TIME)
    if is_later and hours < 12:
        hours += 12
    try:
        return datetime.time(hours, int(minute or bare_minute or 0), int(second or 0))
    except ValueError:
        raise ValidationError(UNREAD_TIME) from None


class TypedDateField(forms.DateField):
    """A day, however it was typed."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            return read_date(value)
        return super().to_python(value)


class TypedTimeField(forms.TimeField):
    """A time of day, however it was typed."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            return read_time(value)
        return super().to_python(value)


class TypedMomentField(forms.SplitDateTimeField):
    """A day and a time of day, in two boxes."""

    default_error_messages = {"invalid_date": UNREAD_DATE, "invalid_time": UNREAD_TIME}

    def __init__(self, **options: Any) -> None:
        super(forms.SplitDateTimeField, self).__init__(
            (TypedDateField(), TypedTimeField()), **options
        )
