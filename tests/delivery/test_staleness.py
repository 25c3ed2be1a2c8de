"""Whatever is changed, and however, no reader gets an answer from before."""

import datetime
import uuid

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from imagefield.fields import PPOIField

from cities.models import City
from core.batches import batch
from core.caching import version
from delivery.models import NotFoundAddress, Redirect
from library.models import Image
from news.models import Article
from pages.models import SiteSettings
from search.models import Entry
from seeding.models import LoadedItem
from tests.delivery.page_reader import PageReader, page_cache_of
from tests.support.desk_client import Desk, person
from tests.support.items import jpeg
from tests.support.pdf import blank

pytestmark = pytest.mark.django_db


def admin_models():
    """Return every model that has a form on the desk, or rows in one."""
    found = set()
    for model, model_admin in admin.site._registry.items():
        found |= {model, *(inline.model for inline in model_admin.inlines)}
    return sorted(found, key=lambda model: model._meta.label)


SEEN = [model for model in admin_models() if model._meta.label not in settings.UNSEEN_MODELS]
UNSEEN = [model for model in admin_models() if model not in SEEN]


def editable(model):
    """Return the fields of a model that a form can have, those of each language among them."""
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field for field in fields if field.editable and not field.primary_key]


@pytest.fixture(scope="module", autouse=True)
def content(module_articles):
    """Something published of every kind."""
    picture = Image.objects.create(file=jpeg(), alt_en="A roof", alt_zh_hans="屋顶")
    Article.objects.update(image=picture)
    NotFoundAddress.objects.create(path="/en/x/", last_asked_at=MOMENT)
    Redirect.objects.create(old_path="news/2021/old/", new_path="news/")
    # Its rows can then belong to another one.
    SiteSettings.objects.create()
    for model in SEEN:
        if not model._default_manager.exists():
            row = model()
            for field in editable(model):
                if not field.many_to_many and not field.null:
                    setattr(row, field.attname, next(other_values(row, field)))
            row.save()


@pytest.fixture
def reader():
    with page_cache_of(2**24):
        yield PageReader()


MOMENT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
# What a field of a kind may hold instead of a value; the first kind that fits.
OTHERS = {
    models.BooleanField: lambda value: not value,
    models.DateTimeField: lambda value: MOMENT,
    models.DateField: lambda value: MOMENT.date(),
    models.FloatField: lambda value: value + 1,
    models.IntegerField: lambda value: (value or 0) + 1,
    models.ImageField: lambda value: jpeg(),
    models.FileField: lambda value: SimpleUploadedFile("other.pdf", blank()),
    PPOIField: lambda value: "0.1x0.2",
    models.Field: lambda value: uuid.uuid4().hex[:8],
}


def other_values(row, field):
    """Yield values for a field that differ from the one that it has."""
    value = getattr(row, field.attname)
    if field.is_relation:
        rows = field.related_model._default_manager.exclude(pk=value)
        yield from rows.values_list("pk", flat=True)
        yield None
    elif field.choices:
        yield from (key for key, _label in field.flatchoices if key != value)
    else:
        yield next(other for kind, other in OTHERS.items() if isinstance(field, kind))(value)


def change(row, field):
    """Change one field of a row, by the first other value that the database takes."""
    if field.many_to_many:
        relation = getattr(row, field.name)
        relation.set(field.related_model._default_manager.exclude(pk__in=relation.all()))
        return
    for value in other_values(row, field):
        try:
            with transaction.atomic():
                setattr(row, field.attname, value)
                row.save()
            return
        except IntegrityError:
            continue
    pytest.fail(f"{field} has only one value: give the tests another row.")


