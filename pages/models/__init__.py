"""Text pages, and the words and addresses that stand on every page."""

from pages.models.pages import Page, PageSection
from pages.models.settings import MenuEntry, OfficeFact, SiteLink, SiteSettings, page_url

__all__ = [
    "MenuEntry",
    "OfficeFact",
    "Page",
    "PageSection",
    "SiteLink",
    "SiteSettings",
    "page_url",
]
