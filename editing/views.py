"""Views of the desk outside the admin: the shared preview and error pages."""

import sys
from typing import cast

from django.contrib import admin
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_safe

from core.i18n import LANGUAGE_INFO
from editing.pending import preview
from editing.pending.preview_admin import PreviewMixin
from editing.saving import faults


@require_safe
def shared_preview(request: HttpRequest, token: str, language: str) -> HttpResponse:
    """Show the shared preview of an item."""
    item = preview.opened(token)
    if language not in LANGUAGE_INFO:
        raise Http404
    path = cast(PreviewMixin, admin.site.get_model_admin(type(item.obj))).get_preview_path
    links = {code: request.path.removesuffix(f"{language}/") + f"{code}/" for code in LANGUAGE_INFO}
    with translation.override(language):
        return preview.saved_page(request, item, path, links)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say in words that a form was too long or had too many fields; of all else, that it is bad."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        context = admin.site.each_context(request) | {"title": _("Nothing was saved")}
        return render(request, "editing/413.html", context, status=413)
    # Such as a host that is not ours: nothing of the request can be relied on.
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Show a 403 page in the layout of the desk."""
    context = admin.site.each_context(request) | {"title": _("Not for your account")}
    return render(request, "editing/403.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when something failed: 503 if it may be right in a moment, else 500.

    On the desk with the text that was sent, which is then not lost.
    """
    error = sys.exc_info()[1]
    status = 503 if faults.is_passing(error) else 500
    response: HttpResponse = defaults.server_error(request)
    if faults.is_of_the_desk(request):
        response = faults.fault_page(request, status)
    response.status_code = status
    if status == 503 and error is not None:
        faults.log(request, error)
        response.headers["Retry-After"] = str(faults.RETRY_AFTER)
        # Django would log it again, with all that it passed through.
        response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a failed CSRF check, with the way to go on.

    It is in the language that was sent with the form: who has lost all cookies is not known.
    """
    match = request.resolver_match
    is_form = match is not None and str(match.url_name).endswith(("_add", "_change"))
    form = request.get_full_path() if is_form else ""
    sent = request.POST.get("_language", "")
    language = sent if sent in LANGUAGE_INFO else translation.get_language()
    with translation.override(language):
        title = _("Nothing was saved")
        context = admin.site.each_context(request) | {
            "title": title,
            "form_url": form,
            "is_nav_sidebar_enabled": request.user.is_authenticated,
        }
        response = render(request, "editing/403_csrf.html", context, status=403)
    response.headers["Content-Language"] = str(language)
    return response
