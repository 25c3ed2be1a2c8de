"""Two people change one text: what one of them changed is joined, the rest is asked about."""

import pytest

from editing.merging.passages import passages
from news.models import Article
from tests.editing.merging.test_clashes import choices, page_form
from tests.support.html import parsed
from tests.support.items import library_image


def text(*paragraphs):
    return "".join(f"<p>{each}</p>" for each in paragraphs)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "found"),
    [
        # The capital letter is a block that was changed; each passage is base, theirs, mine.
        ("abc", "Abc", "abC", ["a A a", "c c C"]),
        ("abc", "Abc", "aBc", ["a A a", "b b B"]),
        ("abc", "aBc", "aDc", ["b B D"]),
        ("abc", "aBc", "aBc", []),
        ("abcd", "acd", "abcD", ["b - b", "d d D"]),
        ("abc", "ac", "aBc", ["b - B"]),
        ("abc", "axbc", "aBc", ["- x -", "b b B"]),
        ("abc", "abcx", "abcy", ["- x y"]),
        ("abc", "abcx", "abcx", []),
        ("abcd", "axyd", "abCd", ["b x b", "c y C"]),
        ("abcd", "axyzd", "abCd", ["bc xyz bC"]),
        ("", "x", "y", ["- x y"]),
        # What is most alike is taken for the same block.
        (
            ["Fuzhou wrote of its shade.", "Wuhan wrote of water."],
            ["Fuzhou wrote of shade.", "Wuhan wrote of rain and water.", "New"],
            ["Fuzhou wrote of its trees.", "Wuhan wrote of water."],
            [
                "Fuzhou wrote of its shade. Fuzhou wrote of shade. Fuzhou wrote of its trees.",
                "Wuhan wrote of water. Wuhan wrote of rain and water. Wuhan wrote of water.",
                "- New -",
            ],
        ),
    ],
)
def test_passages_are_as_small_as_they_can_be(base, theirs, mine, found):
    each = list(passages(list(base), list(theirs), list(mine)))

    shown = [[passage.base, passage.theirs, passage.mine] for passage in each]
    assert [" ".join("".join(side) or "-" for side in sides) for sides in shown] == found
    for passage in each:
        assert list(theirs)[passage.place] == passage.theirs


@pytest.fixture
def base(editor, draft):
    """A draft of three paragraphs."""
    editor.save(draft, body_en=text("One.", "Two.", "Three."))
    return draft


def test_paragraphs_that_only_one_changed_are_joined(editor, other, base):
    mine = editor.form(base) | {"body_en": text("One.", "My two.", "Three.", "My four.")}
    other.save(base, body_en=text("Their one.", "Two.", "Three."))

    page = parsed(editor.send(base, mine))

    assert choices(page) == {}
    assert editor.send(base, page_form(page)).status_code == 302
    base.refresh_from_db()
    assert base.body_en == text("Their one.", "My two.", "Three.", "My four.")


def test_what_is_left_is_shown_as_readers_see_it_and_edited_in_the_editor(editor, other, base):
    picture = library_image()
    figure = f'<figure data-image="{picture.pk}"></figure>'
    mine = editor.form(base) | {"body_en": text("My one.", "My <strong>two</strong>.", "Three.")}
    other.save(base, body_en=text("One.", "Their two.", "Three.") + figure)

    page = parsed(editor.send(base, mine))

    (name,) = choices(page).values()
    ours, theirs = page.cssselect("form.desk-clash fieldset .desk-text")
    assert ours.cssselect("p strong")[0].text_content() == "two"
    assert [each.text_content() for each in theirs.cssselect("p")] == ["Their two."]
    assert "##" not in page.cssselect("form.desk-clash")[0].text_content()
    joined = page.cssselect(".desk-joined .desk-text")
    assert [each.text_content().strip() for each in joined[:1]] == ["My one."]
    assert joined[1].cssselect("figure img")[0].get("src").startswith("/media/")
    third = page.cssselect(f"textarea[name={name.replace('choice', 'third')}]")[0]
    assert third.get("data-django-prose-editor-configurable")
    assert page.cssselect("script[type=importmap][nonce]")

    sent = page_form(page) | {name: "third", third.get("name"): text("Our two.", "And more.")}
    assert editor.send(base, sent).status_code == 302
    base.refresh_from_db()
    assert base.body_en == text("My one.", "Our two.", "And more.", "Three.") + figure


def test_what_both_added_at_one_place_can_both_stay(editor, other, base):
    mine = editor.form(base) | {"body_en": base.body_en + text("My end.")}
    other.save(base, body_en=base.body_en + text("Their end."))

    page = parsed(editor.send(base, mine))

    (name,) = choices(page).values()
    editor.send(base, page_form(page) | {name: "third"})
    base.refresh_from_db()
    assert base.body_en == text("One.", "Two.", "Three.", "Their end.", "My end.")


def test_a_clash_with_oneself_asks_only_where_something_conflicts(editor, base):
    here = editor.form(base)
    editor.save(base, title_en="In another window", body_en=text("Changed.", "Two.", "Three."))
    editor.messages()

    answer = editor.send(base, here | {"body_en": text("One.", "Two.", "Changed too.")})

    assert answer.status_code == 302
    base.refresh_from_db()
    assert base.title_en == "In another window"
    assert base.body_en == text("Changed.", "Two.", "Changed too.")
    assert editor.messages()[0] == (
        "Joined with what you saved in another window: Title · English, Text · English."
    )
    page = parsed(editor.send(base, here | {"title_en": "Here"}))
    assert list(choices(page)) == ["Title · English"]


def test_what_somebody_else_saved_in_between_is_shown(editor, other, base):
    here = editor.form(base)
    editor.save(base, standfirst_en="In another window.")
    other.save(base, title_en="Their title")

    assert editor.send(base, here | {"slug": "mine"}).status_code == 409
    assert not Article.objects.filter(slug="mine").exists()
