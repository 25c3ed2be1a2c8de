"""The page of the desk that copies an article for WeChat."""

from typing import Any

from django.contrib.admin.utils import quote
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.i18n import LANGUAGE_INFO, Translation
from core.models import Publishable
from editing.base import DeskModelAdmin
from editing.workflow.save_request import SaveRequest
from news.models import Article
from news.wechat import SUMMARY_LIMIT, TEXT_LIMITS, TITLE_LIMIT, wechat_article


class WeChatMixin(DeskModelAdmin):
    """Adds that page to the admin of articles, and its address to their form."""

    def get_urls(self) -> list[URLPattern]:
        route = "<path:object_id>/wechat/<slug:language>/"
        return [self.page_path(route, self.wechat_view, "wechat"), *super().get_urls()]

    def desk(self, change: SaveRequest) -> dict[str, Any]:
        """Add its address: of the Chinese text, or else of the one that readers have."""
        links = self._links(change.item.obj)
        return super().desk(change) | {"wechat_url": links[0][1] if links else ""}

    def wechat_view(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        """Show what readers see of an article, ready to be copied."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        key = self.get_viewable_object(request, object_id).pk
        # Not with its pending changes, as the form shows it.
        article = Article.objects.published().filter(pk=key).first()
        if article is None or language not in article.languages:
            raise Http404
        text = Translation(article, language)
        found = wechat_article(text)
        context = {
            "title": _("Copy for WeChat"),
            "languages": self._links(article),
            "text": text,
            "for_wechat": found,
            "output": {"text/html": found.text.html, "text/plain": found.text.plain},
            "is_long": len(found.text.html) > TEXT_LIMITS["interface"],
            "text_limits": TEXT_LIMITS,
            "parts": [
                ("title", _("Title"), found.title, TITLE_LIMIT),
                ("summary", _("Summary"), found.summary, SUMMARY_LIMIT),
                ("address", pgettext("in WeChat", "Read the original"), found.address, None),
            ],
        }
        return self.page(request, "wechat", article, context)

    def _links(self, article: Publishable) -> list[tuple[str, str]]:
        """Return the languages in which readers have an article, with the page, Chinese first."""
        return [
            (code, self.page_url("wechat", quote(article.pk), code))
            for code in reversed(LANGUAGE_INFO)
            if article.is_public and article.is_ready_in(code)
        ]
