"""Who is told by e-mail that something was submitted or returned; the dashboard shows it anyway."""

import logging
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from editing import roles

logger = logging.getLogger(__name__)


def reviewers() -> models.QuerySet:
    """Return those who may publish and have an e-mail address."""
    allowed = Q(content_type__app_label="editing", codename=roles.PUBLISH)
    users = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    publishing = Permission.objects.filter(allowed)
    return users.filter(
        Q(groups__permissions__in=publishing) | Q(user_permissions__in=publishing)
    ).distinct()


def tell_submitted(obj: models.Model, by: Any, url: str) -> None:
    """Write to the reviewers that an item waits for them."""
    letters = []
    for person in reviewers().exclude(pk=by.pk):
        with translation.override(person.interface_language):
            subject = _("For review: %(title)s") % {"title": obj}
        letters.append(_letter(person, subject, url))
    _send(letters)


def tell_returned(obj: models.Model, to: Any, reason: str, url: str) -> None:
    """Write to the author that an item came back, and why."""
    if to is None or not to.is_active or not to.email:
        return
    with translation.override(to.interface_language):
        subject = _("Returned: %(title)s") % {"title": obj}
    _send([_letter(to, subject, f"{reason}\n\n{url}")])


def _letter(person: Any, subject: str, text: str) -> EmailMessage:
    return EmailMessage(" ".join(subject.split()), text, to=[person.email])


def _send(letters: list[EmailMessage]) -> None:
    """Send after the transaction, whatever becomes of the letters: the item has moved by then."""
    transaction.on_commit(partial(_deliver, letters), robust=True)


def _deliver(letters: list[EmailMessage]) -> None:
    # Over one connection: a server that does not answer is waited for once, not for each reader.
    sent = get_connection(fail_silently=True).send_messages(letters) or 0
    if sent < len(letters):
        logger.warning("%s of %s letters could not be sent.", len(letters) - sent, len(letters))
