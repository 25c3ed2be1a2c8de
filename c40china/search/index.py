"""What the search index holds of each kind of content."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet, TextField

from cities.models import City
from core.i18n import localized
from core.richtext.fields import RichTextField
from core.richtext.rendering import plain_text
from news.models import Article
from pages.models import Page
from programmes.models import Programme
from search import index
from search.engine import Visible

# Bilingual fields of an object, and of each row of its parts.
IndexedParts = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Indexed:
    """A kind of content: the fields that are its title and its text, and the rows it consists of.

    ``is_named``: an object whose name a reader typed comes before everything else.
    """

    model: type[Model]
    title: str
    fields: tuple[str, ...]
    parts: IndexedParts
    date: Callable[[Any], Any] = lambda obj: None
    is_named: bool = False

    @property
    def kind(self) -> str:
        """The name of the kind in the index."""
        return self.model._meta.label

    def published(self) -> QuerySet:
        """Return what the public may see of the kind."""
        return self.model.objects.published()  # type: ignore[attr-defined]


KINDS = (
    Indexed(
        City,
        "name",
        ("official_name", "region", "administrative_status", "summary", "body"),
        {"facts": ("label", "value")},
        is_named=True,
    ),
    Indexed(
        Programme,
        "name",
        ("summary", "body", "supports_intro", "key_areas_intro", "exchange_text"),
        {
            "points": ("title", "text"),
            "focus_areas": ("title", "explanation", "body"),
            "pilots": ("district", "work"),
        },
        is_named=True,
    ),
    Indexed(
        Article,
        "title",
        ("standfirst", "body"),
        {"key_facts": ("label", "value")},
        date=lambda article: article.date,
    ),
    Indexed(Page, "title", ("standfirst", "body"), {"sections": ("title", "text")}),
)
VISIBLE = Visible(each.model for each in KINDS)
BY_LABEL = {each.kind: each for each in KINDS}
# The rows an object consists of, by their model: a change of one is a change of its owner.
OWNERS = {
    relation.related_model: relation.field.name
    for each in KINDS
    for relation in each.model._meta.related_objects
    if relation.name in each.parts
}


def _words(obj: Any, field: str, language: str) -> str:
    value = getattr(obj, localized(field, language)) or ""
    is_rich = isinstance(obj._meta.get_field(localized(field, language)), RichTextField)
    return plain_text(value) if is_rich else value


def sentences(obj: Any, language: str) -> str:
    """Return the running text of an object in a language, from which a snippet can be cut."""
    fields = (name for name in BY_LABEL[obj._meta.label].fields
              if isinstance(obj._meta.get_field(name), TextField))  # fmt: skip
    return "\n".join(filter(None, (_words(obj, field, language) for field in fields)))


def body_of(obj: Any, language: str) -> str:
    """Return all the words of an object in a language besides its title."""
    indexed = BY_LABEL[obj._meta.label]
    words = [_words(obj, field, language) for field in indexed.fields]
    for relation, fields in indexed.parts.items():
        for row in getattr(obj, relation).all():
            words += [_words(row, field, language) for field in fields]
    return "\n".join(filter(None, words))


def text_of(obj: Any) -> index.Text:
    """Return everything of an object that can be found."""
    indexed = BY_LABEL[obj._meta.label]
    # A text that readers cannot open they cannot find; the desk finds it by its columns.
    held_back = [code for code, _name in settings.LANGUAGES if obj.is_held_back(code)]
    codes = [code for code, _name in settings.LANGUAGES if code not in held_back]
    # A name that is the same in both languages, and by which people look things up.
    acronym = getattr(obj, "acronym", "")
    names = {code: _words(obj, indexed.title, code).replace("|", "") for code in codes}
    titles = {code: "\n".join(filter(None, (name, acronym))) for code, name in names.items()}
    bodies = {code: body_of(obj, code) for code in codes}
    nothing = dict.fromkeys(held_back, "")
    return index.Text(titles | nothing, bodies | nothing, indexed.date(obj))


def update(model: type[Model], key: int) -> set[str]:
    """Index an object from the database; remove it from the index if it is gone.

    Return its Latin words, for spelling suggestions.
    """
    with transaction.atomic():
        # Locked: of two who index it at once, the later one reads what the earlier has saved.
        rows = model._default_manager.select_for_update(no_key=True)
        obj = rows.filter(pk=key).first()
        if obj is not None:
            return index.store(model._meta.label, key, text_of(obj))
        index.forget(model._meta.label, [key])
        return set()


def every_object() -> Iterator[tuple[type[Model], int]]:
    """Yield model and key of everything that belongs into the index."""
    for indexed in KINDS:
        for key in indexed.model._default_manager.values_list("pk", flat=True).order_by("pk"):
            yield indexed.model, key
