"""Which fields of pictures, sources and terms are bilingual."""

from modeltranslation.translator import TranslationOptions, register

from library.models import GlossaryTerm, Image, SourcePage


@register(Image)
class ImageTranslationOptions(TranslationOptions):
    fields = ("alt", "caption", "credit")


@register(SourcePage)
class SourceTranslationOptions(TranslationOptions):
    fields = ("publisher",)


@register(GlossaryTerm)
class TermTranslationOptions(TranslationOptions):
    fields = ("name", "other_forms", "avoided", "allowed", "note")
