"""The table of the member cities as a file, CSV or JSON, in the language of the address."""

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from cities.models import City
from cities.table import CitiesTable
from core.i18n import current_language
from pages.models import SiteSettings

# Programs for tables take a text that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cities_data(request: HttpRequest, kind: str) -> HttpResponse:
    """Return the table, with its licence and the address of each city's page."""
    makers = {"csv": _as_csv, "json": _as_json}
    if kind not in makers:
        raise Http404(_("There is no such file."))
    table = CitiesTable(City.objects.published().with_pilots().alphabetical())
    licence = table_licence()
    licence["name"] = licence["name"] or _("Not confirmed yet by the representative office")
    response = makers[kind](request, table, licence)
    name = f"c40-china-cities.{current_language()}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def table_licence() -> dict[str, str]:
    """Return name and address of the licence, empty until the office has confirmed it."""
    settings = SiteSettings.objects.current()
    return {"name": settings.data_licence or "", "url": settings.data_licence_url}


def _as_csv(request: HttpRequest, table: CitiesTable, licence: dict[str, str]) -> HttpResponse:
    file = io.StringIO()
    writer = csv.writer(file)
    heads = [
        column
        for head in table.heads
        for column in (head, _("%(column)s (source)") % {"column": head})
    ]
    writer.writerow([_("City"), _("Page"), *heads, _("Licence")])
    for row in table.rows:
        cells = [text for _head, cell in row.cells for text in (cell.words, cell.source)]
        page = request.build_absolute_uri(row.city.get_absolute_url())
        values = [row.city.localized.name, page, *cells, licence["name"]]
        writer.writerow([f"'{text}" if text.startswith(FORMULA) else text for text in values])
    # The mark by which Excel knows UTF-8.
    return HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")


def _as_json(request: HttpRequest, table: CitiesTable, licence: dict[str, str]) -> HttpResponse:
    cities: list[dict[str, Any]] = [
        {
            "name": row.city.localized.name,
            "page": request.build_absolute_uri(row.city.get_absolute_url()),
            "values": {
                head: {"value": cell.words, "sorted_by": cell.order, "source": cell.source}
                for head, cell in row.cells
                if cell.words
            },
        }
        for row in table.rows
    ]
    content = {"licence": licence, "columns": table.heads, "cities": cities}
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
