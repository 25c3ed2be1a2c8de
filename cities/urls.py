"""Addresses of the cities, after the language."""

from django.urls import path

from cities.views import CityDetail, CityList

app_name = "cities"

urlpatterns = [
    path("", CityList.as_view(), name="list"),
    path("<slug:slug>/", CityDetail.as_view(), name="detail"),
]
