"""The URL map: the admin without a language, every public page under /en/ and /zh-hans/."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from accounts.views import set_interface_language
from c40china.dataset import cities_data, table_licence
from c40china.media import stored_file
from c40china.search.views import Search, suggestions
from c40china.views import About, Home, security_txt

handler400 = "editing.views.bad_request"
handler403 = "editing.views.permission_denied"
handler500 = "editing.views.server_error"
handler404 = "c40china.views.page_not_found"

urlpatterns = [
    path("admin/language/", set_interface_language, name="set_interface_language"),
    path("admin/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("preview/", include("editing.urls")),
    path("media/<path:path>", stored_file),
    path(".well-known/security.txt", security_txt),
    path("", include("c40china.sitemaps")),
    *i18n_patterns(
        path("", Home.as_view(), name="home"),
        path("about/", About.as_view(), name="about"),
        path("cities/cities.<str:kind>", cities_data, name="cities-data"),
        path("cities/", include("cities.urls"), {"licence": table_licence}),
        path("programmes/", include("programmes.urls")),
        path("news/", include("news.urls")),
        path("search/", Search.as_view(), name="search"),
        path("search/suggestions/", suggestions, name="suggestions"),
        path("", include("c40china.share_images")),
        # Last: a page of text may have any address that nothing else has.
        path("", include("pages.urls")),
    ),
]
