"""What staff may change of their own account without an administrator."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core.i18n import LANGUAGE_INFO


@require_POST
def set_interface_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the desk, and return to where the person was.

    It is kept with the account; before logging in, in the cookie by which ``/`` chooses too.
    """
    language = request.POST.get("language", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("admin:index")
    response = HttpResponseRedirect(target)
    if language not in LANGUAGE_INFO:
        return response
    if request.user.is_authenticated:
        request.user.interface_language = language
        request.user.save(update_fields=["interface_language"])
    else:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )
    return response
