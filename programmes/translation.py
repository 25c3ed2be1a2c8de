"""Which fields of the programmes are bilingual."""

from modeltranslation.translator import TranslationOptions, register

from programmes.models import FocusArea, Milestone, PilotCity, PilotRole, Programme, ProgrammePoint


@register(Programme)
class ProgrammeTranslation(TranslationOptions):
    fields = ("name", "summary", "body", "supports_intro", "key_areas_intro", "exchange_text")


@register(ProgrammePoint)
class ProgrammePointTranslation(TranslationOptions):
    fields = ("title", "text")


@register(FocusArea)
class FocusAreaTranslation(TranslationOptions):
    fields = ("title", "explanation", "body")


@register(PilotCity)
class PilotCityTranslation(TranslationOptions):
    fields = ("district", "work")


@register(PilotRole)
class PilotRoleTranslation(TranslationOptions):
    fields = ("plan",)


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title", "text")
