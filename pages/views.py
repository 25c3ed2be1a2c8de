"""Text pages."""

from typing import Any

from django.views.generic import DetailView

from core.i18n import Translation
from core.seo.meta import ObjectMeta
from library.models import Image
from pages.models import Page


class PageDetail(ObjectMeta, DetailView):
    """A page of text."""

    content_apps = "library pages programmes"
    context_object_name = "page"

    def get_queryset(self) -> Any:
        return Page.objects.published()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = self.object.localized
        return super().get_context_data(
            text=text,
            pictures=Image.objects.for_html(text.body),
            sections=[Translation(each, text.language) for each in self.object.sections.all()],
            **kwargs,
        )
