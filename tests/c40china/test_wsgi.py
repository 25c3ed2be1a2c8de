"""The site under a server that is not its own."""

import io
from wsgiref.util import FileWrapper, setup_testing_defaults
from wsgiref.validate import validator

import pytest

from c40china.wsgi import application
from core.images import COPIES
from library.models import Image
from tests.support.items import jpeg

pytestmark = pytest.mark.django_db


def answer(path, **more):
    """Return status and body of an answer that keeps all rules of WSGI."""
    environ = {"SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": "", **more}
    setup_testing_defaults(environ)
    environ["wsgi.input"] = io.BytesIO()
    statuses = []

    def start_response(status, headers, exc_info=None):
        statuses.append(status)
        return lambda data: None

    body = validator(application)(environ, start_response)
    try:
        return statuses[0], b"".join(body)
    finally:
        body.close()


@pytest.mark.parametrize("path", ["/en/", "/zh-hans/news/", "/admin/login/", "/sitemap.xml"])
def test_pages_are_served(db, path):
    status, body = answer(path)

    assert status == "200 OK"
    assert body


@pytest.mark.parametrize("wrapper", [{}, {"wsgi.file_wrapper": FileWrapper}])
def test_files_are_served_with_the_wrapper_of_the_server_and_without(db, wrapper):
    image = Image.objects.create(file=jpeg(), alt_en="A roof", alt_zh_hans="屋顶")
    path = getattr(image.file, next(iter(COPIES)))

    status, whole = answer(path, **wrapper)
    partial, part = answer(path, HTTP_RANGE="bytes=2-9", **wrapper)

    assert (status, partial) == ("200 OK", "206 Partial Content")
    assert part == whole[2:10]
