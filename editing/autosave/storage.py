"""Forms that were typed and not saved: kept while somebody types, and for 90 days at most."""

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

from editing.models import Kept

# The longest two texts that a form accepts, in the encoding of forms, stay well below.
MAX_LENGTH = 2_000_000
# How many rows are kept, the newest: for each person and item, and for each person.
FOR_AN_ITEM = 5
FOR_A_PERSON = 50
LASTS = timedelta(days=90)
# Comes with what a lost connection left in the browser: the moment of what was kept before it.
AFTER = "_after"
PRIVATE = ("csrfmiddlewaretoken", AFTER)


def key_of(data: QueryDict) -> str:
    """Return which of the forms that a person has open this is; kept with the form itself."""
    return str(data.get("form_key", ""))[:32]


def keep(model: type[models.Model], pk: int, user: Any, data: QueryDict) -> Kept | None:
    """Keep what a person has typed into the form of an item (0: of a new one).

    A text that comes late stands beside what was kept since, and does not replace it. The cost
    does not depend on what else is kept: only digests are compared, and the oldest rows go.
    """
    plain = data.copy()
    for name in PRIVATE:
        plain.pop(name, None)
    digest, own = digest_of(plain), of(model, pk, user)
    there = own.filter(form_key=key_of(plain)).first()
    is_late = there and data.get(AFTER, there.at.isoformat()) != there.at.isoformat()
    if there and is_late and there.digest != digest:
        plain["form_key"] = uuid4().hex
    row = Kept(
        content_type=ContentType.objects.get_for_model(model),
        object_id=pk,
        user=user,
        form_key=key_of(plain),
        token=plain.get("loaded_token", "")[:36],
        data=plain.urlencode(),
        digest=digest,
    )
    if len(row.data) > MAX_LENGTH:
        return None
    with transaction.atomic():
        # The same text under another key, as when it waited in the browser too, is offered once.
        own.filter(digest=digest).exclude(form_key=row.form_key).delete()
        Kept.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["user", "content_type", "object_id", "form_key"],
            update_fields=["token", "data", "digest", "at"],
        )
        of_person = Kept.objects.filter(user=user).order_by("-at", "-pk")
        too_many = Q(pk__in=own[FOR_AN_ITEM:]) | Q(pk__in=of_person[FOR_A_PERSON:])
        Kept.objects.filter(too_many).delete()
    return row


def digest_of(data: QueryDict) -> str:
    """Return a digest of what was typed, whichever form and button it was."""
    texts = [
        (name, values)
        for name, values in sorted(data.lists())
        if not name.startswith("_") and name != "form_key"
    ]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def of(model: type[models.Model], pk: int, user: Any) -> models.QuerySet[Kept]:
    """Return what is kept for a person of an item's forms: a row for each that was open.

    The text of a row is read when it is asked for.
    """
    kind = ContentType.objects.get_for_model(model)
    rows = Kept.objects.filter(content_type=kind, object_id=pk, user=user)
    return rows.order_by("-at", "-pk").defer("data")


def drop(model: type[models.Model], pk: int, request: HttpRequest, response: HttpResponse) -> None:
    """Forget a form that is done with; what another open form keeps stays.

    The address to which the answer leads tells the form's script to forget it as well.
    """
    key = key_of(request.POST)
    of(model, pk, request.user).filter(form_key=key).delete()
    if key and "Location" in response.headers:
        response.headers["Location"] += f"#saved-{quote(key, safe='')}"


def prune() -> int:
    """Delete what was kept more than 90 days ago; return how many rows there were."""
    return Kept.objects.filter(at__lt=timezone.now() - LASTS).delete()[0]


def typed(row: Kept) -> QueryDict:
    """Return the form as a browser would have sent it."""
    return QueryDict(row.data, mutable=True)
