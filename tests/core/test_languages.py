"""What templates ask about languages."""

from django.utils import translation

from cities.models import City
from core.i18n import LANGUAGE_INFO
from core.templatetags.languages import language_name, others


def test_a_language_is_named_in_the_readers_own_language():
    with translation.override("zh-hans"):
        assert language_name(LANGUAGE_INFO["en"]) == "英文"
    with translation.override("en"):
        assert language_name(LANGUAGE_INFO["zh-hans"]) == "Chinese"


def test_a_city_has_its_other_name_in_the_other_language_if_there_is_one():
    city = City(name_en="Fuzhou", name_zh_hans="福州")
    with translation.override("en"):
        assert [(other.tag, other.name) for other in others(city)] == [("zh-Hans", "福州")]
    with translation.override("zh-hans"):
        assert others(City(name_en="Fuzhou", name_zh_hans="")) == []
