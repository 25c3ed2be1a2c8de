"""The kinds of starting content, in the order in which they build on each other."""

from typing import Any

from django.db import models

from cities.models import City
from news.models import Article
from pages.models import Page, SiteSettings
from programmes.models import Milestone, Programme
from seeding.kinds import Kind, Parts


def focus_area(programme: models.Model, order: Any) -> models.Model:
    """Return the programme's focus area with this number: they have no slug."""
    return programme.focus_areas.get(order=order)  # type: ignore[attr-defined]


KINDS = (
    Kind("settings", SiteSettings, (Parts("facts"), Parts("links")), single=True),
    Kind("cities", City, (Parts("facts"),)),
    Kind(
        "programmes",
        Programme,
        (
            Parts("points"),
            Parts("focus_areas"),
            Parts("pilots", parts=(Parts("roles", lookups={"focus_area": focus_area}),)),
        ),
    ),
    Kind("milestones", Milestone),
    Kind("pages", Page, (Parts("sections"),)),
    Kind("articles", Article, (Parts("key_facts"),)),
)
