"""What takes long is left to other threads by those that answer pages."""

from contextlib import closing

import pytest

from accounts.hashers import PBKDF2PasswordHasher
from core import costly
from core.share_images import Drawing, ShareImage, stored
from news.models import Article

pytestmark = pytest.mark.django_db

ARTICLE = "/en/news/2021/china-special-envoy-c40"
NEVER_DRAWN = ShareImage("en", "Never drawn", "A site", Drawing())


@pytest.fixture
def thread_for_pages():
    """Be such a thread."""
    costly.here.is_for_pages = True
    yield
    costly.here.is_for_pages = False


def search(client, words):
    return client.get("/en/search/", {"q": words})


def pdf(client, standfirst):
    Article.objects.update(standfirst_en=standfirst)
    with closing(client.get(f"{ARTICLE}.pdf")) as response:
        return response.getvalue()


COSTLY = {
    "search": lambda client: search(client, "climate city energy building carbon water air green"),
    "search for what nobody wrote": lambda client: search(client, "climatte"),
    "pdf": lambda client: pdf(client, "Never set before"),
    "picture": lambda client: stored(NEVER_DRAWN, "600x600"),
    "password": lambda client: PBKDF2PasswordHasher().encode("password", "salt", 1),
}


@pytest.mark.parametrize("work", COSTLY)
def test_costly_work_is_left_to_another_thread(client, thread_for_pages, work):
    with pytest.raises(costly.OtherThread) as raised:
        COSTLY[work](client)

    assert work.startswith(raised.value.kind)


@pytest.mark.parametrize("work", COSTLY)
def test_any_thread_of_another_server_does_it(client, work):
    assert COSTLY[work](client)


def test_what_is_there_already_is_not_costly(client, thread_for_pages):
    costly.here.is_for_pages = False
    first = pdf(client, "Set once")
    costly.here.is_for_pages = True

    assert pdf(client, "Set once") == first
    assert search(client, "climate").status_code == 200
