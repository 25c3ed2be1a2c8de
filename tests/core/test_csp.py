"""The policy that each response carries."""

import re

import pytest
from django.http import HttpResponse
from django.template import engines

from core.csp import CSP, ContentSecurityPolicyMiddleware, csp, csp_override

POLICY = {"default-src": [CSP.SELF], "script-src": [CSP.SELF, CSP.NONCE]}


@pytest.fixture
def respond(rf, settings):
    """Send one request through the middleware to ``view``."""
    settings.SECURE_CSP = POLICY

    def through(view):
        return ContentSecurityPolicyMiddleware(view)(rf.get("/"))

    return through


def empty(request):
    return HttpResponse()


def print_nonce(request):
    template = engines["django"].from_string("{{ csp_nonce }}")
    return HttpResponse(template.render(csp(request)))


def test_page_without_inline_code_has_no_nonce(respond):
    policy = respond(empty).headers[CSP.HEADER_ENFORCE]
    assert policy == "default-src 'self'; script-src 'self'"


def test_nonce_of_the_page_stands_in_its_policy_and_in_no_other(respond):
    response = respond(print_nonce)
    nonce = response.content.decode()
    assert re.fullmatch(r"[\w-]{22}", nonce)
    assert f"script-src 'self' 'nonce-{nonce}'" in response.headers[CSP.HEADER_ENFORCE]
    assert respond(print_nonce).content != response.content


def test_view_may_replace_the_policy_or_set_its_header(respond):
    view = csp_override({"default-src": [CSP.NONE]})(empty)
    assert respond(view).headers[CSP.HEADER_ENFORCE] == "default-src 'none'"
    own = {CSP.HEADER_ENFORCE: "sandbox"}
    assert respond(lambda request: HttpResponse(headers=own)).headers.items() >= own.items()


def test_debug_page_of_an_error_is_left_readable(respond, settings):
    settings.DEBUG = True
    assert CSP.HEADER_ENFORCE not in respond(lambda request: HttpResponse(status=500)).headers
