"""What the site decides for django-allauth: no sign-up, and limits that lock nobody out."""

import time
from typing import Any, ClassVar

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# A browser in which somebody has logged in before.
COOKIE, SALT = "known-browser", "accounts.known-browser"
YEAR = 365 * 24 * 60 * 60  # seconds
# Seconds in which a login is proof enough for a change of one's own account.
FRESH = 5 * 60
TOO_MANY = _("Too many wrong passwords or codes. Wait a few minutes, and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of staff, made by an administrator."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is switched off."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "username_password_mismatch": _("The user name or the password is not right."),
        "incorrect_password": _("The password is not right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask who it is before a second factor changes, unless they have just logged in."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not any(each["at"] > time.time() - FRESH for each in records)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords of a browser that is known to an account by themselves.

        So whoever guesses from elsewhere cannot lock its owner out.
        """
        name = credentials.get("username", "").lower()
        is_known = name in known_names(request)
        return f"{'known' if is_known else 'other'}:{name}"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Remember the browser."""
        response = super().post_login(request, user, **kwargs)
        names = sorted({*known_names(request), user.get_username().lower()})
        response.set_cookie(
            COOKIE,
            signing.dumps(names, salt=SALT),
            max_age=YEAR,
            path=reverse("admin:index"),
            secure=settings.TLS,
            httponly=True,
            samesite="Lax",
        )
        return response


def known_names(request: HttpRequest) -> list[str]:
    """Return the names of the accounts that have logged in with this browser."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=YEAR)
    except signing.BadSignature:
        return []


class MFAAdapter(DefaultMFAAdapter):
    """Second factors, named after the site."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. Codes change every 30 seconds.")
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - its name
        """Return the name that a new passkey has until its owner gives it another."""
        return gettext("Passkey")

    def get_totp_label(self, user: Any) -> str:
        return user.get_username()

    def build_totp_svg(self, url: str) -> str:
        """Return the code to scan as an SVG element."""
        # Every character of it is segno's.
        return mark_safe(segno.make(url).svg_inline(omitsize=True, light="white"))  # noqa: S308
