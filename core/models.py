"""Base of the content models: publication status and languages; the version of all content."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.i18n import Translation, current_language, localized


def points_to(model: type[models.Model]) -> list[str]:
    """Return the names of the foreign keys of a model, to select along."""
    return [each.name for each in model._meta.fields if each.many_to_one]


def field_label(model: models.Model | type[models.Model], name: str) -> str:
    """Return the name of a field as a sentence begins with it."""
    field: Any = model._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def row_keys(texts: Iterable[str]) -> list[str]:
    """Return those of the texts that a browser has sent that may be keys of rows."""
    return [text for text in texts if text.isdecimal() and len(text) < 19]


class DatePrecision(models.TextChoices):
    """How much of a date is known; the rest of it is not shown."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class Status(models.TextChoices):
    """The publication status of an item."""

    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")


# Model and key of the item that this thread previews.
_previewed: ContextVar[tuple[type[models.Model], Any] | None] = ContextVar(
    "previewed", default=None
)


@contextmanager
def previewed(obj: "Publishable") -> Iterator[None]:
    """Within the block, read this item in this thread as published in each language."""
    token = _previewed.set((type(obj), obj.pk))
    try:
        yield
    finally:
        _previewed.reset(token)


def is_previewing() -> bool:
    """Whether an item is previewed in this thread."""
    return _previewed.get() is not None


# The moment for which ``published()`` asks in this thread, where that is not the present one.
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


@contextmanager
def asked_at(moment: datetime) -> Iterator[None]:
    """Within the block, ``published()`` asks what the public may see at this moment."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


class PublishableQuerySet(models.QuerySet):
    """Every public list, page, feed and count starts from ``published()``."""

    def published(self) -> Self:
        """Return what the public may see now: the one place that says so."""
        now = _moment.get() or timezone.now()
        public = (
            Q(status=Status.PUBLISHED)
            & (Q(publish_at=None) | Q(publish_at__lte=now))
            & (Q(expire_at=None) | Q(expire_at__gt=now))
        )
        return self.filter(public | self._previewed())

    def ready_in(self, language: str) -> Self:
        """Return what has all the text it needs to stand as a page in ``language``."""
        queryset = self.filter(~Q(held_back__contains=f" {language} ") | self._previewed())
        for field in self.model.required_translations:
            column = localized(field, language)
            queryset = queryset.exclude(Q(**{column: ""}) | Q(**{column: None}))
        return queryset

    def _previewed(self) -> Q:
        """Return the condition for the item that is previewed, an empty one for the public."""
        model, pk = _previewed.get() or (None, None)
        return Q(pk=pk) if model is self.model else Q()


def held_back_without(languages: Iterable[str]) -> str:
    """Return the value of ``held_back`` that lets these languages out, and no others."""
    return "".join(f" {code} " for code, _name in settings.LANGUAGES if code not in languages)


class Publishable(models.Model):
    """An item that staff write, check and publish, in one language or both."""

    # The bilingual fields without which an item does not exist in a language.
    required_translations: tuple[str, ...] = ("title",)
    # The bilingual fields that no reader sees, such as a key by which lists are sorted.
    unread_texts: tuple[str, ...] = ()
    # Facts that readers see only along with another field, such as their source.
    shown_with: Mapping[str, str] = {}
    # Dates of what has happened: one that is yet to come is asked about.
    dates_of_the_past: tuple[str, ...] = ()

    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status,
        default=Status.DRAFT,
        help_text=_("Only what is published can be seen on the public site."),
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_(
            "A published item stays hidden until this moment (Beijing time); "
            "empty means it is shown at once."
        ),
    )
    expire_at = models.DateTimeField(
        _("expire at"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_(
            "A published item is hidden from this moment on (Beijing time); empty means it stays."
        ),
    )
    # The codes of languages that are not to go out although their text is there, each between
    # spaces, so that a query can ask for one.
    held_back = models.CharField(max_length=40, blank=True, default="", editable=False)
    updated_at = models.DateTimeField(_("last changed"), auto_now=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save in one transaction with the signal receivers, such as the search index."""
        with transaction.atomic():
            super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """Read a row; the previewed item is read as published in each language."""
        obj = super().from_db(*args, **kwargs)
        if _previewed.get() == (cls, obj.pk):
            obj.status, obj.held_back = Status.PUBLISHED, ""
            obj.publish_at = obj.expire_at = None
        return obj

    def clean(self) -> None:
        """Refuse to publish without a complete language, or with an end before the beginning."""
        super().clean()
        if self.publish_at and self.expire_at and self.expire_at <= self.publish_at:
            raise ValidationError({"expire_at": _("It must expire after it is published.")})
        if self.status == Status.PUBLISHED and not self.languages:
            names = ", ".join(
                str(self._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
                for field in self.required_translations
            )
            raise ValidationError(
                _("To publish, fill these fields in at least one language: %(fields)s."),
                params={"fields": names},
            )

    def has_text_in(self, language: str) -> bool:
        """Whether the item has all the text it needs to stand as a page in ``language``."""
        return all(getattr(self, localized(name, language)) for name in self.required_translations)

    def is_ready_in(self, language: str) -> bool:
        """Whether the item has that text and the language is not held back."""
        return not self.is_held_back(language) and self.has_text_in(language)

    def is_held_back(self, language: str) -> bool:
        """Whether the language is not to go out although its text may be there."""
        return f" {language} " in self.held_back

    @property
    def is_public(self) -> bool:
        """Whether the public may see the item now: what ``published()`` asks of the database."""
        now = timezone.now()
        return (
            self.status == Status.PUBLISHED
            and (self.publish_at is None or self.publish_at <= now)
            and (self.expire_at is None or self.expire_at > now)
        )

    @property
    def languages(self) -> list[str]:
        """The codes of the languages in which the item exists."""
        return [code for code, _name in settings.LANGUAGES if self.is_ready_in(code)]

    @property
    def localized(self) -> Translation:
        """The item in the reader's language, or in one it has if that is missing.

        What is ready in none yet, such as a draft, is in one in which it has a title.
        """
        title, wanted = self.required_translations[0], current_language()
        languages = self.languages or [
            code for code, _name in settings.LANGUAGES if getattr(self, localized(title, code))
        ]
        return Translation(self, wanted if wanted in languages or not languages else languages[0])


class ContentVersion(models.Model):
    """A number that changes with every row of an app that readers see; see ``core.caching``.

    Triggers of the database write it. The version is the sum of the rows: one for each app on
    SQLite, a few on PostgreSQL, and none while the triggers are not there.
    """

    app = models.CharField(max_length=40)
    value = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.value)
