"""What staff may change of their own account without an administrator."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from core.i18n import LANGUAGE_INFO


@require_POST
@staff_member_required
def set_interface_language(request: HttpRequest) -> HttpResponse:
    """Change the language of the desk for the person logged in, and return to where they were."""
    language = request.POST.get("language", "")
    if language in LANGUAGE_INFO:
        request.user.interface_language = language  # type: ignore[union-attr]
        request.user.save(update_fields=["interface_language"])  # type: ignore[call-arg]
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("admin:index")
    return HttpResponseRedirect(target)
