"""Addresses of the programmes, after the language."""

from django.urls import path

from programmes.views import ProgrammeDetail, ProgrammeList

app_name = "programmes"

urlpatterns = [
    path("", ProgrammeList.as_view(), name="list"),
    path("<slug:slug>/", ProgrammeDetail.as_view(), name="detail"),
]
