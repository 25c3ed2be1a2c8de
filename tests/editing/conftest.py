"""People at the desk, and something to work on."""

import datetime

import pytest

from cities.models import City
from editing.models import Action
from editing.versions import revisions
from news.models import Article
from tests.support.desk_client import Desk, person


@pytest.fixture
def editor(db):
    return Desk(person("Editor", email="editor@example.org"))


@pytest.fixture
def translator(db):
    return Desk(person("Translator"))


@pytest.fixture
def reviewer(db):
    return Desk(person("Reviewer", email="reviewer@example.org"))


@pytest.fixture
def live(db):
    """An article that readers see."""
    return Article.objects.get(slug="china-special-envoy-c40")


@pytest.fixture
def draft(db):
    """An article that readers have never seen, complete in both languages."""
    article = Article.objects.create(
        slug="a-draft",
        date=datetime.date(2026, 11, 1),
        title_en="A draft",
        title_zh_hans="一份草稿",
        standfirst_en="Cities write to each other about what they have learnt this year.",
        standfirst_zh_hans="各城市就今年所学到的经验相互致信，交流气候行动的做法与体会。",
        body_en="<p>What the cities wrote.</p>",
        body_zh_hans="<p>各城市的来信。</p>",
    )
    article.cities.add(City.objects.get(slug="fuzhou"))
    revisions.record(article, None, Action.LOADED)
    return article
