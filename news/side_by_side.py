"""An article in both languages side by side."""

from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.generic import DetailView

from core.i18n import Translation
from core.richtext.rendering import paired_blocks
from library.models import Image
from news.models import Article
from news.pdf import Download
from news.views import ArticleMixin


class ArticleBilingual(ArticleMixin, DetailView):
    """An article in both languages, paired block by block; only if both exist."""

    template_name_suffix = "_bilingual"

    def get_object(self, queryset: Any = None) -> Article:
        article = super().get_object(queryset)
        if len(article.languages) < len(settings.LANGUAGES):
            raise Http404(_("This article does not exist in both languages."))
        return article

    def get_canonical_path(self) -> str:
        """Return the path of the article itself: that is the page search engines should show."""
        return self.object.get_absolute_url()

    def get_meta_title(self) -> str:
        return _("Bilingual: %(title)s") % {"title": self.get_name()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both texts, what stands beside them, and a way to hand on this very page."""
        article = self.object
        texts = [Translation(article, code) for code, _name in settings.LANGUAGES]
        return super().get_context_data(
            text=article.localized,
            texts=texts,
            origins=[(text, article.origin_in(text.language)) for text in texts],
            key_facts=SimpleLazyObject(lambda: self.get_key_facts(texts)),
            downloads=[Download(text) for text in texts],
            pictures=SimpleLazyObject(
                lambda: Image.objects.for_html(*(text.body for text in texts))
            ),
            rows=SimpleLazyObject(lambda: self.get_rows(texts)),
            share_url=self.absolute(self.request.path),
            **kwargs,
        )

    def get_key_facts(self, texts: list[Translation]) -> list[tuple[Translation, Any]]:
        """Return the key facts in each language; [] if there are none."""
        prefetch_related_objects([self.object], "key_facts")
        facts = [(text, self.object.facts_in(text.language)) for text in texts]
        return facts if any(found for _text, found in facts) else []

    def get_rows(self, texts: list[Translation]) -> list[list[tuple[Translation, str]]]:
        """Return the blocks of the texts in pairs; [] if their numbers differ."""
        rows = paired_blocks(*(text.body for text in texts))
        return [list(zip(texts, row, strict=True)) for row in rows]
