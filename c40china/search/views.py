"""The search page, and the suggestions while a reader types."""

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from c40china.search.index import BY_LABEL, KINDS, VISIBLE, running_text
from c40china.search.terms import parsed
from core.caching.parts import kept
from core.i18n import LANGUAGE_INFO, current_language
from core.seo.meta import PageMeta
from core.typography import plain_title
from news.cards import cards
from news.models import Article
from search.analyser import folded
from search.engine import Answer, Hit, search
from search.excerpts import Excerpt, excerpt, missing, passages_of
from search.highlight import in_line, marked, parts, places
from search.query import LONGEST_QUERY, Query
from search.suggest import begun, suggested

PER_PAGE = 10
MOST_SUGGESTIONS = 8


@dataclass(frozen=True)
class Result:
    """A row of the page: the object, and its words in the language with this tag."""

    kind: str
    key: int
    label: str
    obj: Any
    tag: str
    title: SafeString
    excerpt: Excerpt
    is_named: bool


@dataclass(frozen=True)
class KindLink:
    """A link that narrows the results to one kind, with how many there are."""

    name: str
    kind: str
    count: int
    is_chosen: bool
    # Whether there are more than were counted.
    is_cut: bool


class Search(PageMeta, TemplateView):
    """What the public may see that answers ``?q=``, narrowed by ``kind`` if one is named."""

    section = "search"
    name = gettext_lazy("Search")
    meta_description = gettext_lazy("Search the cities, programmes, news and pages of the site.")
    template_name = "search.html"

    @cached_property
    def asked(self) -> str:
        """What the reader typed, without what no text can hold."""
        return self.request.GET.get("q", "").replace("\x00", "").strip()

    @cached_property
    def query(self) -> Query:
        """What the reader typed, as it is searched."""
        return parsed(self.asked)

    @cached_property
    def wanted(self) -> set[str]:
        """What excerpts are to show of the query, if the title does not."""
        return parts(self.answer.found)

    @cached_property
    def answer(self) -> Answer:
        """The hits: cities and programmes whose name was typed first, then the best."""
        if len(self.asked) > LONGEST_QUERY:
            return Answer()
        answer = search(self.query, VISIBLE, current_language())
        answer.hits.sort(key=lambda hit: not is_named(hit))
        return answer

    def get_meta_title(self) -> str:
        return f"{self.asked[:60]} · {self.name}" if self.asked else self.get_name()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the results of the page asked for, and where else a reader may look."""
        chosen = BY_LABEL.get(self.request.GET.get("kind", ""))
        hits = [hit for hit in self.answer.hits if not chosen or hit.kind == chosen.kind]
        page = self.get_page(hits)
        rows = self.load(list(page.object_list))
        named = [row for row in rows if row.is_named]
        return super().get_context_data(
            q=self.asked,
            is_too_long=len(self.asked) > LONGEST_QUERY,
            longest=LONGEST_QUERY,
            answer=self.answer,
            total=len(hits),
            is_cut=chosen.kind in self.answer.cut if chosen else bool(self.answer.cut),
            kinds=self.get_kinds(chosen.kind if chosen else ""),
            chosen=chosen.kind if chosen else "",
            page_obj=page,
            page_numbers=page.paginator.get_elided_page_range(page.number, on_each_side=2),
            is_paginated=page.has_other_pages(),
            filter_query=urlencode({"q": self.asked} | ({"kind": chosen.kind} if chosen else {})),
            named=named,
            others=rows[len(named) :],
            total_named=sum(map(is_named, hits)),
            total_others=len(hits) - sum(map(is_named, hits)),
            meant=self.get_meant(),
            **kwargs,
        )

    def get_page(self, hits: list[Hit]) -> Page:
        """Return the page asked for. Raises Http404 if there is none."""
        number = self.request.GET.get("page", "1")
        paginator = Paginator(hits, PER_PAGE)
        if not number.isascii() or not number.isdigit() or len(number) > 6:
            raise Http404(_("There is no such page of results."))
        if not 1 <= int(number) <= paginator.num_pages:
            raise Http404(_("There is no such page of results."))
        return paginator.page(int(number))

    def get_kinds(self, chosen: str) -> list[KindLink]:
        """Return the kinds that have results."""
        counts = {kind.kind: 0 for kind in KINDS}
        for hit in self.answer.hits:
            counts[hit.kind] += 1
        return [
            KindLink(
                str(BY_LABEL[kind].model._meta.verbose_name_plural),
                kind,
                count,
                kind == chosen,
                kind in self.answer.cut,
            )
            for kind, count in counts.items()
            if count
        ]

    def get_meant(self) -> str:
        """Return the query with the words that may have been meant, or ""."""
        words = self.asked
        for wrong, right in self.answer.meant.items():
            place = folded(words).find(wrong)
            if place < 0 or len(folded(words)) != len(words):
                return " ".join(self.answer.meant.get(word, word) for word in folded(words).split())
            words = words[:place] + right + words[place + len(wrong) :]
        return words if self.answer.meant else ""

    def load(self, hits: list[Hit]) -> list[Result]:
        """Return a row for each hit; of what is not kept, each kind is read by one query."""
        keys = {hit.kind: [other.key for other in hits if other.kind == hit.kind] for hit in hits}
        objects = {kind: SimpleLazyObject(partial(self.read, kind, keys[kind])) for kind in keys}
        passages = SimpleLazyObject(partial(passages_of, keys, self.answer.entries))
        rows = []
        for hit in hits:
            # What was deleted a moment ago has no row.
            with suppress(KeyError):
                rows.append(self.get_result(objects[hit.kind], passages, hit))
        return rows

    def read(self, kind: str, keys: list[int]) -> dict[int, Any]:
        """Return the objects of a kind with what their rows show."""
        # Of what is partly found no picture is shown.
        if kind == Article._meta.label and not self.answer.is_partial:
            return cards(keys)
        objects = BY_LABEL[kind].model._default_manager
        if hasattr(objects, "listed"):
            return {each.pk: each for each in objects.listed()}
        return objects.in_bulk(keys)

    def get_result(self, objects: Any, passages: Any, hit: Hit) -> Result:
        """Return the row of a hit. Raises KeyError if its object is not there."""
        name = (hit.kind, hit.key)
        title, text, language, label = kept(("found", *name), lambda: found(objects[hit.key]))
        in_title = places(title, self.query)
        wanted = missing(self.wanted, in_title)
        read = partial(kept, ("passages", *name), lambda: passages[name], apps="search")
        return Result(
            hit.kind,
            hit.key,
            label,
            SimpleLazyObject(lambda: objects[hit.key]),
            LANGUAGE_INFO[language].tag,
            marked(title, in_title),
            excerpt(text, self.query, language, wanted, read),
            is_named(hit),
        )


def found(obj: Any) -> tuple[str, str, str, str]:
    """Return title and running text of an object, their language, and what the object is called."""
    text = obj.localized
    title = plain_title(getattr(text, BY_LABEL[obj._meta.label].title), text.language)
    label = obj.get_kind_display() if hasattr(obj, "get_kind_display") else obj._meta.verbose_name
    return title, in_line(running_text(obj, text.language)), text.language, str(label)


def is_named(hit: Hit) -> bool:
    """Whether a reader typed the name of a city or a programme."""
    return hit.in_title and BY_LABEL[hit.kind].is_named


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return titles and addresses of what begins to look like ``?q=``, in the reader's language."""
    words = request.GET.get("q", "")[:LONGEST_QUERY]
    chosen = suggested(begun(words), VISIBLE, MOST_SUGGESTIONS)
    found: list[dict[str, str]] = []
    for kind, objects in groupby(chosen, key=lambda each: each[0]):
        keys = [key for _kind, key in objects]
        present = BY_LABEL[kind].published().in_bulk(keys)
        for obj in (present[key] for key in keys if key in present):
            text = obj.localized
            title = plain_title(getattr(text, BY_LABEL[kind].title), text.language)
            found.append({"title": title, "lang": text.tag, "url": obj.get_absolute_url()})
    return JsonResponse({"suggestions": found})
