"""Every label and help text of the admin exists in both languages."""

import re

import pytest
from django.apps import apps
from django.utils import translation

HAN = re.compile("[\u4e00-\u9fff]")
OURS = ["accounts", "library", "cities", "programmes", "news", "pages"]
MODELS = [model for label in OURS for model in apps.get_app_config(label).get_models()]


def words(model):
    """Return the names and sentences that a form of this model shows to staff."""
    yield model._meta.verbose_name
    yield model._meta.verbose_name_plural
    yield model._meta.app_config.verbose_name
    for field in model._meta.get_fields():
        if not getattr(field, "editable", False) or field.auto_created:
            continue
        original = getattr(field, "translated_field", field)
        yield original.verbose_name
        if original.help_text:
            yield original.help_text
        for _value, label in original.choices or []:
            yield label


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_each_word_is_chinese_in_chinese_and_english_in_english(model):
    with translation.override("zh-hans"):
        not_chinese = {str(word) for word in words(model) if not HAN.search(str(word))}
    with translation.override("en"):
        not_english = {str(word) for word in words(model) if HAN.match(str(word))}

    # Languages are named in their own script, whoever reads.
    assert not_chinese - {"English"} == set()
    assert not_english - {"简体中文"} == set()
