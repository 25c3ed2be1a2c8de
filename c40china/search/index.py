"""What the search index holds of each kind of content."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet, TextField, prefetch_related_objects
from django.utils.translation import override

from cities.models import City
from core.i18n import localized
from core.richtext.fields import RichTextField
from core.richtext.rendering import plain_text
from core.typography import plain_title
from news.models import Article
from pages.models import Page
from programmes.models import Programme
from search import index
from search.analyser import folded
from search.engine import Visible


@dataclass(frozen=True)
class Part:
    """Rows that readers see with an object: their relation, or a path of them, and their fields.

    ``seen_with``: what else the public must see for that, a city or a programme.
    """

    rows: str
    fields: tuple[str, ...]
    seen_with: str = ""

    @property
    def read(self) -> list[str]:
        """What is read of the database: the rows, and what their fields and ``seen_with`` name."""
        steps = (path.rpartition(".")[0] for path in (*self.fields, f"{self.seen_with}."))
        paths = dict.fromkeys(f"{self.rows}.{step}".strip(".") for step in steps)
        return [path.replace(".", "__") for path in paths]


@dataclass(frozen=True)
class Indexed:
    """A kind of content: the fields that are its title and its text, and the rows it consists of.

    ``is_named``: an object whose name a reader typed comes before everything else.
    """

    model: type[Model]
    title: str
    fields: tuple[str, ...]
    parts: tuple[Part, ...]
    date: Callable[[Any], Any] = lambda obj: None
    is_named: bool = False

    @property
    def kind(self) -> str:
        """The name of the kind in the index."""
        return self.model._meta.label

    def published(self) -> QuerySet:
        """Return what the public may see of the kind."""
        return self.model.objects.published()  # type: ignore[attr-defined]


# What a page says of a city in a programme.
ROLE = ("role", "focus_area.title", "plan")
KINDS = (
    Indexed(
        City,
        "name",
        ("official_name", "region", "administrative_status", "summary", "body"),
        (
            Part("facts", ("label", "value")),
            Part("pilots", ("district", "work"), seen_with="programme"),
            Part("pilots.roles", ROLE, seen_with="pilot_city.programme"),
        ),
        is_named=True,
    ),
    Indexed(
        Programme,
        "name",
        ("summary", "body", "supports_intro", "key_areas_intro", "exchange_text"),
        (
            Part("points", ("title", "text")),
            Part("focus_areas", ("title", "explanation", "body")),
            Part("pilots", ("district", "work"), seen_with="city"),
            Part("pilots.roles", ("plan",), seen_with="pilot_city.city"),
        ),
        is_named=True,
    ),
    Indexed(
        Article,
        "title",
        ("standfirst", "body"),
        (Part("key_facts", ("label", "value")),),
        date=lambda article: article.date,
    ),
    Indexed(Page, "title", ("standfirst", "body"), (Part("sections", ("title", "text")),)),
)
VISIBLE = Visible(each.model for each in KINDS)
BY_LABEL = {each.kind: each for each in KINDS}


def _words(obj: Any, path: str, language: str) -> str:
    """Return the words of a field, or of one of an object it belongs to, as readers see them."""
    *steps, name = path.split(".")
    obj = reduce(getattr, steps, obj)
    field = obj._meta.get_field(name)
    if field.choices:
        with override(language):
            return str(getattr(obj, f"get_{name}_display")())
    value = getattr(obj, localized(name, language)) or ""
    return plain_text(value) if isinstance(field, RichTextField) else value


def _rows(obj: Any, part: Part, language: str) -> Iterator[Any]:
    """Yield the rows of a part that the public may see in a language."""
    rows = [obj]
    for relation in part.rows.split("."):
        rows = [row for each in rows for row in getattr(each, relation).all()]
    for row in rows:
        other = reduce(getattr, part.seen_with.split("."), row) if part.seen_with else None
        # What is to expire will do so without a change that would index this anew.
        if other is None or (
            other.is_public and not other.expire_at and not other.is_held_back(language)
        ):
            yield row


def running_text(obj: Any, language: str) -> str:
    """Return the running text of an object in a language."""
    fields = (name for name in BY_LABEL[obj._meta.label].fields
              if isinstance(obj._meta.get_field(name), TextField))  # fmt: skip
    return "\n".join(filter(None, (_words(obj, field, language) for field in fields)))


def passages_of(obj: Any, language: str) -> list[str]:
    """Return the text of an object in a language, then its short fields, then each of its rows."""
    indexed = BY_LABEL[obj._meta.label]
    short = (name for name in indexed.fields
             if not isinstance(obj._meta.get_field(name), TextField))  # fmt: skip
    passages = [running_text(obj, language), _line(_words(obj, name, language) for name in short)]
    for part in indexed.parts:
        for row in _rows(obj, part, language):
            passages.append(_line(_words(row, field, language) for field in part.fields))
    return list(filter(None, passages))


def _line(words: Iterable[str]) -> str:
    """Return short texts as one line, without those that a later one repeats."""
    texts = list(filter(None, words))
    later = (folded(" ".join(texts[place:])) for place in range(1, len(texts) + 1))
    return " · ".join(
        text for text, rest in zip(texts, later, strict=True) if folded(text) not in rest
    )


def text_of(obj: Any) -> index.Text:
    """Return everything of an object that can be found."""
    indexed = BY_LABEL[obj._meta.label]
    # A text that readers cannot open they cannot find; the desk finds it by its columns.
    held_back = [code for code, _name in settings.LANGUAGES if obj.is_held_back(code)]
    codes = [code for code, _name in settings.LANGUAGES if code not in held_back]
    # A name that is the same in both languages, and by which people look things up.
    acronym = getattr(obj, "acronym", "")
    names = {code: plain_title(_words(obj, indexed.title, code), code) for code in codes}
    titles = {code: "\n".join(filter(None, (name, acronym))) for code, name in names.items()}
    passages = {code: passages_of(obj, code) for code in codes}
    return index.Text(
        titles | dict.fromkeys(held_back, ""),
        passages | {code: [] for code in held_back},
        indexed.date(obj),
    )


def update(model: type[Model], key: int) -> set[str]:
    """Index an object from the database; remove it from the index if it is gone.

    Return its Latin words, for spelling suggestions.
    """
    with transaction.atomic():
        # Locked: of two who index it at once, the later one reads what the earlier has saved.
        rows = model._default_manager.select_for_update(no_key=True)
        obj = rows.filter(pk=key).first()
        if obj is not None:
            paths = [path for part in BY_LABEL[model._meta.label].parts for path in part.read]
            prefetch_related_objects([obj], *paths)
            return index.store(model._meta.label, key, text_of(obj))
        index.forget(model._meta.label, [key])
        return set()


def every_object() -> Iterator[tuple[type[Model], int]]:
    """Yield model and key of everything that belongs into the index."""
    for indexed in KINDS:
        for key in indexed.model._default_manager.values_list("pk", flat=True).order_by("pk"):
            yield indexed.model, key
