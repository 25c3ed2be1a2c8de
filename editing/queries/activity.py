"""The activity of the whole site: a list with filters, and the same as CSV."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.dates import TypedDateField
from editing import roles
from editing.models import Action, Activity
from editing.spreadsheets import escape_formula
from editing.versions.revisions import with_relations

LINES_PER_PAGE = 50


class ActivityFilters(forms.Form):
    """Filters of the activity list; all are optional."""

    user = forms.ModelChoiceField(
        get_user_model()._default_manager.none(), label=gettext_lazy("who"), required=False
    )
    action = forms.ChoiceField(label=gettext_lazy("what"), required=False)
    kind = forms.ModelChoiceField(
        ContentType.objects.none(), label=gettext_lazy("kind"), required=False
    )
    since = TypedDateField(
        label=gettext_lazy("from"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = TypedDateField(
        label=gettext_lazy("until"), required=False, widget=forms.DateInput({"type": "date"})
    )
    q = forms.CharField(label=gettext_lazy("title"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Activity.objects.order_by()
        users = get_user_model()._default_manager
        # What the choices of a form are made of has no type.
        fields: dict[str, Any] = self.fields
        fields["user"].queryset = users.filter(pk__in=seen.values("user"))
        fields["user"].label_from_instance = person_name
        fields["kind"].queryset = ContentType.objects.filter(pk__in=seen.values("content_type"))
        fields["kind"].label_from_instance = kind_name
        fields["action"].choices = [("", "---------"), *Action.choices]

    def lines(self) -> Any:
        """Return the lines that match the filters; an invalid filter is ignored."""
        wanted = self.cleaned_data if self.is_valid() else {}
        lookups = {
            "user": wanted.get("user"),
            "action": wanted.get("action"),
            "content_type": wanted.get("kind"),
            "at__date__gte": wanted.get("since"),
            "at__date__lte": wanted.get("until"),
            "title__icontains": wanted.get("q"),
        }
        given = {name: value for name, value in lookups.items() if value}
        return Activity.objects.filter(**given).select_related("user", "content_type")


def person_name(user: Any) -> str:
    """Return the name that the desk shows for a user; None stands for a management command."""
    return (user.get_full_name() or user.get_username()) if user else _("The site")


def kind_name(kind: ContentType) -> str:
    """Return the kind of content in the language of the desk."""
    model = kind.model_class()
    return capfirst(str(model._meta.verbose_name)) if model else kind.model


def activity_view(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Show the list a page at a time, or hand out all of it as CSV."""
    if not roles.may(request.user, roles.VIEW):
        raise PermissionDenied
    query = request.GET.copy()
    filters = ActivityFilters(query)
    lines = filters.lines()
    if not request.user.has_perm("accounts.view_user"):
        # Who logs in when is for those who keep the accounts.
        accounts = ContentType.objects.get_for_model(get_user_model())
        lines = lines.exclude(content_type=accounts)
    if query.get("format") == "csv":
        return as_csv(lines)
    page = Paginator(lines, LINES_PER_PAGE).get_page(query.get("page"))
    # By what is there now, an item is named in the language of the desk.
    kinds = [kind for line in page if (kind := line.content_type.model_class())]
    items = [with_relations(kind) for kind in dict.fromkeys(kinds)]
    prefetch_related_objects(list(page.object_list), GenericPrefetch("item", items))
    query.pop("page", None)
    more = {
        "title": _("Activity"),
        "filters": filters,
        "lines": page,
        "query": query.urlencode(),
    }
    return TemplateResponse(request, "editing/activity.html", context | more)


def as_csv(lines: Any) -> HttpResponse:
    """Return the lines as CSV without formulas."""
    # By the byte order mark spreadsheets know UTF-8; Chinese would be unreadable without.
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="activity-{day}.csv"'
    writer = csv.writer(response)
    writer.writerows([escape_formula(cell) for cell in row] for row in _rows(lines))
    return response


def _rows(lines: Any) -> Iterator[list[str]]:
    yield [_("when"), _("who"), _("what"), _("kind"), _("title"), _("why")]
    for line in lines.iterator(chunk_size=500):
        yield [
            date_format(timezone.localtime(line.at), "Y-m-d H:i:s"),
            person_name(line.user),
            line.get_action_display(),
            kind_name(line.content_type),
            line.title,
            line.reason,
        ]
