"""Which fields of the cities are bilingual."""

from modeltranslation.translator import TranslationOptions, register

from cities.models import City, CityFact


@register(City)
class CityTranslation(TranslationOptions):
    fields = (
        "name",
        "official_name",
        "region",
        "administrative_status",
        "summary",
        "body",
        "sort_key",
    )


@register(CityFact)
class CityFactTranslation(TranslationOptions):
    fields = ("label", "value")
