"""The content folder: all or nothing, and never over what staff have changed."""

import hashlib
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from c40china.content import KINDS
from cities.models import City
from library.models import GlossaryTerm
from seeding.kinds import state
from seeding.models import LoadedItem
from tests.support.desk_client import Desk, person

pytestmark = pytest.mark.both_databases

CITY = """
slug = "lhasa"
status = "published"
latitude = 29.65
longitude = 91.1
name = { en = "Lhasa", zh-hans = "拉萨" }

[[facts]]
label = { en = "River", zh-hans = "河流" }
value = { en = "Lhasa River", zh-hans = "拉萨河" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cities").mkdir()
    (tmp_path / "cities" / "lhasa.toml").write_text(CITY)
    return tmp_path


def load(folder: Path, **options: object) -> None:
    call_command("load_content", folder, **options)


def rewrite(folder: Path, old: str, new: str) -> None:
    file = folder / "cities" / "lhasa.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def test_an_item_is_loaded_in_both_languages_with_its_parts(folder):
    load(folder)

    city = City.objects.get(slug="lhasa")
    fact = city.facts.get()
    assert (city.name_en, city.name_zh_hans) == ("Lhasa", "拉萨")
    assert (fact.label_zh_hans, fact.value_en) == ("河流", "Lhasa River")


def test_loading_twice_writes_nothing(folder, django_assert_num_queries, capsys):
    load(folder)
    before = City.objects.values().get(slug="lhasa")

    load(folder)

    assert City.objects.values().get(slug="lhasa") == before
    assert "0 created, 0 updated, 1 unchanged" in capsys.readouterr().out


def test_a_newer_file_replaces_what_nobody_has_changed(folder):
    load(folder)
    pk = City.objects.get(slug="lhasa").pk
    rewrite(folder, "29.65", "29.66")

    load(folder)

    city = City.objects.get(slug="lhasa")
    assert (city.pk, city.latitude, city.facts.count()) == (pk, 29.66, 1)


@pytest.mark.parametrize("change", [{"name_zh_hans": "拉萨市"}, {"value_en": "Kyichu"}])
def test_what_staff_have_changed_of_an_item_or_a_part_is_kept_and_named(folder, capsys, change):
    load(folder)
    city = City.objects.filter(slug="lhasa")
    rows = city.get().facts if "value_en" in change else city
    rows.update(**change)
    rewrite(folder, "29.65", "29.66")

    load(folder)

    assert rows.get(**change)
    assert city.get().latitude == 29.65
    assert "cities/lhasa.toml: kept" in capsys.readouterr().out


def test_what_staff_have_deleted_does_not_come_back(folder):
    load(folder)
    City.objects.filter(slug="lhasa").delete()

    load(folder)

    assert not City.objects.filter(slug="lhasa").exists()


def test_an_item_that_staff_made_under_the_same_slug_is_kept(folder):
    City.objects.create(slug="lhasa", name_en="Ours", latitude=1, longitude=1)

    load(folder)

    assert City.objects.get(slug="lhasa").name_en == "Ours"


def test_the_flag_replaces_what_staff_have_changed(folder):
    load(folder)
    City.objects.filter(slug="lhasa").update(name_en="Other")

    load(folder, overwrite=True)

    assert City.objects.get(slug="lhasa").name_en == "Lhasa"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('slug = "lhasa"', 'slug = "lasa"', "cities/lhasa.toml: slug: must be 'lhasa'"),
        ("29.65", '"north"', "cities/lhasa.toml: latitude: must be int or float, not 'north'"),
        ("29.65", "129.65", "cities/lhasa.toml: latitude: Ensure this value is less"),
        ("29.65", "true", "cities/lhasa.toml: latitude: must be int or float, not True"),
        ('zh-hans = "拉萨"', 'zh = "拉萨"', "cities/lhasa.toml: name: must be a table"),
        ("latitude", "altitude", "cities/lhasa.toml: altitude: there is no such field"),
        ('status = "published"', 'status = "gone"', "cities/lhasa.toml: status: Value 'gone'"),
        ('status = "published"', 'image = "lhasa"', "cities/lhasa.toml: image: "),
        ("[[facts]]", "[facts]", "cities/lhasa.toml: facts: must be an array of tables"),
        ("label =", "lable =", "cities/lhasa.toml: facts[1].lable: there is no such field"),
        ("slug =", "slug", "cities/lhasa.toml: not valid TOML: "),
    ],
)
def test_a_fault_is_one_line_with_file_key_and_reason(folder, old, new, line):
    (folder / "cities" / "aba.toml").write_text(CITY.replace("lhasa", "aba"))
    rewrite(folder, old, new)

    with pytest.raises(CommandError) as error:
        load(folder)

    assert line in str(error.value).splitlines()[0]
    assert not City.objects.filter(slug__in=["lhasa", "aba"]).exists()
    assert not LoadedItem.objects.filter(path__contains="aba").exists()


def test_every_faulty_file_is_named(folder):
    rewrite(folder, "29.65", "129.65")
    (folder / "cities" / "aba.toml").write_text(CITY.replace("lhasa", "aba").replace("91.1", "999"))

    with pytest.raises(CommandError) as error:
        load(folder)

    assert [line.split(":")[0] for line in str(error.value).splitlines()[:2]] == [
        "cities/aba.toml",
        "cities/lhasa.toml",
    ]


def test_a_file_in_no_known_place_is_a_fault(folder):
    (folder / "citys").mkdir()
    (folder / "citys" / "aba.toml").write_text(CITY)

    with pytest.raises(CommandError, match=r"citys/aba\.toml: no kind of content"):
        load(folder)


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_item_with_pending_changes_is_kept_and_named(folder, capsys, overwrite):
    load(folder)
    city = City.objects.get(slug="lhasa")
    editor = Desk(person("Editor"))
    editor.save(city, name_zh_hans="待发布")
    rewrite(folder, "29.65", "29.66")

    load(folder, overwrite=overwrite)

    city.refresh_from_db()
    assert (city.latitude, editor.form(city)["name_zh_hans"]) == (29.65, "待发布")
    assert "cities/lhasa.toml: kept, it has pending changes" in capsys.readouterr().out

    editor.save(city, "_discard")
    load(folder, overwrite=overwrite)
    assert City.objects.get(slug="lhasa").latitude == 29.66


TERMS = """
[[terms]]
slug = "one"
name = { en = "One", zh-hans = "一" }

