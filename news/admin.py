"""Articles in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.bilingual import pair
from core.i18n import in_each_language
from editing.admin import PUBLISHING, PublishableAdmin
from editing.history.duplicating import DuplicateMixin
from editing.inlines import TabularRows
from news.models import Article, KeyFact
from news.wechat_admin import WeChatMixin
from search.admin import SearchMixin


class KeyFactInline(TabularRows):
    """The facts in the margin of the article."""

    model = KeyFact
    max_num = 6
    fields = ("order", *pair("label"), *pair("value"))


@admin.register(Article)
class ArticleAdmin(DuplicateMixin, WeChatMixin, SearchMixin, PublishableAdmin):
    """An article."""

    list_columns = ("kind", "date")
    list_filter = ("kind", "programmes", "cities")
    add_words = _("Write an article")
    search_fields = ("slug", *in_each_language("title"), *in_each_language("standfirst"))
    date_hierarchy = "date"
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (KeyFactInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    pair("title"),
                    ("slug", "kind", "date"),
                    pair("standfirst"),
                    pair("body"),
                    "image",
                    pair("pdf"),
                )
            },
        ),
        (
            _("First published"),
            {"fields": (pair("first_publisher"), ("first_address", "first_date"))},
        ),
        (_("Related"), {"fields": ("cities", "programmes")}),
        PUBLISHING,
    )

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        return {"date": timezone.localdate()} | super().get_changeform_initial_data(request)

    def formfield_for_manytomany(self, db_field, request, **kwargs):  # type: ignore[no-untyped-def]
        """Offer the few cities and programmes as check boxes, all in sight."""
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)
