"""Cities in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cities.models import City, CityFact
from core.bilingual import pair
from core.i18n import in_each_language
from editing.admin import PUBLISHING, PublishableAdmin
from editing.inlines import TabularRows
from search.admin import SearchMixin


class CityFactInline(TabularRows):
    """Facts with their sources."""

    model = CityFact
    fields = ("order", "column", *pair("label"), *pair("value"), "source")


@admin.register(City)
class CityAdmin(SearchMixin, PublishableAdmin):
    """A member city."""

    search_fields = ("slug", *in_each_language("name"))
    inlines = (CityFactInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "slug",
                    pair("name"),
                    pair("official_name"),
                    pair("region"),
                    pair("administrative_status"),
                    pair("sort_key"),
                    pair("summary"),
                    pair("body"),
                    "image",
                )
            },
        ),
        (
            _("Figures"),
            {
                "fields": (
                    ("latitude", "longitude", "name_side"),
                    ("population", "population_year", "population_source"),
                    ("member_since", "member_since_precision"),
                    ("member_since_kind", "member_since_source"),
                    "website",
                )
            },
        ),
        PUBLISHING,
    )
