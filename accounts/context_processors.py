"""What the pages of one's own account show around them: the frame of the desk."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

TITLES = {
    "account_login": _("Log in to the desk"),
    "account_inactive": _("This account is switched off"),
    "account_reset_password_from_key": _("Choose a password"),
    "account_reauthenticate": _("Confirm that it is you"),
    "mfa_authenticate": _("Second factor"),
    "mfa_reauthenticate": _("Confirm that it is you"),
    "mfa_reauthenticate_webauthn": _("Confirm that it is you"),
    "mfa_index": _("Your account"),
    "mfa_list_webauthn": _("Your account"),
    "mfa_activate_totp": _("Add an app"),
    "mfa_deactivate_totp": _("Remove the app"),
    "mfa_add_webauthn": _("Add a passkey"),
    "mfa_remove_webauthn": _("Remove a passkey"),
    "mfa_view_recovery_codes": _("Recovery codes"),
    "mfa_generate_recovery_codes": _("New recovery codes"),
    "usersessions_list": _("Where you are logged in"),
}


def account(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the desk on these pages, nothing on others."""
    match = request.resolver_match
    title = match and TITLES.get(match.url_name or "")
    if not title:
        return {}
    return admin.site.each_context(request) | {
        "title": title,
        "is_second_factor_required": settings.SECOND_FACTOR,
    }
