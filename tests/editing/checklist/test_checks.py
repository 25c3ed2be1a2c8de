"""Before something goes out, each language is looked at: errors stop that language alone."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from cities.models import City
from editing.checklist.checks import check
from news.models import Article
from programmes.models import Milestone
from tests.support.html import parsed
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
        '<a href="https://a＃b@example.org/">Elsewhere too</a> '
        '<a href="#top">Top</a> <a href="#part-two">No place</a></p>'
    )

    assert found(draft) == {
        ("en", "the link /en/cities/nowhere/ leads nowhere."),
        ("en", "the link /cities/fuzhou/ leads nowhere."),
        ("en", "the link #part-two leads nowhere."),
    }


def test_a_link_to_a_draft_leads_nowhere_for_readers(draft):
    Article.objects.create(slug="hidden", date="2026-01-01", title_en="Hidden", body_en="<p>x</p>")
    draft.body_en = '<p><a href="/en/news/2026/hidden/">Hidden</a></p>'

    assert found(draft) == {("en", "the link /en/news/2026/hidden/ leads nowhere.")}


def test_a_link_needs_words(draft):
    draft.body_en = '<p>One<a href="/en/news/"> </a>two</p>'

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


def test_characters_that_pdf_and_share_image_cannot_show_are_named(draft):
    draft.title_zh_hans = "𠮷野川的湿地与㐀字路口"
    draft.body_en = "<p>Rain plan 🌧️ &amp; 🌳🌳</p>"
    city = City(name_en="𠮷", summary_en="🌳")

    said = "the share image and the PDF show 〓 in place of"
    assert found(draft, errors=False) == {
        ("zh-hans", f"Title: {said} 𠮷 (U+20BB7)."),
        ("en", f"Text: {said} 🌧 (U+1F327), 🌳 (U+1F333)."),
    }
    # A city has a share image and no PDF.
    assert [each for each in found(city, errors=False) if said in each[1]] == [
        ("en", f"Name: {said} 𠮷 (U+20BB7)."),
    ]


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


def test_a_fact_that_readers_do_not_see_is_named_in_the_form_and_in_the_checklist(editor):
    fuzhou = City.objects.get(slug="fuzhou")
    source = fuzhou.member_since_source
    fuzhou.member_since_source, fuzhou.population = "", 8_000_000
    fuzhou.save()
    sentences = {
        "population": "Not shown, because “Source of the population figure” is empty.",
        "member_since": "Not shown, because “Source of member since” is empty.",
    }

    page = editor.get(editor.url(fuzhou))

    for name, sentence in sentences.items():
        assert sentence in page.cssselect(f".field-{name}")[0].text_content()
        points = page.cssselect(f".desk-checklist a[href='#id_{name}']")
        assert [each.text_content().partition(": ")[2] for each in points] == [sentence]
    fuzhou.member_since_source, fuzhou.population = source, None
    fuzhou.save()
    assert "Not shown" not in editor.get(editor.url(fuzhou)).text_content()


def test_where_a_text_first_stood_is_not_shown_without_its_publisher(draft):
    draft.first_address, draft.first_publisher_en = "https://example.org/", "A paper"

    warnings = {each for each in found(draft, errors=False) if "Not shown" in each[1]}
    assert warnings == {
        ("zh-hans", "Address there: Not shown, because “First published by” is empty.")
    }


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("0205-04-01", "Date: Is the year right? It is 0205."),
        ("2205-04-01", "Date: Is the year right? It is 2205."),
        (timezone.localdate() + timedelta(days=3), "Date: The day is yet to come: "),
        (timezone.localdate(), ""),
    ],
)
def test_a_year_or_a_day_that_may_be_a_slip_is_asked_about(draft, day, said):
    draft.date = day

    warnings = [sentence for code, sentence in found(draft, errors=False) if not code]
    assert [each.startswith(said) for each in warnings] == ([True] if said else [])


def test_days_to_come_are_asked_about_in_articles_and_not_in_milestones(draft, editor):
    form = editor.form(draft) | {"date": str(timezone.localdate() + timedelta(days=9))}
    editor.send(draft, form | {"_save": ""})

    page = editor.get(editor.url(draft))
    assert "yet to come" in page.cssselect(".desk-checklist a[href='#id_date']")[0].text_content()
    refused = parsed(editor.send(draft, editor.form(draft) | {"date": "2205-04-01"}))
    assert "Is the year right?" in refused.cssselect(".field-date .errorlist")[0].text_content()
    milestone = Milestone(date=timezone.localdate() + timedelta(days=9), title_en="x")
    assert found(milestone, errors=False) == set()


def test_a_new_article_is_of_today_and_no_other_time_is_written_beside_it(editor, language):
    editor.user.interface_language = language
    editor.user.save()

    page = editor.get("/admin/news/article/add/")

    shown = page.cssselect("[name=date]")[0].get("value").replace("/", "-")
    assert shown == str(timezone.localdate())


def test_a_row_is_named_by_the_text_that_it_has(draft, language):
    fact = {"label_en": "Roofs", "value_en": "12", "label_zh_hans": "", "value_zh_hans": "12"}
    draft.key_facts.create(**fact)

    with translation.override(language):
        (sentence,) = {sentence for _code, sentence in found(draft)}

    assert "“Roofs: 12”" in sentence
