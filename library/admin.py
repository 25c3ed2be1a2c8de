"""The library in the admin, and the list from which the editor takes pictures.

Pictures, sources and terms are registered in ``c40china.admin``, with their versions.
"""

from itertools import chain
from typing import Any

from django.contrib import admin
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from core.bilingual import BilingualMixin
from core.i18n import in_each_language, join_names
from core.images import sources, unsaved
from core.models import row_keys
from library.models import Image
from library.usage import texts_with, users_of

PICTURES_PER_PAGE = 24


class ImageAdmin(BilingualMixin, TranslationAdmin):
    """A picture and its words, both languages side by side."""

    list_display = (
        *("thumbnail", *in_each_language("alt"), "decorative"),
        *("file_name", "shown_in", "size", "created_at"),
    )
    list_display_links = ("thumbnail", *in_each_language("alt"), "file_name")
    list_per_page = 50
    search_fields = (
        "file_name",
        *(column for field in ("alt", "caption", "credit") for column in in_each_language(field)),
    )
    fieldsets = (
        (None, {"fields": ("file", "file_name", "focus")}),
        (
            _("Words"),
            {
                "fields": (
                    in_each_language("alt"),
                    "decorative",
                    in_each_language("caption"),
                    in_each_language("credit"),
                )
            },
        ),
    )

    readonly_fields = ("file_name",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new picture has no file name yet."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else [(None, {"fields": ("file", "focus")}), *fieldsets[1:]]

    @admin.display(description=_("picture"))
    def thumbnail(self, image: Image) -> SafeString:
        """The picture as in a card."""
        found = sources(image.file, "card")
        return format_html('<img src="{}" width="120" height="75" alt="{}">', found.src, image)

    @admin.display(description=_("size"))
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description=_("shown in"))
    def shown_in(self, image: Any) -> str:
        return join_names(map(str, image.users))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Find what shows the pictures of the page, for all of them together."""
        changelist = super().get_changelist_instance(request)
        images = changelist.result_list = list(changelist.result_list)
        users = users_of({image.pk for image in images})
        for image in images:
            image.users = users[image.pk]
        return changelist

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Leave out the messages where the editor says itself what has become of the picture."""
        response = super().changeform_view(request, *args, **kwargs)
        if isinstance(response, JsonResponse):
            list(get_messages(request))
        return response

    def response_add(self, request: HttpRequest, obj: Image, *args: Any) -> HttpResponse:
        """Answer the editor with what it shows of the new picture."""
        response = super().response_add(request, obj, *args)
        return JsonResponse(self.choice(obj)) if _is_from_editor(request) else response

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Answer the editor with what is wrong with a picture."""
        response = super().render_change_form(request, context, *args, **kwargs)
        if not _is_from_editor(request):
            return response
        form = context["adminform"].form
        chosen = form.fields["file"].widget.chosen
        kept = {"file_kept": unsaved.keep(chosen)} if chosen else {}
        return JsonResponse({"errors": form.errors, **kept})

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Name the texts that show the picture among what forbids its deletion."""
        deleted, counts, permissions, protected = super().get_deleted_objects(objs, request)
        users = chain.from_iterable(texts_with({image.pk for image in objs}).values())
        return deleted, counts, permissions, [*protected, *users]

    def get_urls(self) -> list[URLPattern]:
        choices = self.admin_site.admin_view(self.choices)
        return [path("choices/", choices, name="library_image_choices"), *super().get_urls()]

    def choices(self, request: HttpRequest) -> JsonResponse:
        """Return pictures for the editor: those that match ``q``, a page at a time, or ``key``."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        images = self.get_queryset(request)
        key = request.GET.get("key", "")
        if key:
            images = images.filter(pk__in=row_keys([key]))
        wanted = request.GET.get("q", "").replace("\x00", "")
        images, _duplicates = self.get_search_results(request, images, wanted)
        page = Paginator(images, PICTURES_PER_PAGE).get_page(request.GET.get("page"))
        pictures = [self.choice(image) for image in page]
        may_add = self.has_add_permission(request)
        return JsonResponse({"pictures": pictures, "more": page.has_next(), "may_add": may_add})

    def choice(self, image: Image) -> dict[str, Any]:
        """What the editor shows of a picture."""
        found = sources(image.file, "body")
        names = {"key": image.pk, "name": str(image), "thumbnail": found.src}
        return names | {"width": found.width, "height": found.height}


def _is_from_editor(request: HttpRequest) -> bool:
    return request.method == "POST" and request.headers.get("Accept") == "application/json"


class SourceAdmin(BilingualMixin, TranslationAdmin):
    """A page by another publisher that facts rest on."""

    list_display = (*in_each_language("publisher"), "date", "language", "is_linked")
    list_display_links = in_each_language("publisher")
    list_filter = ("language", "is_linked")
    list_per_page = 50
    search_fields = ("slug", "address", *in_each_language("publisher"))
    fields = (
        "slug",
        "address",
        in_each_language("publisher"),
        ("date", "date_precision", "language", "is_linked"),
    )


class TermAdmin(BilingualMixin, TranslationAdmin):
    """A term, both languages side by side."""

    list_display = in_each_language("name")
    list_display_links = in_each_language("name")
    list_per_page = 100
    search_fields = tuple(
        column for field in ("name", "other_forms", "avoided") for column in in_each_language(field)
    )
    fields = (
        "slug",
        *(
            in_each_language(field)
            for field in ("name", "other_forms", "avoided", "allowed", "note")
        ),
    )
