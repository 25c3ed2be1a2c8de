"""An article as a PDF: who gets which file, under which name, and what the page says of it."""

import io
from functools import partial
from urllib.parse import unquote

import pikepdf
import pytest
import time_machine
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from core.pdf.process import lock
from news.models import Article
from programmes.models import Programme
from tests.support import pdf
from tests.support.desk_client import LATER, MOMENT, Desk, person
from tests.support.html import asked

LANGUAGES = ["en", "zh-hans"]
XIE = "news/2021/china-special-envoy-c40"
BUTTON = "a.filled[type='application/pdf']"


@pytest.fixture
def get(client):
    return partial(asked, client)


def upload(article, language, content):
    column = {"en": "pdf_en", "zh-hans": "pdf_zh_hans"}[language]
    getattr(article, column).save("own.pdf", ContentFile(content))


# --- The file ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "beginning"),
    [
        ("en", "C40 China News Mayors from ten countries meet China’s Special Envoy for Climate"),
        ("zh-hans", "C40 中国 新闻 十国市长与中国气候变化事务特使 解振华视频对话 会议聚焦城市"),
    ],
)
def test_our_own_article_conforms_on_two_leaves_that_begin_with_its_head(
    get, article, language, beginning
):
    content = get(f"/{language}/{XIE}.pdf").whole
    assert pdf.faults(content) == {"2a": [], "ua1": [], "syntax": []}
    assert "〓" not in pdf.text(content)
    assert " ".join(pdf.text(content).split()).startswith(beginning)
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert len(opened.pages) == 2


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("XIE Zhenhua said:", "“Climate change", "“Countries", "“I hope", "recovery.”")),
        ("zh-hans", ("解振华特使表示：", "“气候变化", "“在疫情", "“希望", "贡献。”", "引语由")),
    ],
)
def test_a_quotation_stands_on_one_leaf_with_the_words_that_introduce_it(get, language, words):
    leaves = pdf.leaves(get(f"/{language}/{XIE}.pdf").whole)

    assert [all(each in leaf for each in words) for leaf in leaves] == [False, True]


def test_a_chinese_quotation_breaks_between_words_and_hangs_its_mark(get):
    lines = pdf.lines(get(f"/zh-hans/{XIE}.pdf").whole)
    start = next(n for n, line in enumerate(lines) if line.text.startswith("“气候变化"))
    lead = lines[start : start + 2]

    assert lead[1].text.endswith("有力的行动。")
    for word in ("现实", "紧迫", "危机", "需要"):
        assert any(word in line.text for line in lead), word
    # The edge is that of the lines below; the mark is as wide as a character.
    edge = lines[start + 2].left
    assert round(edge - lead[0].left, 1) == 13.5
    assert lead[1].left == edge


def test_headers_name_the_file_and_its_page_and_say_what_is_new(get, article, language):
    address = f"/{language}/{XIE}.pdf"
    sent = get(address)

    kind, name, encoded = sent["Content-Disposition"].split("; ")
    plain = {"en": "en", "zh-hans": "zh-Hans"}[language]
    assert (kind, name) == ("attachment", f'filename="china-special-envoy-c40-{plain}.pdf"')
    title = {"en": article.title_en, "zh-hans": article.title_zh_hans.replace("|", "")}[language]
    assert unquote(encoded.removeprefix("filename*=UTF-8''")) == f"{title}.pdf"
    assert sent["Link"] == f'<http://testserver/{language}/{XIE}/>; rel="canonical"'
    known = {"if-none-match": sent["ETag"]}, {"if-modified-since": sent["Last-Modified"]}
    assert [get(address, **each).status_code for each in known] == [304, 304]


def test_name_of_the_file_holds_nothing_that_a_disk_or_a_header_refuses(get, article):
    title = 'A/B\\C: "D" <E>?\r\nX-Evil: 1 ' + "很长" * 90
    Article.objects.filter(pk=article.pk).update(title_en=title)
    response = get(f"/en/{XIE}.pdf")
    name = unquote(response["Content-Disposition"].partition("''")[2])
    assert name.startswith("A B C D E X-Evil 1 很长")
    assert len(name.encode()) <= 255
    assert "X-Evil" not in response


