"""Dates, numbers, positions and headlines, as each language writes them.

The form lies in the message catalogue: "j F Y" is translated to "Y年n月j日", so that no code
asks which language it is in.
"""

import datetime
import re
from decimal import Decimal
from urllib.parse import urlsplit

from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, pgettext

from core.i18n import LANGUAGE_INFO, current_language
from core.models import DatePrecision

BREAK_MARK_HELP = gettext_lazy("In a Chinese title, | marks a place where a long line may break.")

# A number in Chinese with its measure word, and a date, which is several of them in a row.
_MEASURED = re.compile(r"(?<![A-Za-z\d])(?:\d[\d.,]*[万亿]?[一-鿿])+")


def long_date(date: datetime.date) -> str:
    """Return a date in full: 10 September 2021, 2021年9月10日."""
    # Translators: the form of a date, in the letters of Django's date filter.
    return date_format(date, pgettext("date form", "j F Y"))


def partial_date(date: datetime.date, precision: str) -> str:
    """Return as much of a date as is known: 2014, June 2014, 9 June 2014."""
    forms: dict[str, str] = {
        DatePrecision.YEAR: pgettext("date form", "Y"),
        DatePrecision.MONTH: pgettext("date form", "F Y"),
    }
    return date_format(date, forms[precision]) if precision in forms else long_date(date)


def iso_date(date: datetime.date, precision: str = DatePrecision.DAY) -> str:
    """Return a date for ``<time datetime>``, as exact as it is known: 2014, 2014-06."""
    lengths: dict[str, int] = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}
    return date.isoformat()[: lengths.get(precision, 10)]


def latitude(degrees: float) -> str:
    """Return a latitude to a tenth of a degree: 26.1° N, 北纬26.1°."""
    form = gettext("%(degrees)s° N") if degrees >= 0 else gettext("%(degrees)s° S")
    return form % {"degrees": f"{abs(degrees):.1f}"}


def longitude(degrees: float) -> str:
    """Return a longitude to a tenth of a degree: 119.3° E, 东经119.3°."""
    form = gettext("%(degrees)s° E") if degrees >= 0 else gettext("%(degrees)s° W")
    return form % {"degrees": f"{abs(degrees):.1f}"}


def people(number: int) -> str:
    """Return a number of people, whole in each language: 7,413,070, 741.307万人."""
    # Translators: {people} is the number itself, {wan} the same in units of ten thousand.
    form = pgettext("number of people", "{people:,}")
    return form.format(people=number, wan=(Decimal(number) / 10_000).normalize())


def file_size(count: int) -> str:
    """Return a number of bytes as readers weigh a download: 184 KB, 1.2 MB."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} KB"
    return f"{count / 1_000_000:.1f} MB"


def host(url: str) -> str:
    """Return the host of an address, as the name of a source."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def title_parts(title: str, language: str = "") -> list[str]:
    """Return the parts of a title between which a line may break: | marks it, in Chinese only.

    The language is a code or a tag, that of the reader by default.

    >>> title_parts("风|水之城", "zh-hans"), title_parts("Wind | Water", "en")
    (['风', '水之城'], ['Wind | Water'])
    """
    info = LANGUAGE_INFO[language.lower() or current_language()]
    return title.split("|") if info.has_break_marks else [title]


def headline(title: str, language: str = "") -> SafeString:
    """Return a title for a heading: a line may break between its parts."""
    return mark_safe("<wbr>".join(map(escape, title_parts(title, language))))  # noqa: S308


def unbroken(text: str) -> SafeString:
    """Return a text in which no line ends within a date or after a number with a measure word."""
    whole = _MEASURED.sub(r'<span class="solid">\g<0></span>', conditional_escape(text))
    return mark_safe(whole)  # noqa: S308


def plain_title(title: str, language: str = "") -> str:
    """Return a title without break marks, for ``<title>``, feeds and attributes."""
    return "".join(title_parts(title, language))
