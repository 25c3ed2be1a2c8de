"""The index: one row for each object that can be found, and the words that readers may mean."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """What can be found of an object, analysed. Who may see it is decided when it is asked for.

    Beside this table the database has its own index of the tokens; see ``search.backends``.
    """

    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField(_("object"))
    date = models.DateField(_("date"), null=True)
    title_en = models.TextField(blank=True)
    title_zh_hans = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    body_zh_hans = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_each")]
        indexes = [models.Index(fields=["-date", "-id"], name="entry_newest")]
        verbose_name = _("index entry")
        verbose_name_plural = _("index entries")

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    @property
    def tokens(self) -> list[str]:
        """All tokens of the object, those of its titles first."""
        columns = (self.title_en, self.title_zh_hans, self.body_en, self.body_zh_hans)
        return " ".join(columns).split()


class Word(models.Model):
    """A Latin word of the indexed texts, for readers who misspell it."""

    text = models.CharField(_("word"), max_length=24, unique=True)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.text
