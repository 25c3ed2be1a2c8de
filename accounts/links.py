"""The link with which a person chooses a password: mailed, or shown once to who made it."""

import logging
from smtplib import SMTPException

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User

logger = logging.getLogger(__name__)


def offer(request: HttpRequest, user: User) -> None:
    """Mail a link, or show it; it works once, for ``PASSWORD_RESET_TIMEOUT`` seconds."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    link = request.build_absolute_uri(path)
    if user.email and settings.MAIL and mail(user, link):
        said = _(
            "A link to choose a password was mailed to %(email)s. It works once, for 72 hours."
        )
        messages.success(request, said % {"email": user.email})
        return
    said = _(
        "Give this link to %(name)s, who chooses a password with it. It is shown once, and works "
        "once, for 72 hours."
    )
    name = user.get_full_name() or user.get_username()
    words = said % {"name": name}
    messages.success(request, format_html('{} <code class="link">{}</code>', words, link))


def mail(user: User, link: str) -> bool:
    """Send the link in the language of the person; return whether it was sent."""
    with translation.override(user.interface_language):
        subject = _("Your account at the C40 China desk")
        text = _("Choose a password with this link. It works once, for 72 hours.")
        name = _("User name: %(name)s") % {"name": user.get_username()}
    try:
        return bool(send_mail(subject, f"{text}\n\n{link}\n\n{name}\n", None, [user.email]))
    except (OSError, SMTPException) as fault:
        logger.warning("The link to an account could not be mailed: %s", type(fault).__name__)
        return False
