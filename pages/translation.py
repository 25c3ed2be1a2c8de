"""Which fields of the pages and of the site settings are bilingual."""

from modeltranslation.translator import TranslationOptions, register

from pages.models import MenuEntry, OfficeFact, Page, PageSection, SiteLink, SiteSettings


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "standfirst", "body")


@register(PageSection)
class PageSectionTranslation(TranslationOptions):
    fields = ("title", "text")


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    fields = (
        "hero_title",
        "hero_standfirst",
        "office_name",
        "registered_name",
        "supervising_unit",
        "address",
        "data_licence",
    )


@register(OfficeFact)
class OfficeFactTranslation(TranslationOptions):
    fields = ("label",)


@register(SiteLink)
class SiteLinkTranslation(TranslationOptions):
    fields = ("label",)


@register(MenuEntry)
class MenuEntryTranslation(TranslationOptions):
    fields = ("label",)
