"""Addresses of the articles, after the language."""

from django.urls import path

from news.feeds import ArticleFeed
from news.side_by_side import ArticleBilingual
from news.views import ArticleDetail, ArticleList, ArticlePdf

app_name = "news"

urlpatterns = [
    path("", ArticleList.as_view(), name="list"),
    path("feed/", ArticleFeed(), name="feed"),
    path("<int:year>/<slug:slug>/", ArticleDetail.as_view(), name="detail"),
    path("<int:year>/<slug:slug>.pdf", ArticlePdf.as_view(), name="pdf"),
    path("<int:year>/<slug:slug>/bilingual/", ArticleBilingual.as_view(), name="bilingual"),
]
