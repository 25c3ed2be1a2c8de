"""Pages of the exchange: out as a file, back by a comparison, and the confirmation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.options import IS_POPUP_VAR
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import costly
from core.models import row_keys
from editing import roles
from editing.base import DeskModelAdmin
from editing.exchange import workbook, xliff
from editing.exchange.comparison import HEADINGS, Outcome, compare
from editing.exchange.fields import FILE_TAGS, ExchangedField, other
from editing.exchange.files import MAX_UNITS, FileRefused, head
from editing.exchange.items import fields_of, page_of
from editing.exchange.reading import read_upload
from editing.exchange.taking_in import packed, take_in, unpacked
from editing.queries.formats import named_language
from editing.translation.states import LANGUAGES
from editing.workflow.locking import read_item

FORMATS = {
    "xliff": (xliff, "xlf", gettext_lazy("XLIFF 1.2, for a translator’s program")),
    "xlsx": (workbook, "xlsx", gettext_lazy("XLSX, for Excel")),
}
ITEM = "item"


class SendOutForm(forms.Form):
    """In which form, and into which language."""

    format = forms.ChoiceField(
        label=gettext_lazy("File"),
        choices=[(key, words) for key, (_module, _ending, words) in FORMATS.items()],
        widget=forms.RadioSelect,
        initial="xliff",
    )
    language = forms.ChoiceField(label=gettext_lazy("Into"), widget=forms.RadioSelect)

    def __init__(self, languages: Iterable[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["language"]
        field.choices = [(code, named_language(code)) for code in languages]


class ExchangeMixin(DeskModelAdmin):
    """Sends texts out to a translator and takes them in again."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self.page_path("exchange/", self.exchange_view, "exchange"),
            self.post_path("exchange/compare/", self.exchange_compare, "exchangecompare"),
            self.post_path("exchange/confirm/", self.exchange_confirm, "exchangeconfirm"),
            *super().get_urls(),
        ]

    def get_actions(self, request: HttpRequest) -> Any:
        """Offer to send out what is chosen in a list."""
        actions: Any = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET and self.has_change_permission(request):
            words = gettext_lazy("To a translator…")
            actions["send_out_selected"] = (_send_out_selected, "send_out_selected", words)
        return actions

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead from the list to the page for files."""
        url = self.page_url("exchange") if self.has_change_permission(request) else ""
        return super().changelist_view(request, {"exchange_url": url} | (extra_context or {}))

    def exchange_view(self, request: HttpRequest) -> HttpResponse:
        """Offer both directions; send a file."""
        languages = self._languages(request)
        keys = (request.POST if request.method == "POST" else request.GET).getlist(ITEM)
        if request.method != "POST":
            return self.exchange_page(request, keys)
        form = SendOutForm(languages, request.POST)
        if not form.is_valid():
            return self.exchange_page(request, keys, form)
        language, kind = form.cleaned_data["language"], form.cleaned_data["format"]
        module, ending, _words = FORMATS[kind]
        try:
            items = self._items(request, keys, language)
            name = f"{self._file_name(items)}.{FILE_TAGS[language]}.{ending}"
            content = module.write(items, head(name))
        except FileRefused as refused:
            form.add_error(None, str(refused))
            return self.exchange_page(request, keys, form)
        response = HttpResponse(content, content_type=module.TYPE)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def exchange_page(
        self, request: HttpRequest, keys: list[str], form: Any = None, fault: str = ""
    ) -> HttpResponse:
        """Return the page with both forms."""
        languages = self._languages(request)
        objs = list(self.get_queryset(request).filter(pk__in=row_keys(keys)))
        if form is None:
            sources = {item.translation.source for item in self._read(request, objs[:1])}
            free = [code for code in languages if code not in sources]
            form = SendOutForm(languages, initial={"language": (free or languages)[0]})
        context = {
            "title": _("Out to a translator and back"),
            "items": objs,
            "send_out": form,
            "fault": fault,
            "limit": MAX_UNITS,
        }
        original = objs[0] if len(objs) == 1 else None
        return self.page(request, "exchange/page", original, context)

    def _languages(self, request: HttpRequest) -> list[str]:
        if not self.has_change_permission(request):
            raise PermissionDenied
        only = roles.only_language(request.user)
        return [code for code in LANGUAGES if only in (None, code)]

    def _read(self, request: HttpRequest, objs: Iterable[Any]) -> Iterable[Any]:
        found = (read_item(self.model, obj.pk, request.user) for obj in objs)
        return (item for item in found if item is not None)

    def _items(
        self, request: HttpRequest, keys: list[str], language: str
    ) -> list[tuple[list[ExchangedField], str]]:
        objs = self.get_queryset(request).filter(pk__in=row_keys(keys))
        items = []
        count = 0
        for item in self._read(request, objs):
            if fields := fields_of(self, request, item, language):
                items.append((fields, page_of(item.obj, other(language))))
            count += sum(len(field.units) for field in fields)
            if count > MAX_UNITS:
                raise FileRefused(
                    _("These items have more than %(limit)s paragraphs: choose fewer of them.")
                    % {"limit": MAX_UNITS}
                )
        if not items:
            raise FileRefused(_("Nothing of this has a text to translate into this language."))
        return items

    def _file_name(self, items: list[tuple[list[ExchangedField], str]]) -> str:
        kind = self.model._meta.model_name
        if len(items) > 1:
            return f"{kind}-{timezone.localdate():%Y%m%d}-{len(items)}"
        return items[0][0][0].item.replace(".", "-")

    def exchange_compare(self, request: HttpRequest) -> HttpResponse:
        """Show what a file that came back would change."""
        costly.begin("many")
        self._languages(request)
        upload: Any = request.FILES.get("file")
        try:
            results = compare(self.admin_site, request, read_upload(upload))
        except FileRefused as refused:
            return self.exchange_page(request, request.POST.getlist(ITEM), fault=str(refused))
        is_due = any(each.is_taken for each in results)
        groups = [
            (outcome, HEADINGS[outcome], [each for each in results if each.outcome == outcome])
            for outcome in Outcome
        ]
        context = {
            "title": _("What the file would change"),
            "file": upload.name,
            "groups": [group for group in groups if group[2]],
            "packed": packed(request, upload.name, results) if is_due else "",
            "is_due": is_due,
        }
        return self.page(request, "exchange/comparison", None, context)

    def exchange_confirm(self, request: HttpRequest) -> HttpResponse:
        """Take in what the comparison showed."""
        costly.begin("many")
        self._languages(request)
        try:
            file, entries = unpacked(request, request.POST.get("packed", ""))
        except signing.BadSignature:
            sentence = _("The comparison is older than a day, or not yours: send the file again.")
            return self.exchange_page(request, [], fault=sentence)
        taken = take_in(self.admin_site, request, file, entries)
        context = {"title": _("Taken in from a file"), "file": file, "result": taken}
        return self.page(request, "exchange/result", None, context)


def _send_out_selected(admin: ExchangeMixin, request: HttpRequest, queryset: Any) -> HttpResponse:
    return admin.exchange_page(request, [str(key) for key in queryset.values_list("pk", flat=True)])
