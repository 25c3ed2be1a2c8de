"""Which fields of the articles are bilingual."""

from modeltranslation.translator import TranslationOptions, register

from news.models import Article, KeyFact


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "standfirst", "body", "pdf", "first_publisher")


@register(KeyFact)
class KeyFactTranslation(TranslationOptions):
    fields = ("label", "value")
