"""The kinds of starting content, in the order in which they build on each other."""

from typing import Any

from django.db import models

from cities.models import City
from library.models import GlossaryTerm, SourcePage
from news.models import Article
from pages.models import Page, SiteSettings
from programmes.models import Milestone, Programme
from seeding.kinds import ContentKind, ContentParts


def focus_area(programme: models.Model, order: Any) -> models.Model:
    """Return the programme's focus area with this number: they have no slug."""
    return programme.focus_areas.get(order=order)  # type: ignore[attr-defined]


KINDS = (
    ContentKind("terms", GlossaryTerm, is_table=True),
    ContentKind("sources", SourcePage, is_table=True),
    ContentKind(
        "cities",
        City,
        (ContentParts("facts", later=("column",)),),
        later=("member_since_kind",),
        filled=("name_side",),
    ),
    ContentKind(
        "programmes",
        Programme,
        (
            ContentParts("points"),
            ContentParts("focus_areas"),
            ContentParts(
                "pilots",
                parts=(ContentParts("roles", lookups={"focus_area": focus_area}, later=("plan",)),),
            ),
        ),
        later=("summary_source",),
    ),
    ContentKind("milestones", Milestone),
    ContentKind("pages", Page, (ContentParts("sections"),)),
    ContentKind(
        "articles",
        Article,
        (ContentParts("key_facts"),),
        later=("first_publisher", "first_address", "first_date"),
    ),
    # Its figures name pages of the other kinds.
    ContentKind(
        "settings",
        SiteSettings,
        (ContentParts("menu"), ContentParts("facts", later=("path",)), ContentParts("links")),
        single=True,
        later=(
            *("data_licence", "data_licence_url", "registered_name", "registration_number"),
            *("supervising_unit", "telephone", "wechat_picture"),
        ),
        filled=("menu",),
    ),
)
