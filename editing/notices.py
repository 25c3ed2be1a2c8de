"""Who is told by e-mail that something was submitted or returned; the dashboard shows it anyway."""

from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import models, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from editing import roles


def reviewers() -> models.QuerySet:
    """Return those who may publish and have an e-mail address."""
    allowed = Q(content_type__app_label="editing", codename=roles.PUBLISH)
    users = get_user_model()._default_manager.filter(is_active=True).exclude(email="")
    permissions = users.model._meta.get_field("user_permissions").related_model.objects
    publishing = permissions.filter(allowed)
    return users.filter(
        Q(groups__permissions__in=publishing) | Q(user_permissions__in=publishing)
    ).distinct()


def tell_submitted(obj: models.Model, by: Any, url: str) -> None:
    """Write to the reviewers that an item waits for them."""
    for person in reviewers().exclude(pk=by.pk):
        with translation.override(person.interface_language):
            subject = _("For review: %(title)s") % {"title": obj}
        _write(person, subject, url)


def tell_returned(obj: models.Model, to: Any, reason: str, url: str) -> None:
    """Write to the author that an item came back, and why."""
    if to is None or not to.is_active:
        return
    with translation.override(to.interface_language):
        subject = _("Returned: %(title)s") % {"title": obj}
    _write(to, subject, f"{reason}\n\n{url}")


def _write(person: Any, subject: str, text: str) -> None:
    if not person.email:
        return
    one_line = " ".join(subject.split())
    # After the transaction, and whatever becomes of the letter: the item has moved by then.
    send = partial(send_mail, one_line, text, None, [person.email], fail_silently=True)
    transaction.on_commit(send, robust=True)
