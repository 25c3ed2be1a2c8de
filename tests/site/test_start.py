"""What `make run` does: it makes everything ready, and serves it or says in a sentence why not."""

import contextlib
import re
import runpy
import shutil
import sqlite3
import stat
import urllib.parse

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.support.running_site import manage

# One process of the tests makes the first start for all of them.
pytestmark = pytest.mark.xdist_group("start")


def asked(var, sql):
    """Return the rows that the database of a site answers."""
    with contextlib.closing(sqlite3.connect(var / "db.sqlite3")) as database, database:
        return database.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("named", "settings"),
    [
        ("C40_BIND", {"C40_BIND": "all"}),
        ("C40_DATABASE_URL", {"C40_DATABASE_URL": "db.sqlite3"}),
        ("C40_DEBUG", {"C40_DEBUG": "1"}),
        ("C40_HOST ", {"C40_HOST": "www.example.org"}),
        ("C40_HOSTS", {"C40_BIND": "0.0.0.0"}),
        ("C40_HOSTS", {"C40_BIND": "::", "C40_TLS": "true"}),
        ("C40_HOSTS", {"C40_HOSTS": "https://www.example.org", "C40_TLS": "true"}),
        ("C40_HOSTS", {"C40_HOSTS": "*", "C40_TLS": "true"}),
        ("C40_SECRET_KEY", {"C40_SECRET_KEY": "short"}),
        ("C40_SECURITY_CONTACT", {"C40_SECURITY_CONTACT": "security@example.org"}),
        ("C40_TLS", {"C40_TLS": "yes"}),
        ("C40_TLS", {"C40_BIND": "0.0.0.0", "C40_HOSTS": "www.example.org"}),
        ("C40_VAR", {"C40_VAR": "/dev/null/var"}),
        ("PORT", {"PORT": "eighty"}),
        ("PORT", {"PORT": "65536"}),
    ],
)
def test_wrong_setting_is_named_in_one_sentence(monkeypatch, root, tmp_path, named, settings):
    for name, value in {"C40_VAR": str(tmp_path), **settings}.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=rf"\A.*\b{named}.*\.\Z"):
        runpy.run_path(str(root / "c40china/settings.py"))


@pytest.mark.parametrize("command", ["prepare", "serve"])
def test_wrong_setting_stops_every_start(tmp_path, command):
    result = manage(tmp_path, command, C40_HOST="www.example.org")
    assert result.returncode != 0
    assert re.fullmatch(r"C40_HOST .*\.\n", result.stderr)
    assert not (tmp_path / "db.sqlite3").exists()


def test_database_that_cannot_be_opened_is_named_in_one_sentence(tmp_path):
    result = manage(tmp_path, "prepare", C40_DATABASE_URL="sqlite:////nowhere/db.sqlite3")
    assert result.returncode != 0
    assert re.fullmatch(r".*C40_DATABASE_URL.*\.\n", result.stderr)


def test_taken_port_is_named_in_one_sentence(site):
    result = manage(site.var, "serve", PORT=site.port)
    assert result.returncode != 0
    assert re.fullmatch(rf".*PORT {site.port}.*\.\n", result.stderr)


def test_first_start_names_an_account_that_opens_the_admin(first_start, site):
    _, result = first_start
    # Others may have tried as often as one may.
    shutil.rmtree(site.var / "cache", ignore_errors=True)
    name, password = re.search(r"user name +(\S+)\s+password +(\S+)", result.stdout).groups()
    login = site.get("/admin/login/")
    cookie = login.headers["Set-Cookie"].partition(";")[0]
    token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', login.body)[1].decode()
    form = {"csrfmiddlewaretoken": token, "login": name, "password": password}
    answer = site.request(
        "POST",
        "/admin/login/?next=/admin/",
        urllib.parse.urlencode(form),
        {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie},
    )
    assert (answer.status, answer.headers["Location"]) == (302, "/admin/")


def test_secret_key_is_made_once_and_kept_from_others(first_start):
    var, _ = first_start
    kept = var / "secret_key"
    before = kept.read_text()
    manage(var, "check")
    assert kept.read_text() == before
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_second_start_applies_new_migrations_says_nothing_and_changes_no_content(first_start):
    var, _ = first_start
    asked(var, "UPDATE cities_city SET summary_en = 'As staff wrote it'")
    manage(var, "migrate", "sessions", "zero")
    result = manage(var, "prepare")
    assert (result.stdout, result.stderr) == ("", "")
    assert asked(var, "SELECT DISTINCT summary_en FROM cities_city") == [("As staff wrote it",)]
    assert asked(var, "SELECT count(*) FROM django_session") == [(0,)]


def test_database_keeps_a_write_ahead_log(first_start):
    assert asked(first_start[0], "PRAGMA journal_mode") == [("wal",)]


def test_start_prints_the_address(site):
    assert f"http://127.0.0.1:{site.port}/" in site.words.splitlines()[0]


def test_home_is_served_compressed_and_without_a_cookie(site, language):
    response = site.get(f"/{language}/", **{"Accept-Encoding": "gzip"})
    assert response.status == 200
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in response.headers


def test_static_files_are_hashed_compressed_and_kept_for_ever(site):
    sheet = re.search(rb'href="(/static/[^"]+\.css)"', site.get("/en/").body)[1].decode()
    response = site.get(sheet, **{"Accept-Encoding": "br"})
    assert re.search(r"\.[0-9a-f]{12}\.css$", sheet)
    assert response.headers["Content-Encoding"] == "br"
    assert "immutable" in response.headers["Cache-Control"]


def test_part_of_a_static_file_is_sent_unless_the_file_has_changed(site):
    part = site.get("/static/img/desk.svg", Range="bytes=0-9")
    whole = site.get("/static/img/desk.svg", **{"Range": "bytes=0-9", "If-Range": '"old"'})
    assert (part.status, whole.status) == (206, 200)
    assert part.body == whole.body[:10]


def test_picture_is_served_with_the_headers_of_a_page(site):
    (site.var / "media" / "library").mkdir(parents=True, exist_ok=True)
    (site.var / "media" / "library" / "street.webp").write_bytes(b"RIFF")
    response = site.get("/media/library/street.webp")
    assert (response.status, response.body) == (200, b"RIFF")
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/library/",
        "/media/../secret_key",
        "/media/library/../../secret_key",
        "/media/library/..%2f..%2fsecret_key",
        "/media/library/%00",
        f"/media/library/{'x' * 300}",
    ],
)
def test_no_path_leads_out_of_the_pictures(site, path):
    assert site.get(path).status == 404


def test_foreign_host_name_is_refused(site):
    assert site.get("/en/", host="www.example.org").status == 400


@pytest.mark.parametrize("path", ["/en/%FF", "/%C3", "/en/?page=%FF%00", "/en/%00"])
def test_broken_address_is_not_an_error_of_the_server(site, path):
    assert site.get(path).status in (200, 404)


def test_site_without_tls_asks_for_none(site):
    response = site.get("/admin/login/")
    assert "Strict-Transport-Security" not in response.headers
    assert "Secure" not in response.headers["Set-Cookie"]
