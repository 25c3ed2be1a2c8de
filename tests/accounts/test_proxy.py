"""The site behind a proxy on loopback that speaks https for it, as it runs in production.

Where the tests of a start need another server, they use this one.
"""

import contextlib
import http.client
import re
import shutil
import socket
import socketserver
import threading
import time
import urllib.parse
from http.cookies import SimpleCookie

import lxml.html
import pytest

from tests.accounts.test_second_factor import code_of
from tests.site.test_start import asked
from tests.support.running_site import serving

# The first start is that of the tests of the start.
pytestmark = pytest.mark.xdist_group("start")

HOST, VISITOR = "www.example.org", "203.0.113.7"
ACCOUNT = "/admin/account/"


class Proxy(socketserver.StreamRequestHandler):
    """Passes on one request of a visitor, and says who that was, as nginx is told to."""

    def handle(self):
        line, headers = self.rfile.readline(), http.client.parse_headers(self.rfile)
        given = headers.get_all("X-Forwarded-For", [])
        for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Connection"):
            del headers[name]
        headers["X-Forwarded-For"] = ", ".join([*given, VISITOR])
        headers["X-Forwarded-Proto"] = "https"
        headers["Connection"] = "close"
        with socket.create_connection(("127.0.0.1", self.server.site)) as site:
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            site.sendall(line + lines.encode() + b"\r\n")
            threading.Thread(target=self.pass_body, args=[site]).start()
            while data := site.recv(65536):
                self.wfile.write(data)

    def pass_body(self, site):
        """Pass on what the visitor sends until somebody has enough."""
        with contextlib.suppress(OSError, ValueError):
            while data := self.rfile.read1(65536):
                site.sendall(data)


class ProxyVisitor:
    """A browser of somebody who reaches the site through the proxy, and keeps its cookies."""

    def __init__(self, port):
        self.port, self.cookies = port, SimpleCookie()

    def ask(self, method, path, body=None, host=HOST, **headers):
        """Return the answer, with its ``text``."""
        jar = "; ".join(f"{name}={each.value}" for name, each in self.cookies.items())
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Host": host, "Cookie": jar, **headers})
            answer = connection.getresponse()
            answer.text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return answer

    def send(self, path, page, **fields):
        """Fill in the form of a page that came from ``path``, and send it as a browser does."""
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
        fields["csrfmiddlewaretoken"] = token
        return self.ask(
            "POST",
            path,
            urllib.parse.urlencode(fields),
            Origin=f"https://{HOST}",
            **{"Content-Type": "application/x-www-form-urlencoded"},
        )


@pytest.fixture(scope="module")
def served(first_start, tmp_path_factory):
    """The site under a public name, on loopback: the port of its proxy, its first password, itself.

    It has an old session, and prunes at its start.
    """
    var = tmp_path_factory.mktemp("proxy") / "var"
    shutil.copytree(first_start[0], var)
    asked(var, "INSERT INTO django_session VALUES ('old', '', '2020-01-01 00:00:00')")
    password = re.search(r"password +(\S+)", first_start[1].stdout)[1]
    with (
        serving(var, "--prune-after=0", C40_HOSTS=f"{HOST},example.org", C40_TLS="true") as site,
        socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy) as proxy,
    ):
        proxy.site = int(site.port)
        threading.Thread(target=proxy.serve_forever).start()
        yield proxy.server_address[1], password, site
        proxy.shutdown()


def test_the_desk_opens_with_a_second_factor_alone(served):
    port, password, _site = served
    visitor = ProxyVisitor(port)
    page = visitor.ask("GET", "/admin/login/")
    answer = visitor.send("/admin/login/", page, login="admin", password=password)
    assert "Secure" in answer.headers["Set-Cookie"]

    assert visitor.ask("GET", "/admin/").headers["Location"] == ACCOUNT
    page = visitor.ask("GET", f"{ACCOUNT}app/add/")
    secret = lxml.html.document_fromstring(page.text).cssselect("li code")[0].text_content()
    assert visitor.send(f"{ACCOUNT}app/add/", page, code=code_of(secret)).status == 302
    assert visitor.ask("GET", "/admin/").status == 200

    # The address is the one that the proxy has seen, whatever the visitor says.
    visitor.ask("GET", "/admin/", **{"X-Forwarded-For": "198.51.100.1"})
    sessions = visitor.ask("GET", f"{ACCOUNT}sessions/").text
    assert VISITOR in sessions
    assert "198.51.100.1" not in sessions


def test_addresses_have_the_name_and_the_scheme_that_visitors_see(served, language):
    visitor = ProxyVisitor(served[0])
    page = lxml.html.document_fromstring(visitor.ask("GET", f"/{language}/").text)
    assert page.cssselect("[rel=canonical]")[0].get("href") == f"https://{HOST}/{language}/"

    other = visitor.ask("GET", f"/{language}/?a=b", host="example.org")
    assert other.headers["Location"] == f"https://{HOST}/{language}/?a=b"
    assert visitor.ask("GET", f"/{language}/", host="www.example.com").status == 400


def test_what_the_site_refuses_reaches_the_visitor_in_words(served, language):
    visitor = ProxyVisitor(served[0])
    missing = visitor.ask("GET", f"/{language}/no-such-page/")
    said = {"en": ("Page not found", "larger than"), "zh-hans": ("找不到", "过大")}[language]
    assert (missing.status, said[0] in missing.text) == (404, True)

    # Refused by its length, before any of it is sent.
    large = visitor.ask("POST", f"/{language}/", b"", **{"Content-Length": str(300 * 10**6)})
    assert (large.status, said[1] in large.text) == (413, True)


def test_server_sends_visitors_to_https(served):
    site = served[2]
    response = site.get("/en/?a=b", host=HOST)
    assert response.headers["Location"] == f"https://{HOST}/en/?a=b"

    # A header with an underscore does not pass for that of the proxy.
    forged = site.get("/en/", host=HOST, X_Forwarded_Proto="https")
    assert forged.headers["Location"] == f"https://{HOST}/en/"

    response = site.get("/admin/login/", host=HOST, **{"X-Forwarded-Proto": "https"})
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert re.match(r"__Host-csrf=.*; Secure", response.headers["Set-Cookie"])


def test_server_deletes_by_itself_what_nobody_needs(served):
    deadline = time.monotonic() + 60
    while asked(served[2].var, "SELECT * FROM django_session WHERE session_key = 'old'"):
        assert time.monotonic() < deadline


def test_server_ends_though_a_reader_has_not_got_all(served):
    site = served[2]
    folder = site.var / "media" / "library"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "large.webp").write_bytes(bytes(20 * 1024 * 1024))
    said = f"GET /media/library/large.webp HTTP/1.1\nHost: {HOST}\nX-Forwarded-Proto: https\n\n"
    with site.connect(said) as reader:
        assert reader.recv(12) == b"HTTP/1.1 200"
        site.process.terminate()
        assert site.process.wait(30) == 0
