"""How a browser test works at the desk: people who find everything by its words, as people do."""

import re
from functools import cached_property

from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import expect

from tests.support.desk_client import person, session_cookie

# A form keeps itself every five seconds; on a busy machine an answer may take some more.
expect.set_options(timeout=15_000)
# What the browser notes of an answer that is no page of the usual kind, and is meant to be none:
# nothing here for readers yet, and two versions to bring together.
MEANT = ("status of 404", "status of 409")


class Visitor:
    """Someone with a browser of their own and no account."""

    def __init__(self, open_page, server):
        self.open_page, self.server, self.faults = open_page, server, []

    @cached_property
    def page(self):
        """The browser, opened when it is first needed; it remembers nothing of an earlier one."""
        page = self.open_page("/en/")
        page.set_default_timeout(15_000)
        self.watch(page)
        return page

    def watch(self, page):
        """Take note of whatever the page complains of, such as a breach of the policy."""
        page.on("console", lambda said: self.note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.note(str(error)))

    def note(self, fault):
        if not any(each in fault for each in MEANT):
            self.faults.append(fault)

    def rests(self):
        """Let what the page asks for in the background be answered before the test ends."""
        if "page" in vars(self):
            self.page.wait_for_load_state("networkidle")

    def goes_to(self, path):
        """Open an address and return the answer of the site."""
        return self.page.goto(self.server + path)

    def finds(self, path, title):
        """See a page with this headline."""
        answer = self.goes_to(path)
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        assert answer.status == 200
        return answer


class Person(Visitor):
    """Someone at the desk, which speaks their language."""

    def __init__(self, open_page, server, role, language, name=""):
        self.language = language
        self.user = person(role, name, interface_language=language)
        super().__init__(open_page, server)

    @cached_property
    def page(self):
        """The browser, in which the person is logged in."""
        page = super().page
        page.context.add_cookies([session_cookie(self.user, self.server)])
        return page

    def loses_the_browser(self):
        """It goes down without a word to the site; the next one has to be opened anew."""
        self.page.context.close()
        del self.page

    def words(self, english, count=None, **names):
        """Return words of the desk as this person reads them."""
        with translation.override(self.language):
            said = gettext(english) if count is None else ngettext(english, english, count)
        assert self.language == "en" or not said.isascii(), f"not translated: {english}"
        return said % names if names else said

    def like(self, english):
        """Return a pattern of words in which the desk names a time."""
        return re.compile(".+".join(map(re.escape, re.split(r"%\(\w+\)s", self.words(english)))))

    def presses(self, english, **names):
        words = self.words(english, **names)
        self.page.get_by_role("button", name=words, exact=True).click()

    def follows(self, english):
        self.page.get_by_role("link", name=self.words(english), exact=True).click()

    def box(self, label):
        """Return the field with this label, which is in the language of what is to be written."""
        return self.page.get_by_role("textbox", name=label, exact=True)

    def writes(self, label, text):
        self.box(label).fill(text)

    def editor(self, label):
        """Return a rich text once its editor has taken the place of the plain field."""
        return self.box(label).and_(self.page.locator("[contenteditable=true]"))

    def is_told(self, english):
        expect(self.page.locator(".messagelist")).to_contain_text(self.words(english))

    def part(self, heading):
        """Return the part of the page under a heading."""
        return self.page.get_by_role("region", name=self.words(heading))

    def finds_waiting(self, heading, *titles):
        """Open the item from the first page, where it has the title in the desk's language."""
        self.goes_to("/admin/")
        title = titles[-1] if self.language == "zh-hans" else titles[0]
        self.part(heading).get_by_role("link", name=title, exact=True).click()
