"""Storage of autosaved forms, for at most 90 days."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from editing.models import Autosave

# In the encoding of forms, two of the longest texts in Chinese are 3.6 million.
MAX_LENGTH = 4_000_000
# How many of the newest rows stay: for each user and item, and for each user.
FOR_AN_ITEM = 5
FOR_A_PERSON = 50
MAX_AGE = timedelta(days=90)
# Comes with what a lost connection left in the browser: the moment of what was kept before it.
AFTER = "_after"
# Comes with the last text of a form that is closed.
GONE = "_gone"
PRIVATE = ("csrfmiddlewaretoken", AFTER, GONE)


def form_key_of(data: QueryDict) -> str:
    """Return the key of the form among those that a user has open."""
    return str(data.get("form_key", ""))[:32]


def save(model: type[models.Model], pk: int, user: Any, data: QueryDict) -> Autosave | None:
    """Store the form of an item (``pk`` 0: of a new one) as a user has typed it.

    If a newer autosave of the same form exists, store this one under a new form key. The cost is
    constant: only digests are compared, and the oldest rows are deleted.
    """
    plain = data.copy()
    for name in PRIVATE:
        plain.pop(name, None)
    digest, own = digest_of(plain), autosaves_of(model, pk, user)
    there = own.filter(form_key=form_key_of(plain)).first()
    is_late = there and data.get(AFTER, there.at.isoformat()) != there.at.isoformat()
    if there and is_late and there.digest != digest:
        plain["form_key"] = uuid4().hex
    row = Autosave(
        content_type=ContentType.objects.get_for_model(model),
        object_id=pk,
        user=user,
        form_key=form_key_of(plain),
        token=plain.get("loaded_token", "")[:36],
        data=plain.urlencode(),
        digest=digest,
    )
    if len(row.data) > MAX_LENGTH:
        return None
    with transaction.atomic():
        # The same text under another key, as when it waited in the browser too, is offered once.
        own.filter(digest=digest).exclude(form_key=row.form_key).delete()
        Autosave.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["user", "content_type", "object_id", "form_key"],
            update_fields=["token", "data", "digest", "at"],
        )
        of_person = Autosave.objects.filter(user=user).order_by("-at", "-pk")
        too_many = Q(pk__in=own[FOR_AN_ITEM:]) | Q(pk__in=of_person[FOR_A_PERSON:])
        # Not this one, which a clock that was set back has made the oldest.
        this = own.filter(form_key=row.form_key)
        Autosave.objects.filter(too_many).exclude(pk__in=this.values("pk")).delete()
    return row


def digest_of(data: QueryDict) -> str:
    """Return a digest of the typed texts, without form key and button."""
    texts = [
        (name, values)
        for name, values in sorted(data.lists())
        if not name.startswith("_") and name != "form_key"
    ]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def autosaves_of(model: type[models.Model], pk: int, user: Any) -> models.QuerySet[Autosave]:
    """Return a user's autosaves of an item, one for each form that was open, newest first.

    ``data`` is deferred.
    """
    rows = Autosave.objects.of_key(model, pk).filter(user=user)
    return rows.order_by("-at", "-pk").defer("data")


def delete(
    model: type[models.Model], pk: int, request: HttpRequest, response: HttpResponse
) -> None:
    """Delete the autosave of a finished form; those of other open forms stay.

    The fragment of the redirect tells the form's script to delete its copy as well.
    """
    key = form_key_of(request.POST)
    autosaves_of(model, pk, request.user).filter(form_key=key).delete()
    if key and "Location" in response.headers:
        response.headers["Location"] += f"#saved-{quote(key, safe='')}"


def prune() -> int:
    """Delete autosaves older than 90 days; return their number."""
    return Autosave.objects.filter(at__lt=timezone.now() - MAX_AGE).delete()[0]


def form_data(row: Autosave) -> QueryDict:
    """Return the form as a browser would have sent it."""
    return QueryDict(row.data, mutable=True)
