"""What every test stands on: the real content, a server on it, and a browser."""

import gc
import os
import shutil
from pathlib import Path

import lxml.html
import pytest
from django.core.management import call_command
from django.db import connection, transaction

from news.models import Article
from tests.support import request_gate
from tests.support.desk_client import session_cookie
from tests.support.running_site import manage, serving

# Playwright keeps an event loop in the thread of the tests, where Django would then refuse the
# database. No test here runs anything asynchronous of its own.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

TESTS = Path(__file__).resolve().parent
# Without a window of its own it does the same for half the work.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
# Chromium as root, without the calls home that a closed network would refuse one by one.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(config, items):
    """Let a folder say what its tests need; without Chromium, leave those out that need it.

    All but those of ``core``, which has no page of its own, may use the database.
    """
    for item in items:
        folder = item.path.relative_to(TESTS).parts[0]
        if folder == "browser":
            item.add_marker("browser")
        if folder not in ("core", "upgrade"):
            item.add_marker("django_db")
    # First what takes longest, so that at the end no process of the tests waits for another.
    items.sort(key=lambda item: item.path.name != "test_fuzz.py")
    if CHROMIUM:
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_collection_finish():
    """Look less often for garbage, which took a tenth of the time, and not in what was imported."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_terminal_summary(terminalreporter):
    """Say in one line what was left out and how to have it."""
    if not CHROMIUM:
        terminalreporter.write_line(
            "Left out for want of Chromium: the browser tests. "
            "To have them: apt-get install chromium-headless-shell fonts-noto-cjk"
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database holds the real content; each test changes it in a transaction only."""
    with django_db_blocker.unblock():
        call_command("load_content", verbosity=0)


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """The database for a fixture of a module: what it writes stays until the module's last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(params=["en", "zh-hans"])
def language(request):
    """Each of the two languages: a test that names this is run in both."""
    return request.param


@pytest.fixture(scope="session")
def session_server(django_db_setup):
    """One server for all browser tests. It shares the connection, so also a test's transaction.

    pytest-django's own ``live_server`` would empty the tables after each test, content included.
    """
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("localhost")
    # A page's last connection may be closed by its thread only after the server has stopped.
    connection.inc_thread_sharing()
    yield server
    server.stop()


@pytest.fixture
def server(db, session_server):
    """The address of the running site, which sees what the test has written."""
    with request_gate.opened():
        yield session_server.url


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the whole session; pages are cheap, browsers are not."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, server):
    """Open an address of the site: ``open_page("/en/", width=390, dark=True)``.

    None leaves the page blank; ``user`` is logged in. Keyword arguments that are not named here go
    to the browser context, such as ``java_script_enabled=False``.
    """
    contexts = []

    def opened(path, *, width=1440, height=900, dark=False, user=None, **context_options):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            **context_options,
        )
        contexts.append(context)
        if user:
            context.add_cookies([session_cookie(user, server)])
        page = context.new_page()
        if path is not None:
            page.goto(f"{server}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def open_html(client, db):
    """Open an address of the site without a browser, and return the parsed page."""

    def opened(url, status=200, **extra):
        response = client.get(url, **extra)
        assert response.status_code == status, url
        page = lxml.html.document_fromstring(response.content.decode())
        page.response = response
        return page

    return opened


@pytest.fixture
def one_article(db):
    """The real content with the press release of the meeting of mayors as its only article."""
    Article.objects.exclude(slug="china-special-envoy-c40").delete()


@pytest.fixture
def fixture_articles(db):
    """More articles than the real content has, as the design's pictures show them."""
    call_command("load_content", "tests/content", verbosity=0)


@pytest.fixture(scope="module")
def module_articles(module_db):
    """The same for a fixture of a module."""
    call_command("load_content", "tests/content", verbosity=0)


@pytest.fixture
def article(db):
    """The article of the real content."""
    return Article.objects.get(slug="china-special-envoy-c40")


@pytest.fixture
def root():
    """The directory of the project."""
    return TESTS.parent


@pytest.fixture(scope="session")
def first_start(tmp_path_factory):
    """A directory that was empty before the first start, and what that start said."""
    var = tmp_path_factory.mktemp("var")
    return var, manage(var, "prepare")


@pytest.fixture(scope="session")
def site(first_start):
    """The site as it is served with nothing set."""
    with serving(first_start[0]) as site:
        yield site
