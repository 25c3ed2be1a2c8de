"""The dashboard: what waits for the user, and how complete each language is.

Each part is read when the page shows it, by one query for all kinds of content together.
"""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.contrib.admin.sites import AdminSite
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone

from core.i18n import LANGUAGE_INFO
from editing import roles
from editing.lists.other_texts import texts_without_drafts
from editing.models import Action, Activity, TranslationStage
from editing.queries.activity import person_name
from editing.queries.conditions import (
    COMING,
    PublishableModel,
    coming,
    quick_views,
    translation_value,
    workflow_state_value,
)
from editing.queries.rows import (
    NO_NOTE,
    ItemLine,
    Link,
    Listing,
    first_of,
    item_url,
    kinds,
    list_url,
    rows,
)
from editing.queries.states import by_language

RECENT = 6


def _reason(kind: PublishableModel) -> Any:
    """Return why an item of a kind was returned, to its translator or to its author."""
    to_translator = translation_value(kind, "reason", stage=TranslationStage.RETURNED)
    return Coalesce(to_translator, workflow_state_value(kind, "reason"), NO_NOTE)


class Dashboard:
    """The dashboard of one user."""

    languages = tuple(LANGUAGE_INFO)

    def __init__(self, site: AdminSite, request: HttpRequest) -> None:
        self.site, self.request = site, request
        self.user: Any = request.user
        self.kinds = kinds(site, request)
        self.now = timezone.now()

    def conditions(self, kind: PublishableModel) -> dict[str, Q]:
        """What is counted of a kind; the names are those of the filters of its list."""
        due = Q(*(coming(kind, way, self.now)[0] for way in COMING), _connector=Q.OR)
        return by_language(kind) | quick_views(kind, self.user) | {"coming": due}

    @cached_property
    def numbers(self) -> list[tuple[PublishableModel, dict[str, int]]]:
        """The counts of everything on the page, kind by kind."""
        if not self.kinds:
            return []
        first, *others = (self._count(place, kind) for place, kind in enumerate(self.kinds))
        names = ("total", *self.conditions(self.kinds[0]))
        return [
            (self.kinds[place], dict(zip(names, numbers, strict=True)))
            for place, *numbers in first.union(*others, all=True).order_by("place")
        ]

    def _count(self, place: int, kind: PublishableModel) -> Any:
        conditions = self.conditions(kind)
        counts = {
            f"n{number}": Count("pk", filter=condition)
            for number, condition in enumerate(conditions.values())
        }
        return (
            QuerySet(kind)
            .order_by()
            .annotate(place=Value(place))
            .values("place")
            .annotate(total=Count("pk"), **counts)
            .values_list("place", "total", *counts)
        )

    def _listing(self, name: str, at: str = "", note: str = "") -> Listing:
        """Return what waits; ``at`` and ``note`` name values of the state of translation."""
        waiting = [(kind, counts[name]) for kind, counts in self.numbers if counts[name]]
        links = [
            Link(str(kind._meta.verbose_name_plural), number, list_url(kind, f"?view={name}"))
            for kind, number in waiting
        ]
        found = [
            rows(
                kind,
                self.conditions(kind)[name],
                translation_value(kind, at)
                if at
                else Coalesce(workflow_state_value(kind, "moved_at"), F("updated_at")),
                translation_value(kind, note) if note else _reason(kind),
            )
            for kind, _number in waiting
        ]
        return Listing(first_of(found), links)

    @cached_property
    def first_to_add(self) -> dict[str, str] | None:
        """Text and URL of the button that adds an item, of the first kind with ``add_words``."""
        for kind in self.kinds:
            admin: Any = self.site.get_model_admin(kind)
            if admin.add_words and admin.has_add_permission(self.request):
                return {"words": admin.add_words, "url": item_url(kind, "add")}
        return None

    @cached_property
    def for_review(self) -> Listing | None:
        """What waits for the person's decision; None for someone who decides nothing."""
        return self._listing("review") if roles.may(self.user, roles.PUBLISH) else None

    @cached_property
    def translated(self) -> Listing | None:
        """What a translator handed over; None for someone who neither submits nor publishes."""
        if not (roles.may(self.user, roles.SUBMIT) or roles.may(self.user, roles.PUBLISH)):
            return None
        listing = self._listing("translated", "moved_at", "translator")
        people = get_user_model()._default_manager.in_bulk({each.note for each in listing.items})
        named = [
            replace(each, by=person_name(people.get(each.note)), note="") for each in listing.items
        ]
        return listing._replace(items=named)

    @cached_property
    def returned(self) -> Listing:
        """What came back to the person, with the reason."""
        return self._listing("returned")

    @cached_property
    def drafts(self) -> Listing | None:
        """The person's own drafts; None for a translator."""
        return None if self.is_translator else self._listing("mine")

    @property
    def is_translator(self) -> bool:
        """Whether the person writes the texts of one language alone."""
        return bool(roles.only_language(self.user))

    @cached_property
    def to_translate(self) -> Listing | None:
        """What is missing or outdated in a translator's language; None for everybody else."""
        if not self.is_translator:
            return None
        listing = self._listing("to-translate", "source_changed_at", "amounts")
        language = self.user.translates
        counted = [
            replace(each, amount=(each.note or {}).get(language, 0), note="")
            for each in listing.items
        ]
        return listing._replace(items=counted)

    @cached_property
    def other_texts(self) -> Listing | None:
        """The same of what has no drafts, such as pictures; None for everybody else."""
        if not self.is_translator:
            return None
        return texts_without_drafts(self.site, self.request, self.user.translates)

    @cached_property
    def in_work(self) -> Listing | None:
        """What a translator has begun and not handed over; None for everybody else."""
        return self._listing("in-work", "moved_at", "reason") if self.is_translator else None

    @cached_property
    def standings(self) -> list[dict[str, Any]]:
        """How many items lack a language, by kind, each number with its filtered list."""
        return [
            {
                "name": kind._meta.verbose_name_plural,
                "url": item_url(kind, "changelist"),
                "total": counts["total"],
                "ready": counts["ready"],
                "lacking": [
                    Link(name, counts[name], list_url(kind, f"?languages={name}"))
                    for name in counts
                    if name.startswith(("missing-", "outdated-"))
                ],
            }
            for kind, counts in self.numbers
        ]

    @cached_property
    def schedule(self) -> list[tuple[ItemLine, str]]:
        """What will be published, changed or taken down, each with which it is; soonest first."""
        due = [kind for kind, counts in self.numbers if counts["coming"]]
        found: list[tuple[ItemLine, str]] = []
        for way in COMING:
            waiting = [rows(kind, *coming(kind, way, self.now)) for kind in due]
            found += ((item, way) for item in first_of(waiting, "item_at"))
        return sorted(found, key=lambda entry: entry[0].at)[:RECENT]

    @cached_property
    def recent(self) -> list[tuple[Activity, ItemLine | None]]:
        """What was done last, by anybody, and to which item (None: it is deleted).

        First versions of what was there before are left out.
        """
        by_kind = {ContentType.objects.get_for_model(kind).pk: kind for kind in self.kinds}
        seen = Activity.objects.filter(content_type__in=by_kind).exclude(action=Action.FOUND)
        lines = list(seen.select_related("user")[:RECENT])
        keys: dict[PublishableModel, set[int]] = {}
        for line in lines:
            keys.setdefault(by_kind[line.content_type_id], set()).add(line.object_id)
        items = {
            item.url: item
            for item in first_of(
                [rows(kind, Q(pk__in=found), F("updated_at")) for kind, found in keys.items()],
                limit=RECENT,
            )
        }
        return [
            (line, items.get(item_url(by_kind[line.content_type_id], "change", line.object_id)))
            for line in lines
        ]