# Triggers, which each database has of its own, move the version.
@pytest.mark.both_databases
@pytest.mark.parametrize("model", SEEN, ids=lambda model: model._meta.label)
def test_a_change_of_any_field_of_the_desk_leaves_nothing_that_was_kept(model):
    unmoved = []
    for field in editable(model):
        row = model._default_manager.order_by("pk").last()
        # Without the search index, which would move the version by itself.
        with transaction.atomic(), batch():
            before = version.current()
            change(row, field)
            # What was kept under another value is used no more.
            if version.current().value == before.value:
                unmoved.append(field.name)
            transaction.set_rollback(True)

    assert unmoved == []


@pytest.mark.parametrize("model", SEEN, ids=lambda model: model._meta.label)
def test_no_page_has_a_part_from_before_a_change_of_a_model(db, reader, model):
    reader.seen()
    texts = [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | PPOIField)
        and not field.choices
    ]

    # In all rows at once, so that whatever is shown of them is another text.
    model._default_manager.update(**{name: Concat(F(name), Value("x")) for name in texts})
    for field in model._meta.many_to_many:
        getattr(model, field.name).through._default_manager.all().delete()

    assert reader.stale() == []


@pytest.mark.parametrize("model", UNSEEN, ids=lambda model: model._meta.label)
def test_of_a_model_that_keeps_everything_readers_see_nothing(model, reader):
    row = model._default_manager.first() or person("Editor")
    before, seen = version.current(), reader.seen()

    for field in editable(model):
        change(row, field)

    assert isinstance(row, model)
    assert version.current() == before
    assert reader.stale() == []
    assert reader.seen() == seen


def test_whatever_staff_do_with_a_draft_leaves_everything_kept(reader):
    article = Article.objects.get(slug="china-special-envoy-c40")
    article.status = "draft"
    article.save()
    reader.seen()

    for row in (article, article.key_facts.first()):
        for field in editable(type(row)):
            if field.name not in ("status", "article"):
                change(row, field)
    article.cities.clear()
    article.key_facts.all().delete()

    assert reader.stale() == []


def publish_on_the_desk(article):
    Desk(person("Reviewer")).save(article, "_publish", title_en="From the desk")


def schedule_on_the_desk(article):
    moment = {"publish_at_0": "2030-01-01", "publish_at_1": "09:00:00"}
    Desk(person("Reviewer")).save(article, "_publish", title_en="Later", **moment)


def load_changed_content(article):
    LoadedItem.objects.all().delete()
    Article.objects.filter(pk=article.pk).delete()
    call_command("load_content", verbosity=0)


def rebuild_search(article):
    Entry.objects.filter(kind="news.Article").update(title_en="x")
    call_command("rebuild_search", verbosity=0)


def write_sql(article):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cities_city SET name_en = 'By hand' WHERE slug = 'fuzhou'")


WRITERS = {
    "update": lambda article: Article.objects.update(title_en="Updated", title_zh_hans="改过"),
    "bulk_create": lambda article: Article.objects.bulk_create(
        [Article(slug="new", date=MOMENT, status="published", title_en="New", body_en="<p>x</p>")]
    ),
    "bulk_update": lambda article: City.objects.bulk_update(
        [City(pk=city.pk, name_en="Bulk") for city in City.objects.all()], ["name_en"]
    ),
    "delete": lambda article: Article.objects.all().delete(),
    "relation": lambda article: article.cities.remove(*article.cities.all()),
    "settings": lambda article: SiteSettings.objects.update(office_name_en="Another office"),
    "upload": lambda article: Image.objects.get().file.save("new.jpg", jpeg()),
    "redirect": lambda article: Redirect.objects.all().delete(),
    "SQL": write_sql,
    "desk": publish_on_the_desk,
    "schedule": schedule_on_the_desk,
    "load_content": load_changed_content,
    "rebuild_search": rebuild_search,
}


@pytest.mark.both_databases
@pytest.mark.parametrize("name", WRITERS)
def test_whoever_writes_no_reader_gets_what_was_before(db, reader, name):
    reader.seen()
    before = version.current()

    WRITERS[name](Article.objects.get(slug="china-special-envoy-c40"))

    assert version.current().value != before.value
    assert reader.stale() == []
