"""What a browser finds of each page, noted on one visit to it for all the tests that ask."""

from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT

from tests import gate

# All that the dark scheme can spoil of a page that is sound in the light one: it sets colours only.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
FIND = """([part, options]) => axe.run(part ?? document, options).then((found) =>
  found.violations.map((each) => [each.id, each.nodes.map((node) => node.target)]))"""


def violations(page, part=None, **options):
    """Return the rules that axe finds broken on a page or a part of it, each with where."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(FIND, [part, {"resultTypes": ["violations"], **options}])


def violations_in_both_schemes(page):
    """Return what is broken in the light scheme, and the colours that are in the dark one."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    light = violations(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return [*light, *(["dark", *each] for each in violations(page, **COLOURS))]


class Visit:
    """A browser that goes from page to page and takes notes."""

    def __init__(self, page, server):
        self.page, self.server = page, server
        self.violations, self.too_wide, self.texts = {}, {}, {}
        self.messages, self.errors, self.hosts = [], [], set()
        page.on("console", lambda message: self.messages.append((message.type, message.text)))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))

    def goes_to(self, path):
        self.page.set_viewport_size({"width": 1440, "height": 900})
        self.page.goto(self.server + path)

    def looks_around(self, path, widths, widths_for_axe=(1440, 390)):
        """Note what is broken or too wide of the page, which is open, at each of the widths."""
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": 900})
            overflow = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if overflow > 0:
                self.too_wide[path, width] = overflow
            if width in widths_for_axe and (found := violations_in_both_schemes(self.page)):
                self.violations[path, width] = found


@contextmanager
def visiting(browser, session_server, cookies=()):
    """Open a browser for a fixture of a module, whose notes are there for all its tests."""
    with gate.opened():
        context = browser.new_context()
        context.add_cookies([each | {"url": session_server.url} for each in cookies])
        yield Visit(context.new_page(), session_server.url)
        context.close()
