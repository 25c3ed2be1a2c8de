"""Redirects from old to new paths."""

import re
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.i18n import LANGUAGE_INFO, without_language
from core.seo.urls import is_live

# A page's path after the language. What lies beside a page, such as its PDF, moves with it.
_PAGE = re.compile(r"([-\w]+/)+", re.ASCII)
_ASKED = re.compile(r"[-\w./]{1,250}", re.ASCII)
_FILE = re.compile(r"(.+?)(\.\w+)", re.ASCII)


def bases(path: str) -> Iterator[tuple[str, str]]:
    """Yield the page that a path names and those above it, each with the rest of the path.

    >>> list(bases("news/2021/a.pdf"))
    [('news/2021/a/', '.pdf'), ('news/2021/', 'a.pdf'), ('news/', '2021/a.pdf')]
    """
    if file := _FILE.fullmatch(path):
        yield f"{file[1]}/", file[2]
    for slash in reversed([match.end() for match in re.finditer("/", path)]):
        yield path[:slash], path[slash:]


class RedirectQuerySet(models.QuerySet):
    """Redirects by path; a path here begins after the language and holds for each of them."""

    def target_of(self, path: str) -> str | None:
        """Return the new path of ``path``, or None; the longest matching old path wins."""
        if not _ASKED.fullmatch(path):
            return None
        rests = dict(bases(path))
        found = max(
            self.filter(old_path__in=rests), key=lambda each: len(each.old_path), default=None
        )
        if found is None:
            return None
        rest = rests[found.old_path]
        return (found.new_path.rstrip("/") if rest.startswith(".") else found.new_path) + rest

    @transaction.atomic
    def record_move(self, old_path: str, new_path: str) -> None:
        """Record a redirect, and point older redirects to the new path."""
        self.filter(new_path=old_path).update(new_path=new_path)
        # The page is back where it was: an old redirect from there would lead it away.
        self.filter(old_path=new_path).delete()
        self.update_or_create(old_path=old_path, defaults={"new_path": new_path})


class Redirect(models.Model):
    """An address that a page had, and the one that it has now."""

    old_path = models.CharField(
        _("old address"),
        max_length=200,
        unique=True,
        help_text=_(
            "Without host and language, for example news/2021/old-name/; it holds in both "
            "languages, and for the PDF too."
        ),
    )
    new_path = models.CharField(
        _("new address"),
        max_length=200,
        db_index=True,
        help_text=_("The address of a page that readers can open now."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        ordering = ["old_path"]
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")

    def __str__(self) -> str:
        return f"{self.old_path} → {self.new_path}"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Accept whole URLs, with host, language and query."""
        self.old_path, self.new_path = shortened(self.old_path), shortened(self.new_path)
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """Refuse redirects that are circular, hide a page or lead to none."""
        super().clean()
        faults = {}
        if not _PAGE.fullmatch(self.old_path):
            faults["old_path"] = _("This is not the address of a page.")
        elif is_live(self.old_path):
            faults["old_path"] = _("A page has this address now: the redirect would hide it.")
        if self.new_path.startswith(self.old_path):
            faults["new_path"] = _("This redirect would lead in a circle.")
        elif not is_live(self.new_path):
            faults["new_path"] = _("No page that readers can open has this address.")
        if faults:
            raise ValidationError(faults)


def shortened(url: str) -> str:
    """Return a URL in the form in which it is stored, an invalid one unchanged.

    >>> shortened("https://example.org/zh-hans/cities/fuzhou?x=1")
    'cities/fuzhou/'
    """
    try:
        path = urlsplit(url.strip()).path
    except ValueError:
        return url
    if path.lstrip("/").partition("/")[0] in LANGUAGE_INFO:
        path = without_language(path)
    path = path.strip("/")
    return f"{path}/" if path else ""
