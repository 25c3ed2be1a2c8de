"""Redirects from old addresses, and the addresses that were asked for in vain."""

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote, unquote_plus, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.i18n import language_of
from core.seo.urls import is_live

_FILE = re.compile(r"(.+?)(\.\w+)", re.ASCII)
LONGEST_PATH = 200


def written(path: str, query: str = "") -> str:
    """Return an address in the one form in which it is stored and compared.

    Decoded, in small letters, without language, with a slash at its end unless it names a file, and
    with the parameters of its query in their order.

    >>> written("/zh-cn//Show.php", "lang=cn&id=5"), written("/Old-Page")
    ('show.php?id=5&lang=cn', 'old-page/')
    """
    segments = [each for each in unquote(path).lower().split("/") if each]
    if segments and language_of(segments[0]):
        del segments[0]
    if segments and "." not in segments[-1]:
        segments.append("")
    parameters = sorted(each for each in unquote_plus(query).lower().split("&") if each)
    return "/".join(segments) + ("?" + "&".join(parameters) if parameters else "")


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

    def asked_for(self, path: str, query: str = "") -> tuple["Redirect", str] | None:
        """Return the redirect of an address with the rest of the address, or None.

        The longest old address that matches wins, one with the query before one without.
        """
        asked, exact = written(path), written(path, query)
        if len(asked) > LONGEST_PATH or not exact.isprintable():
            return None
        rests = {**dict(bases(asked)), asked: "", exact: ""}
        found = max(
            self.filter(old_path__in=rests), key=lambda each: len(each.old_path), default=None
        )
        return (found, rests[found.old_path]) if found else None

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
        max_length=LONGEST_PATH,
        unique=True,
        help_text=_(
            "As it was, for example news/2021/old-name/ or show.php?id=5. It holds in both "
            "languages and without one, and for the PDF too; capital letters count as small ones."
        ),
    )
    new_path = models.CharField(
        _("new address"),
        max_length=LONGEST_PATH,
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

    def target(self, rest: str) -> str:
        """Return the new path after its language, with the rest of the address asked for."""
        path = self.new_path.lstrip("/")
        return (path.rstrip("/") if rest.startswith(".") else path) + rest

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Accept whole URLs, with host, language and query."""
        faults = {}
        for name, keeps_query in (("old_path", True), ("new_path", False)):
            try:
                setattr(self, name, shortened(getattr(self, name), keeps_query=keeps_query))
            except ValidationError as fault:
                faults[name] = fault
        if faults:
            raise ValidationError(faults)
        super().clean_fields(exclude=exclude)

    def clean(self) -> None:
        """Refuse redirects that are circular, hide a page or lead to none."""
        super().clean()
        faults = {}
        if self.old_path in ("", "/") or is_live(self.old_path):
            faults["old_path"] = _("A page has this address now: the redirect would hide it.")
        if self.old_path and self.new_path.startswith(self.old_path):
            faults["new_path"] = _("This redirect would lead in a circle.")
        elif not is_live(self.new_path.lstrip("/")):
            faults["new_path"] = _("No page that readers can open has this address.")
        if faults:
            raise ValidationError(faults)


def shortened(url: str, *, keeps_query: bool = False) -> str:
    """Return what staff typed in the form in which it is stored; "/" is the home page.

    Raises ValidationError if it is no address, or one of another site.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        raise ValidationError(_("This is not the address of a page.")) from None
    if host and host not in settings.ALLOWED_HOSTS:
        raise ValidationError(_("This address is not on this site."))
    if not url.strip():
        return ""
    return written(parts.path, parts.query if keeps_query else "") or "/"


class NotFoundAddress(models.Model):
    """An address that readers asked for lately and that leads to nothing."""

    path = models.CharField(_("address"), max_length=LONGEST_PATH, unique=True)
    count = models.PositiveIntegerField(_("times"), default=0)
    last_asked_at = models.DateTimeField(_("last asked for"))

    class Meta:
        ordering = ["-count", "path"]
        # Whoever may make redirects sees it.
        default_permissions = ()
        verbose_name = _("address not found")
        verbose_name_plural = _("addresses not found")

    def __str__(self) -> str:
        return self.path
