"""Parts of files."""

import pytest
from django.http import FileResponse, HttpResponse
from django.views.decorators.http import etag

from core.ranges import RangeMiddleware

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(250))
MODIFIED = "Thu, 01 Jan 2026 00:00:00 GMT"


@pytest.fixture
def ask(rf, tmp_path):
    """Ask for a file of 250 bytes; return the response with its content."""
    (tmp_path / "file.bin").write_bytes(CONTENT)

    @etag(lambda request: '"1"')
    def view(request):
        file = (tmp_path / "file.bin").open("rb")
        return FileResponse(file, as_attachment=True, headers={"Last-Modified": MODIFIED})

    def asked(method="get", **headers):
        response = RangeMiddleware(view)(getattr(rf, method)("/", headers=headers))
        response.whole = response.getvalue() if response.streaming else response.content
        response.close()
        return response

    return asked


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, 250),
        ("bytes=100-9999", 100, 250),
        ("bytes=249-", 249, 250),
        ("bytes=-1", 249, 250),
        ("bytes=-9999", 0, 250),
    ],
)
def test_part_is_sent(ask, wanted, start, end):
    response = ask(range=wanted)

    assert (response.status_code, response.whole) == (206, CONTENT[start:end])
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/250"
    assert response["Content-Length"] == str(end - start)
    assert response["Content-Disposition"] == 'attachment; filename="file.bin"'


@pytest.mark.parametrize("wanted", ["bytes=250-", "bytes=999-1000", "bytes=-0"])
def test_part_that_is_not_there_is_refused(ask, wanted):
    response = ask(range=wanted)

    assert (response.status_code, response.whole) == (416, b"")
    assert (response["Content-Range"], response["Content-Length"]) == ("bytes */250", "0")


@pytest.mark.parametrize(
    "wanted",
    ["", "bytes=", "bytes=-", "bytes=9-5", "bytes=0-1,5-6", "lines=0-9", "bytes=٣-", "x" * 9000],
)
def test_what_is_no_range_gives_the_whole_file(ask, wanted):
    response = ask(range=wanted)

    assert (response.status_code, response.whole) == (200, CONTENT)
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("known", "status"),
    [('"1"', 206), (MODIFIED, 206), ('"2"', 200), ('W/"1"', 200), ("yesterday", 200)],
)
def test_part_of_another_file_is_not_sent(ask, known, status):
    assert ask(range="bytes=0-9", if_range=known).status_code == status


def test_reader_who_has_the_file_gets_304_and_no_part(ask):
    assert ask(range="bytes=0-9", if_none_match='"1"').status_code == 304


def test_head_has_no_parts(ask):
    response = ask("head", range="bytes=0-9")

    assert (response.status_code, response["Content-Length"]) == (200, "250")


def test_page_has_no_parts(rf):
    page = RangeMiddleware(lambda request: HttpResponse("A page"))

    response = page(rf.get("/", headers={"range": "bytes=0-1"}))

    assert (response.status_code, response.content) == (200, b"A page")
    assert "Accept-Ranges" not in response
