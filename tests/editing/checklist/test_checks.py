"""Before something goes out, each language is looked at: errors stop that language alone."""

from cities.models import City
from editing.checklist.checks import check
from news.models import Article
from tests.support.items import article, library_image


def found(obj, errors=True):
    return {(each.language, each.sentence) for each in check(obj) if each.is_error == errors}


def test_a_complete_article_has_nothing_to_mend(draft):
    assert check(draft) == []


def test_what_is_live_has_no_errors(live):
    assert found(live) == set()


def test_title_and_text_are_needed_in_each_language_that_is_begun(draft):
    draft.body_zh_hans = ""
    assert found(draft) == {("zh-hans", "Text is missing.")}

    draft.title_zh_hans = draft.standfirst_zh_hans = ""
    assert found(draft) == set()


def test_a_link_within_the_site_must_lead_somewhere(draft):
    draft.body_en = (
        '<p><a href="/en/cities/fuzhou/">A city</a> <a href="/en/news/">A list</a> '
        '<a href="/en/cities/nowhere/">No city</a> <a href="/cities/fuzhou/">No language</a> '
        '<a href="/en/news/2021/china-special-envoy-c40/bilingual/">In both</a> '
        '<a href="https://example.org/nowhere/">Elsewhere</a> '
        '<a href="https://a＃b@example.org/">Elsewhere too</a></p>'
    )

    assert found(draft) == {
        ("en", "the link /en/cities/nowhere/ leads nowhere."),
        ("en", "the link /cities/fuzhou/ leads nowhere."),
    }


def test_a_link_to_a_draft_leads_nowhere_for_readers(draft):
    Article.objects.create(slug="hidden", date="2026-01-01", title_en="Hidden", body_en="<p>x</p>")
    draft.body_en = '<p><a href="/en/news/2026/hidden/">Hidden</a></p>'

    assert found(draft) == {("en", "the link /en/news/2026/hidden/ leads nowhere.")}


def test_a_link_needs_words(draft):
    draft.body_en = '<p>Text<a href="/en/news/"> </a></p>'

    assert found(draft) == {("en", "Text: a link to /en/news/ has no words.")}


def test_a_picture_is_described_in_the_language_that_goes_out(draft):
    picture = library_image(alt_zh_hans="")
    draft.body_zh_hans += f'<figure data-image="{picture.pk}"></figure>'

    assert found(draft) == {("zh-hans", "The picture “A roof” has no alternative text.")}


def test_a_row_speaks_every_language_that_goes_out(draft):
    draft.key_facts.create(label_en="From", value_en="Here", label_zh_hans="来自")

    assert found(draft) == {("zh-hans", "Key fact “From: Here”: Value is missing.")}


def test_lengths_headings_and_foreign_words_warn_and_never_stop(draft, reviewer):
    draft.title_en = "x" * 111
    draft.standfirst_zh_hans = "短"
    draft.body_en = "<h3>Deep</h3><p>The 城市 wrote. XIE Zhenhua (解振华) spoke.</p>"
    draft.body_zh_hans = "<p>城市 cities 合作，C40 Cities、ICLEI 参与。</p>"
    draft.save()

    assert found(draft) == set()
    assert found(draft, errors=False) == {
        ("en", "Title has 111 characters; 110 are enough."),
        ("en", "Text: the heading “Deep” has no heading above it."),
        ("en", "Text: Chinese characters in the English text: 城市"),
        ("zh-hans", "Text: English words in the Chinese text: cities"),
        ("zh-hans", "Standfirst is short or missing; it is also the description."),
    }
    assert reviewer.save(draft, "_publish") == ["Published."]


def test_a_name_marked_as_in_its_own_language_is_no_foreign_word(draft):
    draft.body_en = '<p>The <span lang="zh-Hans">城市气候行动</span> plan.</p>'

    assert check(draft) == []


def test_an_error_stops_its_language_and_the_other_can_go_out(draft, reviewer, client):
    draft.body_zh_hans = '<p><a href="/zh-hans/cities/nowhere/">没有</a></p>'
    draft.save()

    said = reviewer.save(draft, "_publish")
    assert said == ["Not published: the checklist has errors in Chinese.", "Nothing changed."]
    assert client.get("/en/news/2026/a-draft/").status_code == 404
    buttons = reviewer.get(reviewer.url(draft)).cssselect("button[name=_publish]")
    assert [each.get("value") for each in buttons] == ["en"]
    assert buttons[0].text_content() == "Publish English"

    said = reviewer.save(draft, "_publish", "en")
    assert said == ["Published in English, without Chinese."]
    assert client.get("/en/news/2026/a-draft/").status_code == 200


def test_publishing_many_leaves_out_those_with_errors_and_names_them(draft, reviewer):
    faulty = article("faulty", status="draft", title_en="Faulty", body_zh_hans="")
    faulty.save()

    reviewer.act("publish_selected", draft, faulty)

    draft.refresh_from_db()
    faulty.refresh_from_db()
    assert (draft.status, faulty.status) == ("published", "draft")
    assert "Faulty: Not published: the checklist has errors in Chinese." in reviewer.messages()


def test_the_form_shows_the_checklist_and_links_to_the_field(draft, editor):
    draft.body_zh_hans = ""
    draft.save()

    item = editor.get(editor.url(draft)).cssselect(".desk-checklist li.desk-error a")[0]

    assert (item.get("href"), item.text_content()) == ("#id_body_zh_hans", "Text is missing.")


def test_the_key_by_which_a_chinese_list_is_sorted_is_no_english_word():
    city = City.objects.get(slug="beijing")
    assert city.sort_key_zh_hans.isascii()

    assert [each for each in check(city) if each.field.startswith("sort_key")] == []
