"""A page as a browser reads it."""

from contextlib import closing

import lxml.html


def asked(client, url, **headers):
    """Return the answer to an address with its content read, as ``whole``, and its file closed."""
    with closing(client.get(url, headers=headers)) as response:
        response.whole = response.getvalue() if response.streaming else response.content
    return response


def parsed(response):
    """Return the page of an answer."""
    return lxml.html.document_fromstring(response.content.decode())


def form_values(page):
    """Return what a browser would send of a page of the desk if no button was pressed."""
    form = page.get_element_by_id("content-main").cssselect("form")[0]
    values = {}
    for name, value in form.form_values():
        if not name.startswith("_"):
            # A browser drops the line break with which Django opens a text area.
            values.setdefault(name, []).append(value.removeprefix("\n"))
    return {name: each if len(each) > 1 else each[0] for name, each in values.items()}
