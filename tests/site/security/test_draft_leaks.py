"""Nothing that is not for readers stands in any answer to them.

Models and routes are those that Django knows. A new model has to be an item of ``Publishable``, a
row of one, in ``UNSEEN_MODELS`` or named here; a new route has to take arguments that ``reading``
knows.
"""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone, translation

from cities.models import City
from core.models import Publishable
from delivery.models import Redirect
from editing.versions.revisions import child_relations
from library.models import Image
from news.models import Article
from pages.models import Page
from programmes.models import Milestone, PilotCity, Programme
from tests.delivery.page_reader import PageReader, page_cache_of
from tests.site.security.marked import MARKER, make, make_with_rows, marker
from tests.site.security.reading import LANGUAGES, addresses, answer, crawled
from tests.support.desk_client import Desk, person, superuser

# One process of the tests makes all of it.
pytestmark = pytest.mark.xdist_group("draft leaks")

# In the order in which they are made: an article names cities, programmes and pictures.
KINDS = [City, Programme, Milestone, Article, Page]
# How readers lose an item that they have seen; None deletes it.
ENDS = {
    "withdrawn": ("status", "draft"),
    "in review": ("status", "review"),
    "scheduled": ("publish_at", timezone.now() + timedelta(days=1)),
    "expired": ("expire_at", timezone.now() - timedelta(days=1)),
    "deleted": None,
}
# Models that are not in UNSEEN_MODELS, of which readers see some rows only: what hides one.
HIDDEN_ROWS = {
    "delivery.Redirect": {},
    "library.GlossaryTerm": {},
    "library.Image": {},
    "library.SourcePage": {},
    "pages.MenuEntry": {"is_shown": False},
}
WITHOUT_MARKER = {
    "contenttypes.ContentType": "names of tables",
    "pages.OfficeFact": "readers see all of it",
    "pages.SiteLink": "readers see all of it",
    "pages.SiteSettings": "readers see all of it",
    "reversion.Version": "what is deleted or changed here has some",
    "search.Entry": "made of the items",
    "search.Tokens": "made of the items",
    "search.Word": "made of the items",
}


def rows_of(model):
    """Return the models of the rows that belong to an item, and to these."""
    below = [getattr(model, name).rel.related_model for name in child_relations(model)]
    return {*below}.union(*map(rows_of, below))


MODELS = {each._meta.label: each for each in apps.get_models()}
PRIVATE = {*settings.UNSEEN_MODELS, *settings.SCHEDULES, *HIDDEN_ROWS} - WITHOUT_MARKER.keys()


class Staff:
    """What staff keep from readers, and what these are told before, meanwhile and afterwards."""

    def __init__(self):
        self.chief = superuser()
        names = {name: marker() for name in ("first_name", "last_name")}
        self.editor = person("Editor", marker(), email=f"{marker()}@example.org", **names)
        self.pictures, self.items = [make(Image, {})], []
        self.hold_back()
        self.before = crawled()
        with page_cache_of(10_000_000):
            made = {end: self.publish() for end in ENDS}
            self.meanwhile = crawled()
            for end, items in made.items():
                self.hide(items, ENDS[end])
            self.change()
            self.keep()
            # The second time from the page cache.
            self.afterwards = [crawled(), crawled()]

    def hold_back(self):
        """Publish items in each language alone, although their texts are there in both."""
        for code in LANGUAGES:
            near, (other,) = {}, {*LANGUAGES} - {code}
            for model in KINDS:
                more = {"held_back": f" {other} ", "slug": f"only-in-{code}"}
                # Not their rows: a page shows these in the reader's language, held back or not.
                make(model, near, code, status="published", **more)

    def publish(self):
        """Publish an item of each kind, which name each other and stand in the real ones."""
        near = {}
        self.pictures.append(make(Image, near))
        items = [make_with_rows(model, near, status="published") for model in KINDS]
        for article in (near[Article], Article.objects.get(slug="china-special-envoy-c40")):
            article.cities.add(near[City])
            article.programmes.add(near[Programme])
        make(PilotCity, near, programme=Programme.objects.get(slug="cap"))
        self.items += items
        return items

    def hide(self, items, end):
        """Take them from the readers."""
        PilotCity.objects.filter(city=items[0], programme__slug="cap").delete()
        for obj in reversed(items):
            if end:
                setattr(obj, *end)
                obj.save()
            else:
                Desk(self.chief).delete(obj)
                assert not type(obj).objects.filter(slug=obj.slug).exists()

    def change(self):
        """Change every text of a published item of each kind, which waits to be published."""
        desk = Desk(self.editor)
        for model in KINDS:
            obj = model.objects.published().filter(held_back="").first()
            form = desk.form(obj)
            texts = {name: f"{marker()} {form[name]}" for name in form if is_text(name, form)}
            assert texts
            desk.save(obj, **texts)

    def keep(self):
        """Write a row of each model that readers do not see, about what is hidden."""
        item = self.items[KINDS.index(Article)]
        kind = ContentType.objects.get_for_model(Article)
        near = {type(self.editor): self.editor, ContentType: kind, "item": item}
        for label in sorted(PRIVATE):
            make(MODELS[label], near, **HIDDEN_ROWS.get(label, {}))
        Redirect.objects.bulk_create(
            Redirect(old_path=f"old-{number}/", new_path=path_of(obj, "en"))
            for number, obj in enumerate(self.items)
        )


