"""E-mails about submitted and returned items."""

import logging
from collections.abc import Collection
from functools import partial
from threading import Thread
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from editing import roles
from editing.queries.rows import item_url

logger = logging.getLogger(__name__)

# Seconds for which a person waits for the mail server.
PATIENCE = 3


def those_who_may(*permissions: str) -> models.QuerySet:
    """Return those who have one of these permissions, and an e-mail address."""
    allowed = Q(content_type__app_label="editing", codename__in=permissions)
    users = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    found = Permission.objects.filter(allowed)
    return users.filter(Q(groups__permissions__in=found) | Q(user_permissions__in=found)).distinct()


def tell_submitted(request: HttpRequest, objs: Collection[models.Model]) -> None:
    """E-mail the reviewers that items were submitted."""
    emails = []
    for person in those_who_may(roles.PUBLISH).exclude(pk=request.user.pk):
        with translation.override(person.interface_language):
            subjects = [_("For review: %(title)s") % {"title": obj} for obj in objs]
        for obj, subject in zip(objs, subjects, strict=True):
            emails.append(_email(person, subject, _form_url(request, obj)))
    _send(request, emails)


def tell_translated(request: HttpRequest, obj: models.Model) -> None:
    """E-mail those who may submit or publish that a translation was handed over."""
    emails = []
    for person in those_who_may(roles.SUBMIT, roles.PUBLISH).exclude(pk=request.user.pk):
        with translation.override(person.interface_language):
            subject = _("Translated: %(title)s") % {"title": obj}
        emails.append(_email(person, subject, _form_url(request, obj)))
    _send(request, emails)


def tell_returned(request: HttpRequest, obj: models.Model, to: Any, reason: str) -> None:
    """E-mail the author or the translator that an item was returned, with the reason."""
    if to is None or not to.is_active or not to.email:
        return
    with translation.override(to.interface_language):
        subject = _("Returned: %(title)s") % {"title": obj}
    _send(request, [_email(to, subject, f"{reason}\n\n{_form_url(request, obj)}")])


def _form_url(request: HttpRequest, obj: models.Model) -> str:
    return request.build_absolute_uri(item_url(type(obj), "change", obj.pk))


def _email(person: Any, subject: str, text: str) -> EmailMessage:
    return EmailMessage(" ".join(subject.split()), text, to=[person.email])


def _send(request: HttpRequest, emails: list[EmailMessage]) -> None:
    """Send the e-mails after the commit.

    A failure does not affect the request. Do not call it in a savepoint that is rolled back:
    nothing would be sent.
    """
    if emails:
        transaction.on_commit(partial(_send_now, request, emails), robust=True)


def _send_now(request: HttpRequest, emails: list[EmailMessage]) -> None:
    """Send the e-mails, with a message if one could not be sent, or not yet.

    It runs in a thread, since the timeout applies to each single answer of the server.
    """
    sent: list[int] = []
    thread = Thread(target=lambda: sent.append(_deliver(emails)), daemon=True)
    thread.start()
    thread.join(PATIENCE)
    if thread.is_alive():
        late = _("The mail server is slow: an e-mail about this may arrive late or not at all.")
        messages.warning(request, late)
    elif sum(sent) < len(emails):
        messages.warning(request, _("An e-mail about this could not be sent."))


def _deliver(emails: list[EmailMessage]) -> int:
    """Send over one connection, and return how many were sent."""
    sent = get_connection(fail_silently=True).send_messages(emails) or 0
    if sent < len(emails):
        logger.warning("%s of %s e-mails could not be sent.", len(emails) - sent, len(emails))
    return sent
