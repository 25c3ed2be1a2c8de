"""Forms of django-allauth, in the words and the look of the desk."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.forms import Form
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("User name"),
    "password": _("Password"),
    "password1": _("Password"),
    "password2": _("Password, once more"),
    "code": _("Code"),
    "name": _("Name of the passkey"),
    "passwordless": _("Let it log me in without the password"),
}


class WithLabels(Form):
    """A form whose fields have labels of ours, and no placeholders that say the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)


class LoginForm(WithLabels, account.LoginForm):
    """The name and the password."""


class PasswordConfirmForm(WithLabels, account.ReauthenticateForm):
    """The password, once more."""


class FirstPasswordForm(WithLabels, account.ResetPasswordKeyForm):
    """A first or a new password, twice."""


class CodeForm(WithLabels, AuthenticateForm):
    """The code of an app, or a recovery code, after the password."""


class CodeConfirmForm(WithLabels, ReauthenticateForm):
    """Such a code, once more."""


class AppForm(WithLabels, ActivateTOTPForm):
    """The first code of a new app."""


class PasskeyForm(WithLabels, AddWebAuthnForm):
    """A new passkey and its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("For example, the device that it is on.")
        self.fields["passwordless"].help_text = _(
            "The device then asks for its PIN, finger or face. Without it, the passkey is asked "
            "for after the password."
        )
        self.fields["passwordless"].initial = True
