"""The list of articles, an article, and its PDF."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView, ListView

from core.caching.parts import lazily
from core.i18n import current_language
from core.pdf.process import PdfBusyError, PdfError
from core.pdf.response import StoredPdf, send
from core.richtext.rendering import reading_minutes
from core.seo.jsonld import JsonLdNode, organization
from core.seo.meta import ObjectMeta, PageMeta
from core.seo.sharing import qr_code_png
from core.share_images import Drawing
from core.typography import plain_title
from library.models import Image
from news.cards import MOST_RELATED, by_slug, cards, drawing_of, heading, related
from news.filters import ArticleFilters
from news.jsonld import news_article
from news.models import Article, with_places
from news.pdf import Download


class ArticleList(PageMeta, ListView):
    """Ten articles a page, the newest first, narrowed by the filters of the query string."""

    section = "news"
    name = gettext_lazy("News")
    meta_description = gettext_lazy(
        "News, press releases, statements and events of C40 in China, in English and Chinese."
    )
    context_object_name = "articles"
    paginate_by = 10
    # Unknown until the articles are cut into pages.
    page: Any = None

    def get_queryset(self) -> Any:
        self.filters = ArticleFilters(self.request.GET)
        return self.filters.apply(Article.objects.published()).newest_first()

    def get_paginator(self, queryset: Any, *args: Any, **kwargs: Any) -> Any:
        """Give the number of articles to the paginator, since it is kept."""
        paginator = super().get_paginator(queryset, *args, **kwargs)
        paginator.count = self.filters.count(queryset)
        return paginator

    def get_meta_title(self) -> str:
        """Return what the news is of, from page 2 on with the number of the page."""
        if self.page is None or self.page.number == 1:
            return _("News: C40 and its cities in China")
        numbers = {"number": self.page.number, "pages": self.page.paginator.num_pages}
        return _("News (page %(number)s of %(pages)s): C40 and its cities in China") % numbers

    def get_canonical_query(self) -> str:
        """Return the number of the page from page 2 on; filters make no page of their own."""
        return f"?page={self.page.number}" if self.page.number > 1 else ""

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Remember the page: titles and canonical address ask for it."""
        result = super().paginate_queryset(queryset, page_size)
        self.page = result[1]
        return result

    def get_rows(self) -> list[tuple[int, Article]]:
        """Return the articles of the page; those of the second half are counted from the end.

        The database passes by all rows before those it returns.
        """
        page, count = self.page, self.page.paginator.count
        first, last = page.start_index() - 1, page.end_index()
        key = ("page of articles", self.filters.query_string(), page.number)
        if first <= count // 2:
            return lazily(key, lambda: page.object_list, cards)
        backwards = page.paginator.object_list.reverse()[count - last : count - first]
        return lazily(key, lambda: backwards, cards)[::-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the filters, the numbers of the pagination and, if nothing matches, a way on."""
        context = super().get_context_data(filters=self.filters, **kwargs)
        page = self.page
        context["page_numbers"] = page.paginator.get_elided_page_range(page.number, on_each_side=2)
        context["filter_query"] = self.filters.query_string()
        context["articles"] = self.get_rows()
        if not context["articles"]:
            newest = Article.objects.published().newest_first()[:3]
            context["latest"] = lazily("newest three", lambda: newest, cards)
            context["latest_heading"] = heading(context["latest"])
        return context


class ArticleMixin(ObjectMeta):
    """The article that an address names: by its slug, with the year of its date."""

    section = "news"
    context_object_name = "article"
    og_type = "article"
    trail = ((gettext_lazy("News"), "news:list"),)

    def get_object(self, queryset: Any = None) -> Article:
        """Return the article; raise Http404 if the year in the URL is not that of its date."""
        article = by_slug(self.kwargs["slug"])  # type: ignore[attr-defined]
        if article is None or article.date.year != self.kwargs["year"]:  # type: ignore[attr-defined]
            raise Http404(_("No article has this address."))
        return article

    def get_drawing(self) -> Drawing:
        image = self.object.image
        if image:
            return Drawing(photo=image.file.name, focus=image.focus_point)
        return drawing_of(self.object) or Drawing()

    def get_nodes(self, canonical: str, images: list[str]) -> list[JsonLdNode]:
        publisher = organization(self.absolute("/").rstrip("/"))
        return [news_article(self.object.localized, canonical, images, publisher)]


class ArticleDetail(ArticleMixin, DetailView):
    """An article in one language, and three more to read on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        article = self.object
        text = article.localized
        return super().get_context_data(
            text=text,
            pictures=SimpleLazyObject(lambda: Image.objects.for_html(text.body)),
            downloads=[Download(text)],
            key_facts=SimpleLazyObject(lambda: article.facts_in(text.language)),
            minutes=SimpleLazyObject(lambda: reading_minutes(text.body)),
            more=SimpleLazyObject(self.get_more),
            origin=SimpleLazyObject(lambda: article.origin_in(text.language)),
            has_both=len(article.languages) == len(settings.LANGUAGES),
            **kwargs,
        )

    def get_more(self) -> list[Article]:
        """Return three articles to read on: the newest related ones, then the newest."""
        article = self.object
        found = related(article)
        if len(found) < MOST_RELATED:
            keys = [article.pk, *(each.pk for each in found)]
            newest = Article.objects.published().exclude(pk__in=keys).newest_first().for_cards()
            found += with_places(list(newest[: MOST_RELATED - len(found)]))
        return found


class ArticlePdf(ArticleMixin, DetailView):
    """The PDF of an article, or a page with the reason why there is none."""

    template_name_suffix = "_no_pdf"
    # Seconds after which it is worth asking again.
    retry_after = 10

    def get_object(self, queryset: Any = None) -> Article:
        article = super().get_object(queryset)
        if not article.is_ready_in(current_language()):
            raise Http404(_("This article does not exist in this language."))
        return article

    def get_canonical_path(self) -> str:
        return self.object.get_absolute_url()

    def get(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Send the file; 503 while others are served, 500 if none can be made of the article."""
        self.object = self.get_object()
        text = self.object.localized
        try:
            name = Download(text).ensure()
        except PdfBusyError:
            return self.explain(503, {"Retry-After": str(self.retry_after)}, is_busy=True)
        except PdfError:
            return self.explain(500, {}, is_busy=False)
        file = StoredPdf(
            name=name,
            title=plain_title(text.title, text.language),
            plain_name=f"{self.object.slug}-{text.tag}.pdf",
            canonical=request.build_absolute_uri(self.get_canonical_path()),
        )
        return send(request, file)

    def explain(self, status: int, headers: dict[str, str], **context: Any) -> HttpResponseBase:
        """Return a page with the reason why there is no PDF, and how to print the article."""
        context = self.get_context_data(**context, retry_after=self.retry_after)
        return self.render_to_response(context, status=status, headers=headers)


class ArticleQrCode(ArticleMixin, DetailView):
    """The QR code of an article's address as a PNG, for where readers cannot follow a link."""

    def get(  # type: ignore[override]
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        article = self.get_object()
        if not article.is_ready_in(current_language()):
            raise Http404(_("This article does not exist in this language."))
        address = settings.PUBLIC_URL + article.get_absolute_url()
        return HttpResponse(qr_code_png(address), content_type="image/png")
