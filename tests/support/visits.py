"""What a browser finds of each page, noted on one visit to it for all the tests that ask."""

from collections import defaultdict
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.support import request_gate
from tests.support.desk_client import session_cookie

# Rich texts that have no editor with a toolbar yet; the model of further rows never gets one.
WITHOUT_EDITOR = (
    "textarea[data-django-prose-editor-configurable]"
    ":not([id*=__prefix__], .prose-editor.dressed textarea)"
)
OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
# All that the dark scheme can spoil of a page that is sound in the light one: it sets colours only.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
FIND = """([part, options]) => axe.run(part ?? document, options).then((found) =>
  found.violations.map((each) => [each.id, each.nodes.map((node) => node.target)]))"""


def wait_for_editors(page):
    expect(page.locator(WITHOUT_EDITOR)).to_have_count(0, timeout=15_000)


def violations(page, part=None, **options):
    """Return the rules that axe finds broken on a page or a part of it, each with where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(FIND, [part, {"resultTypes": ["violations"], **options}])


def show(page, scheme):
    """Show a page in a scheme, once all of its colours have come to rest."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    # A colour that is inherited begins to change when that of the parent is done.
    page.evaluate("() => { for (let each; (each = document.getAnimations()[0]); ) each.finish(); }")


def violations_in_the_dark(page, part=None):
    """Return what the dark scheme spoils of a page that is shown in the light one."""
    show(page, "dark")
    found = violations(page, part, **COLOURS)
    show(page, "light")
    return found


# The widths at which axe looks, in the light and in the dark. What it finds depends little on the
# language, so that Chinese pages are looked at as on a phone alone.
AXE_AT = {"en": ([1440, 390], [1440]), "zh-hans": ([390], [390])}
SETTLED = "Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => 0)"


class Visit:
    """A browser that goes from page to page and takes notes."""

    def __init__(self, page, server):
        self.page, self.server = page, server
        self.violations, self.too_wide, self.texts = {}, {}, {}
        self.found = defaultdict(dict)
        self.messages, self.errors, self.hosts = [], [], set()
        self.is_listening = False
        page.on("console", self.hears)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))

    def hears(self, message):
        """Note what the page says, but not what axe makes it say."""
        if self.is_listening:
            self.messages.append((message.type, message.text))

    def goes_to(self, path):
        self.is_listening = True
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.page.goto(self.server + path)

    def looks_around(self, path, widths, language, scripts=()):
        """Note what of the page, which is open, is too wide or breaks a rule of axe.

        What a script finds at any width is noted under the script.
        """
        self.is_listening = False
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            if (overflow := self.page.evaluate(OVERFLOW)) > 0:
                self.too_wide[path, width] = overflow
            for script in scripts:
                if found := self.page.evaluate(script):
                    self.found[script][path, width] = found
            # Colours on their way from one to another have a contrast of neither.
            self.page.evaluate(SETTLED)
            light_at, dark_at = AXE_AT[language]
            if width in light_at and (found := violations(self.page)):
                self.violations[path, width] = found
            if width in dark_at and (found := violations_in_the_dark(self.page)):
                self.violations[path, width, "dark"] = found

    def enlarges(self, path, widths):
        """Note where the page is too wide if the browser is set to letters of twice the size."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            if (overflow := self.page.evaluate(OVERFLOW)) > 0:
                self.too_wide[path, width, "enlarged"] = overflow
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        session.detach()


@contextmanager
def visiting(browser, session_server, user=None):
    """Open a browser for a fixture of a module, whose notes are there for all its tests."""
    with request_gate.opened():
        context = browser.new_context()
        if user:
            context.add_cookies([session_cookie(user, session_server.url)])
        yield Visit(context.new_page(), session_server.url)
        context.close()
