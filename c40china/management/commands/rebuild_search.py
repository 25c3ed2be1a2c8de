"""Index everything anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Max

from c40china.search.index import BY_LABEL, every_object, update
from search import index
from search.models import Entry, Word


class Command(BaseCommand):
    """Safe while the site serves: each object is replaced in a transaction of its own."""

    help = "Indexes all content anew, and takes out of the index what no longer exists."

    def handle(self, *args: Any, **options: Any) -> None:
        """Index, with a bar where somebody watches, and say how many objects there are."""
        objects = list(every_object())
        words: set[str] = set()
        last = Word.objects.aggregate(key=Max("pk"))["key"] or 0
        for number, (model, key) in enumerate(objects, 1):
            words |= update(model, key)
            self.show(number, len(objects))
        # At the end, so that what readers misspell is mended meanwhile.
        index.forget_words(words, last)
        self.forget_missing({(model._meta.label, key) for model, key in objects})
        self.stdout.write(f"Indexed {len(objects)} objects.")

    def show(self, number: int, total: int) -> None:
        """Draw the bar on a terminal; a log gets only the last line."""
        if self.stdout.isatty() and (number % 20 == 0 or number == total):
            done = 40 * number // total
            bar = "█" * done + "·" * (40 - done)
            self.stdout.write(f"\r{bar} {number}/{total}", ending="\n" if number == total else "")
            self.stdout.flush()

    def forget_missing(self, existing: set[tuple[str, int]]) -> None:
        """Take out entries of kinds and objects that are no more."""
        indexed = set(Entry.objects.values_list("kind", "object_id"))
        for kind, key in indexed - existing:
            model = BY_LABEL[kind].model if kind in BY_LABEL else None
            # What was made while this command ran is there to stay.
            if model is None or not model._default_manager.filter(pk=key).exists():
                index.forget(kind, [key])
