"""How large a body may be, for whom and where."""

import pytest
from django.conf import settings

from c40china.server import limits
from tests.support.desk_client import person, session_cookie

pytestmark = pytest.mark.django_db

MB = 1024 * 1024


def post(path, cookie):
    return {"REQUEST_METHOD": "POST", "PATH_INFO": path, "HTTP_COOKIE": cookie}


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [
        (None, "/en/", 1),
        (None, "/admin/login/", 1),
        (None, "/admin/news/article/add/", 1),
        ("Editor", "/en/", 1),
        ("Editor", "/admin/cities/city/1/change/", 8),
        ("Editor", "/admin/news/article/1/change/", 25),
        ("Editor", "/admin/library/image/add/", 25),
    ],
)
def test_only_staff_send_much_and_most_where_a_file_is_taken(who, path, most):
    cookie = session_cookie(person(who), "") if who else {"name": "a", "value": "b"}
    assert limits.most(post(path, "{name}={value}".format(**cookie))) == most * MB


def test_a_session_that_somebody_made_up_is_that_of_a_stranger():
    cookie = f"{settings.SESSION_COOKIE_NAME}=made-up"
    assert limits.most(post("/admin/news/article/add/", cookie)) == MB
