"""The policy that each response carries."""

import re

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import override_settings

from core.csp import CSP, ContentSecurityPolicyMiddleware, build_policy, csp, csp_override

POLICY = {"default-src": [CSP.SELF], "script-src": [CSP.SELF, CSP.NONCE]}


@pytest.fixture
def respond(rf):
    """Send one request through the middleware to ``view``."""

    def through(view):
        return ContentSecurityPolicyMiddleware(view)(rf.get("/"))

    return through


def print_nonce(request):
    template = engines["django"].from_string("{{ csp_nonce }}")
    return HttpResponse(template.render(csp(request)))


def test_policy_is_written_in_the_order_of_its_directives():
    policy = {"default-src": [CSP.SELF], "img-src": "https://example.org", "sandbox": True}
    assert build_policy(policy) == "default-src 'self'; img-src https://example.org; sandbox"


def test_directive_that_is_off_is_left_out():
    assert build_policy({"default-src": [CSP.NONE], "sandbox": False, "img-src": None}) == (
        "default-src 'none'"
    )


def test_set_of_sources_is_written_in_a_stable_order():
    assert build_policy({"img-src": {"b.example", "a.example"}}) == "img-src a.example b.example"


@override_settings(SECURE_CSP=POLICY)
def test_page_without_inline_code_has_no_nonce(respond):
    response = respond(lambda request: HttpResponse())
    assert response.headers[CSP.HEADER_ENFORCE] == "default-src 'self'; script-src 'self'"


@override_settings(SECURE_CSP=POLICY)
def test_nonce_of_the_page_stands_in_its_policy(respond):
    response = respond(print_nonce)
    nonce = response.content.decode()
    assert re.fullmatch(r"[\w-]{22}", nonce)
    assert f"script-src 'self' 'nonce-{nonce}'" in response.headers[CSP.HEADER_ENFORCE]


@override_settings(SECURE_CSP=POLICY)
def test_two_responses_never_share_a_nonce(respond):
    assert respond(print_nonce).content != respond(print_nonce).content


@override_settings(SECURE_CSP=POLICY)
def test_view_may_replace_the_policy(respond):
    view = csp_override({"default-src": [CSP.NONE]})(lambda request: HttpResponse())
    assert respond(view).headers[CSP.HEADER_ENFORCE] == "default-src 'none'"


@override_settings(SECURE_CSP=POLICY)
def test_view_may_drop_the_policy(respond):
    view = csp_override({})(lambda request: HttpResponse())
    assert CSP.HEADER_ENFORCE not in respond(view).headers


@override_settings(SECURE_CSP=POLICY)
def test_header_that_a_view_has_set_stays(respond):
    response = respond(lambda request: HttpResponse(headers={CSP.HEADER_ENFORCE: "sandbox"}))
    assert response.headers[CSP.HEADER_ENFORCE] == "sandbox"


@override_settings(SECURE_CSP={}, SECURE_CSP_REPORT_ONLY=POLICY)
def test_report_only_policy_has_a_header_of_its_own(respond):
    headers = respond(lambda request: HttpResponse()).headers
    assert CSP.HEADER_REPORT_ONLY in headers
    assert CSP.HEADER_ENFORCE not in headers


@override_settings(SECURE_CSP=POLICY, DEBUG=True)
def test_debug_page_of_an_error_is_left_readable(respond):
    assert CSP.HEADER_ENFORCE not in respond(lambda request: HttpResponse(status=500)).headers
