"""Dates and times are taken as people type them, alike in both languages of the desk."""

import datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core.forms.dates import TypedDateField, TypedMomentField, TypedTimeField

CASES = Path(__file__).parents[2] / "cases" / "dates.txt"


def cases():
    """Yield the field, what is typed, and what is stored or None where it is refused."""
    for line in CASES.read_text().splitlines():
        if line.startswith("#"):
            continue
        typed, right = line.rsplit(" | ", 1)
        typed, _bracket, remark = typed.partition(" (")
        field = TypedTimeField if remark.startswith("time") else TypedDateField
        yield field, typed, None if right.startswith("refused") else right.split(",")[0]


# Of the same kinds.
MORE = [
    (TypedDateField, "2026－12－01", "2026-12-01"),
    (TypedDateField, "2026/12/1", "2026-12-01"),
    (TypedDateField, "2025年4月1号", "2025-04-01"),
    (TypedDateField, "2025 年 4 月 1 日", "2025-04-01"),
    (TypedDateField, "2025。4。1", "2025-04-01"),
    (TypedDateField, "2025–04–01\u200b", "2025-04-01"),
    (TypedDateField, "1 April 2025", "2025-04-01"),
    (TypedDateField, "Apr 1, 2025", "2025-04-01"),
    *((TypedDateField, each, None) for each in ("01/04/2025", "1.4.2025", "25-04-01", "202504")),
    *((TypedDateField, each, None) for each in ("0205-04-01", "2205-04-01", "202512", "soon")),
    (TypedTimeField, "上午9:00", "09:00"),
    (TypedTimeField, "下午3点05分", "15:05"),
    (TypedTimeField, "9点", "09:00"),
    (TypedTimeField, "9.30", "09:30"),
    (TypedTimeField, "0900", "09:00"),
    (TypedTimeField, "12:30 pm", "12:30"),
    (TypedTimeField, "09:05:00", "09:05"),
    *((TypedTimeField, each, None) for each in ("9", "12am", "下午13:00", "09:60", "noon")),
]


@pytest.mark.parametrize(("field", "typed", "right"), [*cases(), *MORE])
def test_a_day_or_a_time_is_what_was_typed_or_is_refused_in_words(field, typed, right, language):
    with translation.override(language):
        try:
            found = field().clean(typed)
        except ValidationError as refused:
            said = " ".join(refused.messages)
            assert right is None, said
            assert any(each in said for each in ("2025-04-01", "09:05", "Is the year", "年份"))
            return
    assert right is not None
    assert (found.isoformat() if field is TypedDateField else f"{found:%H:%M}") == right


@pytest.mark.parametrize(("typed", "said"), [(("2025-04-01", ""), "09:05"), (("", "9:00"), "2025")])
def test_a_moment_needs_day_and_time(typed, said, language):
    with translation.override(language), pytest.raises(ValidationError, match=said):
        TypedMomentField(required=False).clean(list(typed))

    moment = TypedMomentField().clean(["2025年4月1日", "9点"])
    assert moment.astimezone(datetime.UTC).isoformat() == "2025-04-01T01:00:00+00:00"
