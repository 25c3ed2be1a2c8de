"""The list of articles, an article, and an article in both languages side by side."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from cities.models import City
from core.i18n import Translation
from core.richtext_page import blocks, reading_minutes
from core.seo import ObjectMeta, PageMeta
from library.models import Image
from news.filters import ArticleFilters
from news.models import Article


class ArticleList(PageMeta, ListView):
    """Ten articles a page, the newest first, narrowed by the filters of the query string."""

    section = "news"
    context_object_name = "articles"
    paginate_by = 10

    def get_queryset(self) -> Any:
        """Return the articles that the filters let through."""
        self.filters = ArticleFilters(self.request.GET)
        return self.filters.apply(Article.objects.published()).newest_first().for_cards()

    def get_meta_title(self) -> str:
        """Return "News", from page 2 on with the number of the page."""
        if self.page.number == 1:
            return _("News")
        numbers = {"number": self.page.number, "pages": self.page.paginator.num_pages}
        return _("News (page %(number)s of %(pages)s)") % numbers

    def get_canonical_query(self) -> str:
        """Return the number of the page from page 2 on; filters make no page of their own."""
        return f"?page={self.page.number}" if self.page.number > 1 else ""

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Remember the page: titles and canonical address ask for it."""
        result = super().paginate_queryset(queryset, page_size)
        self.page = result[1]
        return result

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filters, the numbers of the pagination and, if nothing matches, a way on."""
        context = super().get_context_data(filters=self.filters, **kwargs)
        page = self.page
        context["page_numbers"] = page.paginator.get_elided_page_range(page.number, on_each_side=2)
        context["filter_query"] = self.filters.query_string()
        context["skyline_places"] = City.pilots_among(self.filters.cities)
        if not context["articles"]:
            context["latest"] = list(Article.objects.published().newest_first().for_cards()[:3])
        return context


class ArticleMixin(ObjectMeta):
    """The article that an address names: by its slug, with the year of its date."""

    section = "news"
    context_object_name = "article"

    def check_year(self, article: Article) -> Article:
        """Return the article; under another year than its own there is none."""
        if article.date.year != self.kwargs["year"]:  # type: ignore[attr-defined]
            raise Http404(_("No article has this address."))
        return article

    def get_meta_title(self) -> str:
        """Return the title of the article."""
        return self.object.localized.title.replace("|", "")

    def get_meta_description(self) -> str:
        """Return the standfirst of the article."""
        return self.object.localized.standfirst


class ArticleDetail(ArticleMixin, DetailView):
    """An article in one language, and three more to read on."""

    def get_object(self, queryset: Any = None) -> Article:
        """Return the article, and keep those that follow it."""
        slug = self.kwargs["slug"]
        article, *self.more = [*Article.objects.published().for_cards().with_more(slug)[:4]] or [
            None
        ]
        if article is None or article.slug != slug:
            raise Http404(_("No article has this address."))
        return self.check_year(article)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the text in the language it is shown in, its pictures, key facts and what follows."""
        article = self.object
        text = article.localized
        facts = [Translation(fact, text.language) for fact in article.key_facts.all()]
        return super().get_context_data(
            text=text,
            pictures=Image.objects.for_html(text.body),
            minutes=reading_minutes(text.body),
            key_facts=[fact for fact in facts if fact.label and fact.value],
            programmes=list(article.programmes.published().in_order()),
            more=self.more,
            has_both=len(article.languages) == len(settings.LANGUAGES),
            **kwargs,
        )


class ArticleBilingual(ArticleMixin, DetailView):
    """An article in both languages, paired block by block; only if both exist."""

    template_name_suffix = "_bilingual"

    def get_queryset(self) -> Any:
        """Return the articles that the public may see."""
        return Article.objects.published().for_cards()

    def get_object(self, queryset: Any = None) -> Article:
        """Return the article if it has a text in every language."""
        article = self.check_year(super().get_object(queryset))
        if len(article.languages) < len(settings.LANGUAGES):
            raise Http404(_("This article does not exist in both languages."))
        return article

    def get_canonical_path(self) -> str:
        """Return the path of the article itself: that is the page search engines should show."""
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add both texts, and their blocks in pairs; ``rows`` is empty if their numbers differ."""
        texts = [Translation(self.object, code) for code, _name in settings.LANGUAGES]
        columns = [blocks(text.body) for text in texts]
        paired = len({len(column) for column in columns}) == 1
        rows = zip(*columns, strict=True) if paired else []
        return super().get_context_data(
            texts=texts,
            pictures=Image.objects.for_html(*(text.body for text in texts)),
            rows=[list(zip(texts, row, strict=True)) for row in rows],
            **kwargs,
        )
