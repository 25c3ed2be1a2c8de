"""The base of every admin class for content: it knows no kind of content by name."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from core.bilingual import BilingualMixin
from core.i18n import LANGUAGE_INFO
from core.models import Publishable
from editing.media import NonceMediaMixin

PUBLISHING = (_("Publishing"), {"fields": ("status", ("publish_at", "expire_at"))})


class ContentAdmin(BilingualMixin, NonceMediaMixin, TranslationAdmin):
    """A form with both languages side by side."""

    # The two languages have a link each; see ``get_public_links``.
    view_on_site = False


class PublishableAdmin(ContentAdmin):
    """The same for what is published, with links to the page in both languages."""

    list_filter: Any = ("status",)
    list_per_page = 50

    @admin.display(description=_("languages"))
    def languages(self, obj: Publishable) -> str:
        """The languages in which the item exists."""
        return " ".join(LANGUAGE_INFO[code].short_name for code in obj.languages) or "–"

    def get_public_links(self, obj: Publishable) -> list[tuple[str, str, str]]:
        """Return language tag, words and address of each page that the public can open."""
        if not hasattr(obj, "get_absolute_url"):
            return []
        if not type(obj).objects.published().filter(pk=obj.pk).exists():
            return []
        links = []
        for code in obj.languages:
            language = LANGUAGE_INFO[code]
            with translation.override(code):
                links.append((language.tag, language.short_name, obj.get_absolute_url()))
        return links

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer "View on site" in each language instead of Django's single link."""
        obj = kwargs.get("obj")
        context["public_links"] = self.get_public_links(obj) if obj else []
        return super().render_change_form(request, context, *args, **kwargs)
