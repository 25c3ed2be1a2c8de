"""The work of a translator on an item, and what each of its languages lacks."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core.i18n import LANGUAGE_INFO, join_names
from core.models import field_label
from editing import roles
from editing.models import Action, Activity, TranslationStage, TranslationState, WorkflowState
from editing.queries.formats import named_language, state_word
from editing.translation.states import FieldTexts, behind, text_fields, texts_of
from editing.translation.storage import begin, texts_of_versions
from editing.versions import revisions
from editing.workflow.items import Item

if TYPE_CHECKING:
    from editing.workflow.save_request import SaveRequest

# So many fields are named in a sentence.
NAMED = 6


def after_save(change: "SaveRequest") -> None:
    """Note what the save meant for the work of the translator."""
    item = change.item
    # It was read before the save.
    vars(item).pop("translation", None)
    if change.action == Action.TRANSLATED:
        item.move_translation(TranslationStage.DONE, translator=item.user)
    elif change.is_to_translator and change.action == Action.RETURNED:
        item.move_translation(TranslationStage.RETURNED, reason=change.reason)
        # The reason is the translator's, not the author's.
        item.workflow_state.reason = ""
        item.workflow_state.save(update_fields=["reason"])
    elif change.is_publishable and roles.only_language(item.user):
        begins = item.translation.translator_id != item.user.pk or not item.translation.stage
        if begins:
            item.move_translation(TranslationStage.WORK, translator=item.user)


def begin_states() -> int:
    """Give a state to each item that has versions from before there were states; return how many.

    What it has in both languages is in step, and English is the source.
    """
    models = [each for each in apps.get_models() if text_fields(each)]
    kinds = ContentType.objects.get_for_models(*models).values()
    own = {"content_type": OuterRef("content_type"), "object_id": OuterRef("object_id")}
    lines = Activity.objects.filter(
        revision__isnull=False, is_pending=False, content_type__in=kinds
    )
    lines = lines.exclude(Exists(TranslationState.objects.filter(**own))).order_by("pk")
    newest = {(line.content_type_id, line.object_id): line for line in lines}
    items = [(line, item) for line in newest.values() if (item := line.item) is not None]
    for line, item in items:
        pending = WorkflowState.objects.of(item).values_list("pending", flat=True).first()
        begin(item, filter(None, (line.revision_id, pending)))
    return len(items)


def returned_to(item: Item) -> tuple[Any, str]:
    """Return to whom an item was returned last, and why."""
    state: Any = item.workflow_state
    if item.translation.stage == TranslationStage.RETURNED:
        return item.translation.translator, item.translation.reason
    return state.author, state.reason


def texts_now(item: Item) -> list[FieldTexts]:
    """Return the bilingual texts of an item and its rows, pending changes included."""
    if pending := item.workflow_state.pending:
        return texts_of_versions(item.obj, pending.version_set.all())
    rows = (row for level in revisions.descendants_by_level(item.obj) for row in level)
    return [*texts_of(item.obj), *(text for row in rows for text in texts_of(row, is_item=False))]


def lacking(item: Item) -> list[str]:
    """Return a sentence for each language with the fields that are missing or outdated in it."""
    sentences = []
    found = texts_now(item)
    for code in LANGUAGE_INFO:
        names: dict[str, None] = {}
        for each in found:
            if state := behind(item.translation, each, code):
                names[f"{field_label(each.model, each.name)} ({state_word(state)})"] = None
        if names:
            shown = [*names][:NAMED] + (["…"] if len(names) > NAMED else [])
            sentences.append(
                _("Not yet in step in %(language)s: %(fields)s.")
                % {"language": named_language(code), "fields": join_names(shown)}
            )
    return sentences
