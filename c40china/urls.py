"""The URL map: the admin without a language, every public page under /en/ and /zh-hans/."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
