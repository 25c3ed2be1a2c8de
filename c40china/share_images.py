"""The picture of every page, beside the page: /en/cities/fuzhou/share-1200x630.png."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.i18n import current_language
from core.pdf.process import PdfBusyError, PdfError
from core.seo.urls import page_at
from core.share_images import SHAPES, stored


class PagePath(StringConverter):
    """The path of a page after its language, "" for the home page; one slash at each end of it."""

    regex = r"(?:[-\w]+/)*"


register_converter(PagePath, "page_path")


@require_safe
def share_image(request: HttpRequest, page: str, shape: str) -> HttpResponse:
    """Send the share image of a page, drawn at its first request."""
    language = current_language()
    if shape not in SHAPES:
        raise Http404
    view = page_at(f"/{language}/{page}")
    if language not in view.get_languages():
        raise Http404
    try:
        content = stored(view.get_share_image(), shape)
    except (PdfBusyError, PdfError):
        words = _("Other pictures are being drawn. Please try again in a moment.")
        return HttpResponse(
            words, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": 5}
        )
    return HttpResponse(content, content_type="image/png")


urlpatterns = [path("<page_path:page>share-<slug:shape>.png", share_image, name="share_image")]
