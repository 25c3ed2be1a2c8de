"""A page as a browser reads it."""

import lxml.html


def parsed(response):
    """Return the page of an answer."""
    return lxml.html.document_fromstring(response.content.decode())


def form_values(page):
    """Return what a browser would send of a page of the desk if no button was pressed."""
    form = page.get_element_by_id("content-main").cssselect("form")[0]
    # A browser drops the line break with which Django opens a text area.
    return {
        name: value.removeprefix("\n")
        for name, value in form.form_values()
        if not name.startswith("_")
    }  # fmt: skip
