"""Facts that readers do not see, and dates that may be slips."""

import datetime
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from modeltranslation.manager import get_translatable_fields_for_model

from core.i18n import localized
from core.models import field_label
from core.typography import long_date

# A day before is asked about, as is one more than a year ahead.
FIRST_YEAR = 1990

# Language ("" for all), column and sentence.
Doubt = tuple[str, str, str]


def doubts(obj: models.Model, languages: Iterable[str]) -> Iterator[Doubt]:
    """Yield what a person should look at again; none of it is an error."""
    yield from unshown(obj, languages)
    yield from _dates(obj)


def unshown(
    obj: models.Model, languages: Iterable[str] = tuple(dict(settings.LANGUAGES))
) -> Iterator[Doubt]:
    """Yield each fact that lacks what readers need to see with it (``shown_with`` of its model)."""
    bilingual = get_translatable_fields_for_model(type(obj)) or []
    for fact, needed in getattr(obj, "shown_with", {}).items():
        if getattr(obj, fact) in (None, ""):
            continue
        columns = [(code, localized(needed, code)) for code in languages]
        for code, column in columns if needed in bilingual else [("", needed)]:
            if not getattr(obj, column):
                sentence = _("Not shown, because “%(field)s” is empty.")
                yield code, fact, sentence % {"field": field_label(obj, needed)}


def _dates(obj: models.Model) -> Iterator[Doubt]:
    today = timezone.localdate()
    for field in obj._meta.concrete_fields:
        if type(field) is not models.DateField:
            continue
        day = field.to_python(getattr(obj, field.name))
        if day is None:
            continue
        if day.year < FIRST_YEAR or day > today + datetime.timedelta(days=366):
            sentence = _("Is the year right? It is %(year)s.") % {"year": f"{day.year:04}"}
        elif day > today and field.name in getattr(obj, "dates_of_the_past", ()):
            sentence = _("The day is yet to come: %(day)s.") % {"day": long_date(day)}
        else:
            continue
        yield "", field.name, sentence
