"""Forms of django-allauth, in the words and the look of the desk."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.forms import Form
from django.utils.translation import gettext_lazy as _


class WithLabels(Form):
    """A form whose fields have labels of ours, and no placeholders that say the same."""

    labels: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


class LoginForm(WithLabels, account.LoginForm):
    """The name and the password."""

    labels: ClassVar = {"login": _("User name"), "password": _("Password")}


class PasswordConfirmForm(WithLabels, account.ReauthenticateForm):
    """The password, once more."""

    labels: ClassVar = {"password": _("Password")}


class FirstPasswordForm(WithLabels, account.ResetPasswordKeyForm):
    """A first or a new password, twice."""

    labels: ClassVar = {"password1": _("Password"), "password2": _("Password, once more")}


class CodeForm(WithLabels, AuthenticateForm):
    """The code of an app, or a recovery code, after the password."""

    labels: ClassVar = {"code": _("Code")}


class CodeConfirmForm(WithLabels, ReauthenticateForm):
    """Such a code, once more."""

    labels: ClassVar = {"code": _("Code")}


class AppForm(WithLabels, ActivateTOTPForm):
    """The first code of a new app."""

    labels: ClassVar = {"code": _("Code")}


class PasskeyForm(WithLabels, AddWebAuthnForm):
    """A new passkey and its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("For example, the device that it is on.")
        self.fields["passwordless"].label = _("Let it log me in without the password")
        self.fields["passwordless"].help_text = _(
            "The device then asks for its PIN, finger or face. Without it, the passkey is asked "
            "for after the password."
        )
        self.fields["passwordless"].initial = True
