"""People at the desk, and something to work on."""

import pytest

from cities.models import City
from editing.models import Action
from editing.versions import revisions
from news.models import Article
from tests.support.desk_client import Desk, person
from tests.support.items import write_draft


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
def administrator(db):
    return Desk(person("Administrator"))


@pytest.fixture
def other(db):
    """A second editor."""
    return Desk(person("Editor", "other"))


@pytest.fixture
def city(db):
    """A city to be named, and to be gone."""
    return City.objects.create(slug="gone", name_en="Gone", latitude=30, longitude=110)


@pytest.fixture
def live(db):
    """An article that readers see."""
    return Article.objects.get(slug="china-special-envoy-c40")


@pytest.fixture
def draft(db):
    """An article that readers have never seen, complete in both languages."""
    article = write_draft("a-draft")
    article.cities.add(City.objects.get(slug="fuzhou"))
    revisions.record(article, None, Action.LOADED)
    return article
