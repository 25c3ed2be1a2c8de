"""What the log holds of a request that fails, and what it never holds."""

import io
import json
import logging.config

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import path

from c40china import urls

SECRET = "zebra-4711"


def fail(request, token):
    """Fail with what was typed in the message of the error."""
    try:
        raise ValidationError(SECRET)
    except ValidationError as error:
        raise RuntimeError("disk is full") from error


urlpatterns = [path("preview/<str:token>/", fail), *urls.urlpatterns]
pytestmark = pytest.mark.django_db


@pytest.fixture
def written(settings):
    """What the site's own logging writes to a file, a dict for each line."""
    file = io.StringIO()
    handler = settings.LOGGING["handlers"]["stderr"] | {"stream": file}
    formatter = {"()": "c40china.server.logs.JSONFormatter"}
    changed = {"handlers": {"stderr": handler}, "formatters": {"line": formatter}}
    logging.config.dictConfig(settings.LOGGING | changed)
    yield lambda: [json.loads(line) for line in file.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


@pytest.mark.urls(__name__)
def test_a_fault_is_one_object_with_its_route_and_neither_address_nor_text(client, written):
    client.raise_request_exception = False
    given = "0" * 32
    client.get(f"/preview/{SECRET}/", headers={"X-Request-ID": given})
    [line] = written()
    assert SECRET not in json.dumps(line)
    assert line["level"] == "ERROR"
    assert line["message"] == "Internal Server Error: /preview/<str:token>/"
    assert line["exception"].endswith("RuntimeError: disk is full")
    assert line["request_id"] == given


def test_refused_posts_of_strangers_leave_no_line(written):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/admin/login/", {"username": SECRET}).status_code == 403
    assert stranger.get(f"/en/{SECRET}/").status_code == 404
    assert stranger.get("/en/", headers={"Host": f"{SECRET}.example"}).status_code == 400
    assert written() == []
