"""What a translator finds in what has no drafts: pictures, sources, terms, settings."""

from django.contrib.admin.sites import AdminSite
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Model, Q
from django.http import HttpRequest

from core.i18n import LANGUAGE_INFO, current_language
from core.models import Publishable
from editing.models import TranslationState
from editing.queries.rows import SHOWN, ItemLine, Link, Listing, item_url


def texts_without_drafts(site: AdminSite, request: HttpRequest, language: str) -> Listing:
    """Return the items whose text in a language is missing or outdated, the newest change first."""
    models = [
        model
        for model, admin in site._registry.items()
        if not issubclass(model, Publishable) and admin.has_change_permission(request)
    ]
    kinds = {kind.pk: model for model, kind in ContentType.objects.get_for_models(*models).items()}
    marked = f" {language} "
    behind = TranslationState.objects.filter(
        Q(missing__contains=marked) | Q(outdated__contains=marked), content_type__in=kinds
    )
    counts = behind.order_by().values_list("content_type").annotate(Count("pk"))
    links = [
        Link(str(kinds[kind]._meta.verbose_name_plural), count, item_url(kinds[kind], "changelist"))
        for kind, count in counts
    ]
    first = list(behind.order_by("-source_changed_at")[:SHOWN]) if links else []
    found: dict[int, dict[int, Model]] = {
        kind: kinds[kind]._default_manager.in_bulk(
            [state.object_id for state in first if state.content_type_id == kind]
        )
        for kind in {state.content_type_id for state in first}
    }
    lines = [
        _line(state, found[state.content_type_id][state.object_id], language)
        for state in first
        if state.object_id in found[state.content_type_id]
    ]
    return Listing(lines, links)


def _line(state: TranslationState, obj: Model, language: str) -> ItemLine:
    model = type(obj)
    lacks = {"missing": state.missing, "outdated": state.outdated}
    return ItemLine(
        title=str(obj),
        tag=LANGUAGE_INFO[current_language()].tag,
        url=item_url(model, "change", obj.pk),
        states={
            code: next((name for name, codes in lacks.items() if f" {code} " in codes), "")
            for code in LANGUAGE_INFO
        },
        at=state.source_changed_at,
        amount=(state.amounts or {}).get(language, 0),
        exchange_url=f"{item_url(model, 'exchange')}?item={obj.pk}",
    )
