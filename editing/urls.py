"""The address of previews for people without an account."""

from django.urls import path

from editing.views import shared_preview

urlpatterns = [path("<str:token>/<slug:language>/", shared_preview, name="preview")]
