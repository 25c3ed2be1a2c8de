"""Forms that were typed and not saved: kept while somebody types."""

from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict

from editing.models import Kept

# The longest two texts that a form accepts, in the encoding of forms, stay well below.
MAX_LENGTH = 2_000_000
# Comes with what a lost connection left in the browser: the moment of what was kept before it.
AFTER = "_after"
PRIVATE = ("csrfmiddlewaretoken", AFTER)


def key_of(data: QueryDict) -> str:
    """Return which of the forms that a person has open this is; kept with the form itself."""
    return str(data.get("form_key", ""))[:32]


def keep(model: type[models.Model], pk: int, user: Any, data: QueryDict) -> Kept | None:
    """Keep what a person has typed into the form of an item (0: of a new one).

    A text that comes late stands beside what was kept since, and does not replace it.
    """
    plain = data.copy()
    for name in PRIVATE:
        plain.pop(name, None)
    there = of(model, pk, user).filter(form_key=key_of(plain)).first()
    is_late = there and data.get(AFTER, there.at.isoformat()) != there.at.isoformat()
    if there and is_late and there.data != plain.urlencode():
        plain["form_key"] = uuid4().hex
    text = plain.urlencode()
    if len(text) > MAX_LENGTH:
        return None
    # The same text under another key, as when it waited in the browser too, is offered once.
    others = of(model, pk, user).exclude(form_key=key_of(plain))
    others.filter(pk__in=[row.pk for row in others if texts(typed(row)) == texts(plain)]).delete()
    return Kept.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(model),
        object_id=pk,
        user=user,
        form_key=key_of(plain),
        defaults={"data": text, "token": plain.get("loaded_token", "")[:36]},
    )[0]


def texts(data: QueryDict) -> dict[str, list[str]]:
    """Return what was typed, without what names the form and the button pressed."""
    return {
        name: values
        for name, values in data.lists()
        if not name.startswith("_") and name != "form_key"
    }


def of(model: type[models.Model], pk: int, user: Any) -> models.QuerySet[Kept]:
    """Return what is kept for a person of an item's forms: a row for each that was open."""
    kind = ContentType.objects.get_for_model(model)
    return Kept.objects.filter(content_type=kind, object_id=pk, user=user).order_by("-at", "-pk")


def drop(model: type[models.Model], pk: int, request: HttpRequest, response: HttpResponse) -> None:
    """Forget a form that is done with; what another open form keeps stays.

    The address to which the answer leads tells the form's script to forget it as well.
    """
    key = key_of(request.POST)
    of(model, pk, request.user).filter(form_key=key).delete()
    if key and "Location" in response.headers:
        response.headers["Location"] += f"#saved-{quote(key, safe='')}"


def typed(row: Kept) -> QueryDict:
    """Return the form as a browser would have sent it."""
    return QueryDict(row.data, mutable=True)
