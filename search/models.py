"""The index: one row for each object that can be found, and the words that readers may mean."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

# Stands between fields in the index, so that no phrase runs from one into the next.
GAP = "¶"
# What has no date counts as the newest: cities and programmes are never crowded out by articles.
UNDATED = datetime.date.max


class Entry(models.Model):
    """What can be found of an object, analysed. Who may see it is decided when it is asked for.

    ``place`` orders all entries, the newest last: the date, and the key among those of one day.
    """

    kind = models.CharField(_("kind"), max_length=60)
    object_id = models.BigIntegerField(_("object"))
    # None only while the entry is being made and has no key yet.
    place = models.BigIntegerField(null=True, unique=True)
    title_en = models.TextField(blank=True)
    title_zh_hans = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    body_zh_hans = models.TextField(blank=True)
    # The parts of its text by language code, as they are written, for excerpts.
    passages = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_each")]
        verbose_name = _("index entry")
        verbose_name_plural = _("index entries")

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

    def place_on(self, date: datetime.date | None) -> int:
        """Return the place of the entry if its object is of this date."""
        return ((date or UNDATED).toordinal() << 32) + self.pk

    @property
    def is_dated(self) -> bool:
        """Whether its object has a date."""
        return self.place is not None and self.place >> 32 < UNDATED.toordinal()

    @property
    def tokens(self) -> list[str]:
        """All tokens of the object, those of its titles first."""
        columns = (self.title_en, self.title_zh_hans, self.body_en, self.body_zh_hans)
        return f" {GAP} ".join(columns).split()


class Tokens(models.Model):
    """The database's own index of the tokens, a row for each entry; see ``search.backends``.

    Its key is the place of the entry: both databases can read it from its end, and stop as soon
    as there are enough of a word that stands nearly everywhere.
    """

    entry = models.OneToOneField(
        Entry,
        models.DO_NOTHING,
        to_field="place",
        primary_key=True,
        db_column="rowid",
        related_name="+",
    )

    class Meta:
        db_table = "search_tokens"
        managed = False
        verbose_name = _("index entry")
        verbose_name_plural = _("index entries")

    def __str__(self) -> str:
        return str(self.entry)


class Word(models.Model):
    """A word that readers may misspell: a Latin one of the indexed texts, as they write it, or two
    neighbouring Han characters of a title.
    """

    text = models.CharField(_("word"), max_length=24, unique=True)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.text
