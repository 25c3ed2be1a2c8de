"""What a user typed into the form of a new item and never saved."""

from urllib.parse import quote

from django.contrib.admin.sites import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, QueryDict

from core.i18n import LANGUAGE_INFO
from editing.models import Autosave
from editing.queries.conditions import PublishableModel
from editing.queries.rows import SHOWN, ItemLine, Listing, item_url, languages, title_columns


def never_saved(site: AdminSite, request: HttpRequest, kinds: list[PublishableModel]) -> Listing:
    """Return the kept texts of new items, the newest first, each with the way to go on with it."""
    may_add = [kind for kind in kinds if site.get_model_admin(kind).has_add_permission(request)]
    models = {ContentType.objects.get_for_model(kind).pk: kind for kind in may_add}
    rows = Autosave.objects.filter(user=request.user, object_id=0, content_type__in=models)
    lines = [_line(models[row.content_type_id], row) for row in rows.order_by("-at", "-pk")[:SHOWN]]
    return Listing(lines, [])


def _line(model: PublishableModel, row: Autosave) -> ItemLine:
    typed = QueryDict(row.data)
    titles = zip(languages(), title_columns(model), strict=True)
    found = ((code, str(typed.get(column, "")).strip()) for code, column in titles)
    code, title = next((pair for pair in found if pair[1]), (languages()[0], ""))
    url = f"{item_url(model, 'add')}?autosave={quote(row.form_key)}"
    return ItemLine(title, LANGUAGE_INFO[code].tag, url, {}, row.at)