[[terms]]
slug = "two"
name = { en = "Two", zh-hans = "二" }
"""


def test_each_row_of_a_table_is_an_item_of_its_own(tmp_path, capsys):
    (tmp_path / "terms.toml").write_text(TERMS)
    load(tmp_path)
    GlossaryTerm.objects.filter(slug="one").update(name_en="Ours")
    (tmp_path / "terms.toml").write_text(TERMS.replace("一", "壹").replace("二", "贰"))

    load(tmp_path)

    one, two = (GlossaryTerm.objects.get(slug=slug) for slug in ("one", "two"))
    assert (one.name_en, one.name_zh_hans, two.name_zh_hans) == ("Ours", "一", "贰")
    assert "terms.toml: one: kept" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('slug = "two"', 'slug = "one"', "terms.toml: terms[1].slug: must be there, and differ"),
        ('slug = "two"', "", "terms.toml: terms[2].slug: must be there, and differ"),
        ("[[terms]]", "[[words]]", "terms.toml: terms: must be an array of tables"),
        ("name =", "nam =", "terms.toml: one: nam: there is no such field"),
    ],
)
def test_a_fault_in_a_table_names_its_row(tmp_path, old, new, line):
    (tmp_path / "terms.toml").write_text(TERMS.replace(old, new))

    with pytest.raises(CommandError) as error:
        load(tmp_path)

    assert line in str(error.value).splitlines()[0]


def test_a_field_that_is_younger_than_the_last_load_is_no_change_by_staff(folder):
    load(folder)
    city = City.objects.get(slug="lhasa")

    # As before the field was there, and as after somebody has filled it in.
    assert "member_since_kind" not in state(city, (), later=("member_since_kind",))
    city.member_since_kind = City.MemberSince.LATEST
    assert "member_since_kind" in state(city, (), later=("member_since_kind",))


def test_a_field_that_a_migration_filled_is_no_change_by_staff_but_their_choice_is(folder):
    load(folder)
    city = City.objects.get(slug="lhasa")
    # The ledger as a load wrote it before there was the field.
    [kind] = (kind for kind in KINDS if kind.model is City)
    values = state(city, kind.parts, later=kind.later)
    del values["name_side"]
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    LoadedItem.objects.filter(path="cities/lhasa.toml").update(state_digest=digest)
    City.objects.filter(pk=city.pk).update(name_side="left")

    rewrite(folder, "29.65", "29.66")
    load(folder)
    City.objects.filter(pk=city.pk, latitude=29.66).update(name_side="above")
    rewrite(folder, "29.66", "29.67")
    load(folder)

    city.refresh_from_db()
    assert (city.latitude, city.name_side) == (29.66, "above")
