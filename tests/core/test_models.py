"""Published is said once, and an item exists in the languages it has text for."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from core.models import Status
from news.models import Article
from tests.support import items

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def article():
    """An article in English only."""
    article = items.article(title_zh_hans="", body_zh_hans="")
    article.save()
    return article


def is_public(article):
    return Article.objects.published().filter(pk=article.pk).exists()


@pytest.mark.parametrize(
    ("status", "public"),
    [(Status.DRAFT, False), (Status.REVIEW, False), (Status.PUBLISHED, True)],
)
def test_only_what_is_published_is_public(article, status, public):
    Article.objects.filter(pk=article.pk).update(status=status)

    assert is_public(article) is public


@pytest.mark.parametrize(
    ("publish_in", "expire_in", "public"),
    [
        (None, None, True),
        (-HOUR, None, True),
        (HOUR, None, False),
        (None, HOUR, True),
        (None, -HOUR, False),
        (-2 * HOUR, -HOUR, False),
        (-HOUR, HOUR, True),
    ],
)
def test_its_hours_open_and_close_by_themselves(article, publish_in, expire_in, public):
    now = timezone.now()
    Article.objects.filter(pk=article.pk).update(
        publish_at=publish_in and now + publish_in, expire_at=expire_in and now + expire_in
    )

    assert is_public(article) is public


def test_it_exists_in_the_languages_that_have_title_and_text(article):
    article.title_zh_hans = "我们的"

    assert article.languages == ["en"]
    assert list(Article.objects.ready_in("zh-hans").filter(pk=article.pk)) == []


def test_a_reader_of_the_other_language_gets_it_in_the_language_it_has(article):
    with translation.override("zh-hans"):
        shown = article.localized

        assert (shown.title, shown.tag, shown.is_current) == ("Ours", "en", False)


def test_a_draft_that_has_a_title_alone_is_called_by_it_in_both_languages():
    draft = Article(title_en="Only a title")
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert str(draft) == "Only a title"


def test_a_missing_field_is_never_filled_from_the_other_language(article):
    article.title_zh_hans, article.body_zh_hans = "我们的", "<p>文字</p>"
    article.standfirst_en = "Only in English"

    with translation.override("zh-hans"):
        assert article.localized.title == "我们的"
        assert article.localized.standfirst == ""


def test_nothing_without_text_in_any_language_can_be_published(article):
    article.title_en = ""

    with pytest.raises(ValidationError, match="in at least one language: title, text"):
        article.full_clean(exclude=["title", "body"])


def test_it_cannot_expire_before_it_is_published(article):
    article.publish_at = timezone.now()
    article.expire_at = article.publish_at - HOUR

    with pytest.raises(ValidationError) as error:
        article.full_clean(exclude=["title"])

    assert list(error.value.message_dict) == ["expire_at"]
