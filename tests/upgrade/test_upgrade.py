"""A database of an earlier commit is brought forward by ``prepare``, and people find all of it.

Each dump is of what ``tests/pixels/frozen.py fill`` made with the code of that commit and the key
below; the sessions were renamed after their people, and the dump holds no password and no file.
Two days have passed since: what was scheduled for the next morning is due.
"""

import contextlib
import gzip
import http.client
import http.cookies
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import lxml.html
import psycopg
import pytest
from django.conf import settings

# One process of the tests migrates for all of them.
pytestmark = [pytest.mark.xdist_group("upgrade"), pytest.mark.both_databases]

HERE = Path(__file__).resolve().parent
FROZEN = HERE.parent / "pixels" / "frozen.py"
NOW = "2026-11-26T10:00:00+08:00"
KEY = "upgrade-" * 8
ARTICLES, PROGRAMMES = "/admin/news/article/", "/admin/programmes/programme/"
DRAFT, PUBLISHED, PENDING = (f"{ARTICLES}{key}/" for key in (2, 8, 9))


@contextlib.contextmanager
def database(var):
    """Fill a database beside that of the tests, and yield its address."""
    server = settings.DATABASES["default"]
    vendor = server["ENGINE"].rpartition(".")[2].removesuffix("3")
    dump = gzip.decompress((HERE / f"9dc51ee.{vendor}.sql.gz").read_bytes()).decode()
    if vendor == "sqlite":
        with contextlib.closing(sqlite3.connect(var / "upgrade.sqlite3")) as connection:
            connection.executescript(dump)
        yield f"sqlite:///{var}/upgrade.sqlite3"
        return
    address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}".format_map(server)
    name = f"c40china_upgrade{os.environ.get('PYTEST_XDIST_WORKER', '')}"
    drop = f"DROP DATABASE IF EXISTS {name}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as postgres:
        postgres.execute(drop)
        postgres.execute(f"CREATE DATABASE {name}")
        with psycopg.connect(f"{address}/{name}") as connection:
            connection.execute(dump)
        yield f"{address}/{name}"
        postgres.execute(f"{drop} WITH (FORCE)")


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """The port of the site, which has brought the database forward by the time it listens."""
    var, root = tmp_path_factory.mktemp("var"), HERE.parent.parent
    variables = {"C40_VAR": str(var), "C40_SECRET_KEY": KEY, "C40_DEBUG": "true"}
    with database(var) as address:
        variables |= {"C40_DATABASE_URL": address, "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        command = [sys.executable, FROZEN, "serve", NOW]
        with subprocess.Popen(command, cwd=root, env=variables, stdout=subprocess.PIPE) as process:
            yield int(process.stdout.readline())
            process.terminate()


class UpgradeVisitor:
    """A browser with the session that a person had before; a reader's has none."""

    def __init__(self, port, name=""):
        self.port, self.path = port, ""
        self.cookies = http.cookies.SimpleCookie({"session": f"session-of-{name}"} if name else {})

    def ask(self, method, path, fields=""):
        """Return the answer to a request, and its text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Cookie": "; ".join(f"{name}={each.value}" for name, each in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request(method, path, fields, headers)
        answer = connection.getresponse()
        for each in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(each)
        text = answer.read().decode()
        connection.close()
        return answer, text

    def open(self, path):
        """Return the page at an address, and remember where it is."""
        answer, text = self.ask("GET", path)
        assert answer.status == 200, path
        self.path = path
        return lxml.html.document_fromstring(text)

    def send(self, form, **typed):
        """Send a form of the page that is open; return the status, and where the answer leads."""
        fields = [each for each in form.form_values() if each[0] not in typed and each[0][0] != "_"]
        fields += typed.items()
        answer, _text = self.ask("POST", form.get("action") or self.path, urlencode(fields))
        return answer.status, answer.headers["Location"]

    def form(self, path):
        """Return the form that is at an address."""
        return self.open(path).cssselect("#content-main form")[0]


@pytest.fixture
def visit(port):
    """Return the browser of a person, by name: ``visit("editor")``, or of a reader: ``visit()``."""
    return lambda name="": UpgradeVisitor(port, name)


def title(form):
    """Return the English title in the form of an article."""
    return form.fields["title_en"].strip()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "path",
    [
        *("", "about/", "privacy/", "cities/", "cities/fuzhou/", "programmes/", "programmes/cap/"),
        *("programmes/cbp/", "news/", "news/2021/china-special-envoy-c40/", "news/2026/published/"),
        "news/2026/published/bilingual/",
    ],
)
def test_reader_finds_the_page(visit, language, path):
    assert visit().open(f"/{language}/{path}").cssselect("h1")[0].text_content().strip()


def test_the_names_on_the_map_stand_where_they_did(visit):
    names = visit().open("/en/cities/").cssselect(".map a text")
    anchors = {name.text: name.get("text-anchor") for name in names}
    assert {name for name, anchor in anchors.items() if anchor == "end"} == {"Guangzhou", "Nanjing"}
    assert len(anchors) == 13


def test_search_finds_what_was_published(visit):
    assert "What cities wrote twice" in visit().open("/en/search/?q=twice").text_content()


@pytest.mark.parametrize("name", ["review", "returned", "expired", "withdrawn", "deleted"])
def test_what_was_not_public_still_is_not(visit, name):
    assert visit().ask("GET", f"/en/news/2026/{name}/")[0].status == 404


@pytest.mark.parametrize(
    ("name", "headline"),
    [("scheduled", "What cities wrote: scheduled"), ("due", "What cities write tomorrow")],
)
def test_what_was_scheduled_goes_out_at_its_time(visit, name, headline):
    page = visit().open(f"/en/news/2026/{name}/")
    assert page.cssselect("h1")[0].text_content() == headline


def test_what_was_there_in_both_languages_is_in_step(visit):
    page = visit("editor").open(f"{PUBLISHED}change/")

    assert len(page.cssselect(".language-mark-in_step")) >= 2
    assert page.cssselect(".language-mark-outdated") == []


def test_versions_are_listed_and_one_is_restored(visit):
    reviewer = visit("reviewer")
    listed = reviewer.open(f"{PUBLISHED}history/").cssselect("[name=old]")
    page = reviewer.open(f"{PUBLISHED}compare/?old={listed[-1].get('value')}")
    [restore] = page.cssselect("main form[method=post]")
    assert reviewer.send(restore) == (302, f"{PUBLISHED}change/")
    assert title(reviewer.form(f"{PUBLISHED}change/")) == "What cities wrote: published"
    # Readers keep what is published until the restored text is.
    assert "wrote twice" in visit().open("/en/news/2026/published/").text_content()


def test_pending_changes_are_published_by_whoever_has_the_permission_and_nobody_else(visit):
    expected = "What cities will have written by then"
    editor, publisher = visit("editor"), visit("publisher")
    assert editor.send(editor.form(f"{PENDING}change/"), _publish="")[0] == 403
    form = publisher.form(f"{PENDING}change/")
    assert title(form) == expected
    assert expected not in visit().open("/en/news/2026/pending/").text_content()
    assert publisher.send(form, _publish="")[0] == 302
    assert expected in visit().open("/en/news/2026/pending/").text_content()


@pytest.mark.parametrize(
    ("name", "status"), [("editor", 200), ("translator", 403), ("administrator", 200)]
)
def test_groups_still_let_people_do_what_they_could(visit, name, status):
    assert visit(name).ask("GET", f"{ARTICLES}add/")[0].status == status


@pytest.mark.parametrize(
    ("name", "path"), [("administrator", f"{DRAFT}change/"), ("editor", f"{ARTICLES}add/")]
)
def test_text_that_was_not_saved_is_offered(visit, name, path):
    person = visit(name)
    taken_over = person.open(path).cssselect("#content-main .note a")[-1].get("href")
    assert title(person.form(path + taken_over)) == "Typed and not saved"


def test_deleted_item_comes_back_with_what_pointed_to_it(visit):
    reviewer = visit("reviewer")
    [recover] = reviewer.open(f"{PROGRAMMES}recover/").cssselect("main form[method=post]")
    status, location = reviewer.send(recover)
    assert status == 302
    key = location.split("/")[-3]
    assert reviewer.form(f"{DRAFT}change/").fields["programmes"] == {key}
