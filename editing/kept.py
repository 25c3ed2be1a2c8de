"""Forms that were typed and not saved: kept while typing, and across an expired login."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from editing.models import Kept

# The longest two texts that a form accepts, in the encoding of forms, stay well below.
MAX_LENGTH = 2_000_000
SESSION_KEY = "desk_kept"
# Comes with what a lost connection left in the browser: the moment of what was kept before it.
AFTER = "_after"
# Names who was last logged in on this browser. It is signed, outlives the login, and opens nothing.
COOKIE = "desk"
COOKIE_AGE = 365 * 24 * 60 * 60
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


def drop(model: type[models.Model], pk: int, user: Any, data: QueryDict) -> None:
    """Forget a form that is saved; what another open form keeps stays."""
    of(model, pk, user).filter(form_key=key_of(data)).delete()


def typed(row: Kept) -> QueryDict:
    """Return the form as a browser would have sent it."""
    return QueryDict(row.data, mutable=True)


def typist(request: HttpRequest) -> int:
    """Return the key of the person who was last logged in on this browser, or 0."""
    return int(request.get_signed_cookie(COOKIE, default="0", max_age=COOKIE_AGE) or 0)


def carry(request: HttpRequest) -> None:
    """Let the session carry a form that came without a login to the form after the login."""
    if len(text := request.POST.urlencode()) <= MAX_LENGTH:
        request.session[SESSION_KEY] = {
            "path": request.path,
            "user": typist(request),
            "data": text,
        }


def claim(request: HttpRequest, model: type[models.Model], pk: int) -> Kept | None:
    """Keep the form that the session carried here, and return it if it is this person's.

    It is kept for whoever typed it, even where somebody else has logged in since.
    """
    carried = request.session.get(SESSION_KEY)
    if not carried or carried["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    user = get_user_model().objects.filter(pk=carried["user"]).first()
    if user is None:
        return None
    row = keep(model, pk, user, QueryDict(carried["data"]))
    return row if user == request.user else None


def is_form(request: HttpRequest) -> bool:
    """Whether a form was sent that keeps itself: no other, and so never one with a password."""
    match = request.resolver_match
    is_kept = match is not None and hasattr(getattr(match.func, "model_admin", None), "keep_view")
    is_form = is_kept and str(match.url_name).endswith(("_change", "_add"))
    return request.method == "POST" and is_form


class ExpiredLoginMiddleware:
    """Nothing is lost when a login has ended before a form is sent.

    The form would be answered with the page for logging in, and be gone.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        response = self.get_response(request)
        if request.path_info.startswith(reverse("admin:index")):
            self._remember(request, response)
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        """Runs after the check of the form's token: what another site sent is never kept.

        Only for a browser that has been logged in: others have nothing to lose here.
        """
        if is_form(request) and not request.user.is_authenticated and typist(request):
            carry(request)

    def _remember(self, request: HttpRequest, response: Any) -> None:
        """Let the browser know who is logged in."""
        if request.user.is_authenticated and typist(request) != request.user.pk:
            response.set_signed_cookie(
                COOKIE,
                request.user.pk,
                max_age=COOKIE_AGE,
                path=reverse("admin:index"),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
