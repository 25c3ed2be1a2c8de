"""Publishing many takes nothing from readers and gives them nothing unasked; an end is an end."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from news.models import Article
from tests.support.desk_client import LATER, MOMENT


def test_publishing_many_leaves_the_moment_at_which_each_went_out(editor, reviewer, live):
    then = timezone.now() - datetime.timedelta(days=30)
    Article.objects.filter(pk=live.pk).update(publish_at=then)
    editor.save(live, title_en="Changed")

    reviewer.act("publish_selected", live)

    live.refresh_from_db()
    assert (live.title_en, live.publish_at) == ("Changed", then)


@pytest.mark.parametrize("how", [{}, LATER])
def test_publishing_many_lets_no_language_out_that_is_held_back(
    editor, reviewer, live, client, how
):
    Article.objects.filter(pk=live.pk).update(held_back=" zh-hans ")
    editor.save(live, title_en="Changed")

    reviewer.act("schedule_selected" if how else "publish_selected", live, **how, _go="1")

    with time_machine.travel("2030-01-01T01:00:01Z", tick=False):
        assert "Changed" in client.get(f"/en/news/2021/{live.slug}/").content.decode()
    live.refresh_from_db()
    assert live.languages == ["en"]


def test_a_language_that_was_not_there_yet_goes_out_with_the_others(reviewer, draft):
    Article.objects.filter(pk=draft.pk).update(
        title_zh_hans="", standfirst_zh_hans="", body_zh_hans=""
    )
    reviewer.save(draft, "_publish")
    reviewer.save(draft, title_zh_hans="新译的标题", body_zh_hans="<p>新译的正文</p>")

    reviewer.act("publish_selected", draft)

    draft.refresh_from_db()
    assert draft.languages == ["en", "zh-hans"]


@pytest.fixture
def expired(live):
    """An article that readers no longer see."""
    live.expire_at = timezone.now() - datetime.timedelta(days=1)
    live.save()
    return live


ENDED = "Not published: its end has passed. Change or clear “expire at” first."


def test_what_has_expired_is_not_said_to_be_published(reviewer, expired, client):
    said = reviewer.save(expired, "_publish", title_en="Changed")

    assert ENDED in said
    assert "Saved; readers do not see the page, for its end has passed." in said
    reviewer.act("publish_selected", expired)
    assert reviewer.messages() == [f"{expired}: {ENDED}"]

    assert reviewer.save(expired, "_publish", expire_at_0="", expire_at_1="") == ["Published."]
    assert client.get(f"/en/news/2021/{expired.slug}/").status_code == 200


def test_nothing_is_scheduled_behind_its_end(reviewer, draft):
    Article.objects.filter(pk=draft.pk).update(expire_at="2029-12-31T00:00:00Z")

    reviewer.act("schedule_selected", draft, **LATER, _go="1")

    assert reviewer.messages() == [f"{draft}: {ENDED}"]


def test_saving_what_waits_for_its_time_says_what_goes_out(editor, reviewer, draft, client):
    reviewer.save(draft, "_publish", **LATER)

    assert editor.save(draft, title_en="Changed") == [
        "Saved; what is scheduled goes out at Tue 1 January 2030 09:00 without these changes."
    ]
    note = editor.get(editor.url(draft)).cssselect("p.note")[0].text_content()
    assert "what is scheduled goes out without them" in note
    with time_machine.travel(MOMENT, tick=False):
        assert "Changed" not in client.get("/en/news/2026/a-draft/").content.decode()