def is_text(name, form):
    """Whether a field of a form holds a text in a language."""
    return name.endswith(("_en", "_zh_hans")) and "__prefix__" not in name and form[name]


def path_of(obj, language):
    """Return the path of an item after the language; a milestone has no page."""
    with translation.override(language):
        path = getattr(obj, "get_absolute_url", lambda: f"/{language}/{obj.slug}/")()
    return path.removeprefix(f"/{language}/")


def found_in(text):
    """Return the markers in a text."""
    return [each.lower() for each in MARKER.findall(text)]


def name_of(image):
    """Return the name of the file of a picture, without its end."""
    return image.file.name.rpartition("/")[2].partition(".")[0]


def without_tag(said):
    """Return an answer without its fingerprint, which differs by the word that was asked for."""
    return re.sub(r"'(ETag|Content-Length)': '[^']*'", "", said)


@pytest.fixture(scope="module")
def staff(module_db):
    return Staff()


def test_every_model_is_known_here():
    rows = set().union(*map(rows_of, KINDS))
    known = {each._meta.label for each in (*KINDS, *rows)} | PRIVATE | WITHOUT_MARKER.keys()

    assert {label for label, each in MODELS.items() if issubclass(each, Publishable)} <= known
    assert MODELS.keys() - known == set()


def test_readers_saw_it_while_it_was_published(staff):
    """Or it would be looked for in the wrong places."""
    texts = " ".join(staff.meanwhile.values())

    assert {obj.slug for obj in staff.items if type(obj) is not Milestone} <= {*found_in(texts)}
    assert all(obj.title_zh_hans in texts for obj in staff.items if type(obj) is Milestone)
    # The first one is used by nothing.
    assert [name_of(each) in texts for each in staff.pictures] == [False] + [True] * len(ENDS)


def test_nothing_that_is_hidden_is_in_any_answer(staff):
    for answers in (staff.before, *staff.afterwards):
        assert {
            address: found_in(text) for address, text in answers.items() if found_in(text)
        } == {}
        texts = " ".join(answers.values())
        assert [each for each in staff.pictures if name_of(each) in texts] == []


def test_every_answer_is_what_it_would_be_without_all_that(staff):
    """Counts, dates, drawings and the order of what is shown included."""
    for answers in staff.afterwards:
        assert answers.keys() == staff.before.keys()
        assert [each for each in answers if answers[each] != staff.before[each]] == []


def test_the_address_of_what_is_hidden_is_that_of_nothing(staff, language):
    reader, nothing, elsewhere = PageReader(), marker(), {}
    for obj in staff.items:
        page, date = path_of(obj, language), getattr(obj, "date", None)
        misspelt = [f"/{language}/{page.upper()}", f"/{page[:-1]}", f"/{language}/{page}，"]
        for address in (*addresses(language, obj.slug, date, page), *misspelt):
            if obj.slug in address.lower():
                other = address.lower().replace(obj.slug, nothing)
                if other not in elsewhere:
                    elsewhere[other] = answer(reader, other)
                said = answer(reader, address)
                assert said[0].lower().replace(obj.slug, nothing) == elsewhere[other][0].lower()


def test_a_redirect_to_what_is_hidden_tells_nothing(staff, language):
    reader = PageReader()
    for number, _item in enumerate(staff.items):
        said, _links = answer(reader, f"/{language}/old-{number}/")
        assert (said[:3], found_in(said)) == ("404", [])


def test_a_search_for_what_is_hidden_finds_as_little_as_for_any_word(staff, language):
    reader = PageReader()
    words = [obj.slug for obj in staff.items[: len(KINDS)]]
    words += [found_in(obj.body_zh_hans)[0] for obj in staff.items if hasattr(obj, "body")]
    words += [staff.editor.username, *found_in(staff.pictures[1].caption_en)]

    for path in ("search/?q={}x", "search/suggestions/?q={}"):
        nothing = marker()
        expected, _links = answer(reader, f"/{language}/{path.format(nothing)}")
        for word in words:
            said, _links = answer(reader, f"/{language}/{path.format(word)}")
            assert without_tag(said).replace(word, nothing) == without_tag(expected)


def test_a_picture_is_open_to_whoever_has_its_address_and_nobody_can_guess_it(staff):
    reader = PageReader()

    def status(address):
        return answer(reader, address)[0][:3]

    for image in staff.pictures:
        assert status(image.file.url) == "200"
        assert status(image.file.url.replace(name_of(image), "0" * 32)) == "404"
        assert status(image.file.url.rpartition("/")[0] + "/") == "404"
    # A UUID of version 4 has 122 random bits.
    assert {UUID(name_of(each)).version for each in staff.pictures} == {4}