def test_changed_article_is_another_file(get, article):
    before = get(f"/en/{XIE}.pdf")
    Article.objects.filter(pk=article.pk).update(standfirst_en="Corrected.")
    after = get(f"/en/{XIE}.pdf", **{"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "Corrected." in pdf.text(after.whole)


# --- Who gets it ------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["news/0/china-special-envoy-c40", "news/2021/nothing"])
def test_wrong_address_has_no_file(get, article, language, address):
    assert get(f"/{language}/{address}.pdf").status_code == 404


def test_article_in_chinese_only_offers_the_chinese_file_and_says_so(open_html, get, article):
    Article.objects.filter(pk=article.pk).update(body_en="")
    assert get(f"/en/{XIE}.pdf").status_code == 404
    buttons = open_html(f"/en/{XIE}/").cssselect(BUTTON)
    assert buttons
    for button in buttons:
        assert button.get("href") == f"/zh-hans/{XIE}.pdf"
        assert button.get("hreflang") == "zh-Hans"
        assert "Download PDF in Chinese" in button.text_content()


# --- The page ---------------------------------------------------------------------------------


def test_page_offers_the_file_above_and_below_the_text(open_html, get, article, language):
    before = open_html(f"/{language}/{XIE}/").cssselect(BUTTON)
    get(f"/{language}/{XIE}.pdf")
    after = open_html(f"/{language}/{XIE}/").cssselect(BUTTON)

    assert [button.get("href") for button in before] == [f"/{language}/{XIE}.pdf"] * 2
    # Its size is not told, made or not: no page waits for what a reader may never ask for.
    words = [button.text_content() for button in before]
    assert "KB" not in words[0]
    assert [button.text_content() for button in after] == words


@pytest.mark.parametrize("layout", ["pathway", "skyline"])
def test_article_without_cities_shows_the_drawing_of_its_programme(get, article, layout):
    article.cities.clear()
    article.programmes.set(Programme.objects.filter(layout=layout))
    assert pdf.faults(get(f"/en/{XIE}.pdf").whole) == {"2a": [], "ua1": [], "syntax": []}


# --- When it cannot be had --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The PDF is not ready yet"), ("zh-hans", "PDF尚未备好")]
)
def test_reader_who_comes_while_others_are_served_is_asked_to_wait(
    open_html, article, monkeypatch, language, words
):
    monkeypatch.setattr("core.pdf.process.PATIENCE", 0.1)
    Article.objects.update(standfirst_en="Busy", standfirst_zh_hans="忙")
    with lock(["slot-0"]), lock(["slot-1"]):
        page = open_html(f"/{language}/{XIE}.pdf", status=503)
    assert page.response["Retry-After"] == "10"
    assert words in page.text_content()


@pytest.mark.parametrize(("language", "words"), [("en", "print menu"), ("zh-hans", "打印")])
def test_reader_of_what_cannot_be_set_is_told_to_print(
    open_html, article, monkeypatch, caplog, language, words
):
    monkeypatch.setattr("core.pdf.process.SECONDS", 0.001)
    Article.objects.update(standfirst_en="Failing", standfirst_zh_hans="失败")
    page = open_html(f"/{language}/{XIE}.pdf", status=500)
    cache.clear()
    assert words in page.text_content()
    assert f"/{language}/{XIE}/" in [link.get("href") for link in page.cssselect("main a")]
    assert any("took more than" in record.getMessage() for record in caplog.records)


# --- When it is made --------------------------------------------------------------------------


def test_neither_publishing_nor_a_moment_that_has_come_nor_a_page_makes_a_file(
    article, get, open_html, django_capture_on_commit_callbacks
):
    get(f"/en/{XIE}.pdf")
    before = default_storage.listdir("pdf")
    reviewer = Desk(person("Reviewer"))
    with django_capture_on_commit_callbacks(execute=True):
        reviewer.save(article, "_publish", title_en="Changed", title_zh_hans="已更改")
        reviewer.save(article, "_publish", title_en="Due", title_zh_hans="到时", **LATER)
        with time_machine.travel(MOMENT, tick=False):
            pages = [open_html(f"/{language}/{XIE}/") for language in LANGUAGES]

    assert [page.cssselect("h1")[0].text_content() for page in pages] == ["Due", "到时"]
    assert default_storage.listdir("pdf") == before


# --- A file of the staff's own ----------------------------------------------------------------


def test_file_that_staff_uploaded_is_sent_instead_in_its_language_only(
    get, open_html, article, language
):
    own = pdf.blank()
    upload(article, language, own)
    (other,) = {*LANGUAGES} - {language}
    response = get(f"/{language}/{XIE}.pdf")
    assert response.whole == own
    assert get(f"/{other}/{XIE}.pdf").whole != own
    assert "1 KB" in open_html(f"/{language}/{XIE}/").cssselect(BUTTON)[0].text_content()
    known = {"if-none-match": response["ETag"]}
    assert get(f"/{language}/{XIE}.pdf", **known).status_code == 304
    upload(article, language, pdf.blank("Newer"))
    assert get(f"/{language}/{XIE}.pdf", **known).whole == pdf.blank("Newer")


def test_upload_that_has_gone_from_the_storage_leaves_the_page_standing(open_html, article):
    upload(article, "en", pdf.blank())
    default_storage.delete(article.pdf_en.name)
    open_html(f"/en/{XIE}/")


def save_with(article, content):
    reviewer = Desk(person("Reviewer"))
    file = SimpleUploadedFile("own.pdf", content, content_type="application/pdf")
    return reviewer.send(article, reviewer.form(article) | {"pdf_en": file, "_publish": ""})


def test_staff_upload_a_pdf_in_the_form(article, get):
    own = pdf.blank("From the form")
    assert save_with(article, own).status_code == 302
    assert get(f"/en/{XIE}.pdf").whole == own


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>not a PDF", "This is not a PDF, whatever its name says."),
        (pdf.blank()[:200], "damaged, empty or protected"),
        (b"%PDF-1.7 and nothing else", "damaged, empty or protected"),
        (pdf.blank(encryption=pikepdf.Encryption(owner="o", user="u")), "protected by a password"),
        (b"%PDF-" + bytes(20 * 1024 * 1024), "larger than 20 MB"),
    ],
    ids=["HTML", "cut short", "head only", "password", "too large"],
)
def test_what_is_no_pdf_is_refused_in_words(article, content, words):
    response = save_with(article, content)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Article.objects.get(pk=article.pk).pdf_en
